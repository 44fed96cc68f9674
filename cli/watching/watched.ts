import { terminalSummary } from '../../report/terminal.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import type { EndName } from '../../workflow/ends.ts';
import type { Aws } from '../aws.ts';
import type { Arguments } from '../command.ts';
import { deploymentNamed } from '../deployment-named.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';
import { type FollowOptions, follow } from './follow.ts';
import { recordOf } from './record-of.ts';

/** As a shell tells of a command that a signal has ended. */
const EXIT_OF_SIGNAL = { SIGINT: 130, SIGTERM: 143 } as const;

type Signal = keyof typeof EXIT_OF_SIGNAL;

interface WatchOptions extends Pick<FollowOptions, 'young'> {
  /** The end that is wanted, where that is not a success. */
  readonly expected?: EndName;
}

/** Follows the deployment that is named. Answers the exit code. */
export async function watch(named: string | undefined, given: Arguments, screen: Screen): Promise<number> {
  const { executionArn, aws } = await deploymentNamed(named, given.values);
  return watchOnScreen(executionArn, aws, given, screen);
}

/** Follows a deployment on the screen and shows how it ended. Answers the exit code. Whoever ends the command ends the watching, not the deployment. */
export async function watchOnScreen(
  executionArn: string,
  aws: Aws,
  { values }: Pick<Arguments, 'values'>,
  screen: Screen,
  { expected, young = false }: WatchOptions = {},
): Promise<number> {
  const watching = new AbortController();
  let signal: Signal | undefined;
  const stop = (one: Signal): void => {
    signal = one;
    watching.abort();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const end = await follow(executionArn, aws, screen, { young, signal: watching.signal });
    if (end === 'stopped') {
      screen.note(stoppedInWords(executionArn, expected));
      return EXIT_OF_SIGNAL[signal!];
    }
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
  return showEnd(await recordOf(executionArn, aws), { values }, screen, expected);
}

function stoppedInWords(executionArn: string, expected: EndName | undefined): string {
  if (expected === 'RolledBack')
    return `Stopped watching. The way back goes on by itself:\n  stepshift watch ${executionArn}\n`;
  return `Stopped watching. The deployment goes on by itself:
  stepshift watch ${executionArn}
  stepshift rollback ${executionArn}
`;
}

/** Shows a deployment that is over, and answers the exit code for how it ended. */
export function showEnd(
  record: AuditRecord,
  { values }: Pick<Arguments, 'values'>,
  screen: Screen,
  expected?: EndName,
): number {
  screen.print(
    values.json
      ? `${JSON.stringify(record, null, 2)}\n`
      : terminalSummary(record, { colour: screen.colour.print, columns: screen.columns }),
  );
  // Whatever was wanted: somebody has to look at it.
  if (record.outcome === 'CriticalError') return EXIT.criticalError;
  const code = exitCodeOf(record.outcome, expected);
  return code === EXIT.fault ? EXIT.criticalError : code;
}
