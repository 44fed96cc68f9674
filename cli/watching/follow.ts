import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { harmless, painter } from '../../report/paint.ts';
import { progressTeller } from '../../report/progress.ts';
import { stepLine, stepStanding } from '../../report/step-line.ts';
import { wrapped } from '../../report/terminal.ts';
import type { Aws } from '../aws.ts';
import { passes, toldOf } from '../aws-fault.ts';
import { EXIT } from '../exit-codes.ts';
import { Fault } from '../fault.ts';
import type { Screen } from '../screen.ts';
import { type LiveLine, liveLine } from './live-line.ts';
import { type Sight, watcher } from './sight.ts';
import type { Tidings } from './tidings.ts';

/** Looks cost little on this computer; on AWS, where all of an account share its quotas, they are paced. */
const PAUSE_HERE_MILLIS = 200;
const PAUSE_MILLIS = 3000;
/** How often the time that is left is shown anew. */
const TICK_MILLIS = 1000;
/** Without an answer for so long, or without the watchdog, watching is given up. */
const PATIENCE_MILLIS = 15 * 60_000;
/** AWS may not know for so long what was just started. */
const YOUNG_MILLIS = 60_000;

export interface FollowOptions {
  /** It was started just now. */
  readonly young?: boolean;
  /** Aborted: watching is to stop. */
  readonly signal: AbortSignal;
}

/**
 * Follows a deployment until it is over, recovery included, and tells on the screen what happens. Answers `stopped` where the signal came before that.
 * @throws Fault when AWS, or the watchdog, has not answered for a quarter of an hour
 */
export async function follow(
  executionArn: string,
  aws: Aws,
  screen: Screen,
  { young = false, signal }: FollowOptions,
): Promise<'over' | 'stopped'> {
  const live = liveLine(screen);
  const patience = patienceWith(executionArn, live, young);
  const look = watcher(executionArn, aws, (error) =>
    live.tell(`The ledger cannot be read, so decisions and recovery are not shown: ${toldOf(error)?.text ?? error}`),
  );
  let teller: ReturnType<typeof tidingsTeller> | undefined;
  const stopped = once(signal, 'abort').then(() => undefined);
  try {
    while (!signal.aborted) {
      // Whoever stops watching does not wait for an answer that may never come.
      const sight = await Promise.race([patience.try(look), stopped]);
      if (signal.aborted) break;
      if (sight) {
        teller ??= tidingsTeller(screen, sight.several);
        for (const line of sight.tidings.flatMap(teller)) live.tell(line);
        if (sight.life === 'over') return 'over';
        patience.waitFor(sight.life);
      }
      await pause(sight, aws, live, screen, signal);
    }
    return 'stopped';
  } finally {
    live.clear();
  }
}

/** A log has no width, and nobody wants its lines cut. */
const LOG_COLUMNS = 1000;
const NOTE_INDENT = ' '.repeat(10);

function tidingsTeller({ colour, columns, live }: Screen, several: boolean): (tidings: Tidings) => readonly string[] {
  const paint = painter(colour.note);
  const tell = progressTeller({ colour: colour.note, columns: live ? columns : LOG_COLUMNS, several });
  return (tidings) => {
    if (tidings.kind === 'news') return tell(tidings);
    const width = live ? columns : LOG_COLUMNS;
    return wrapped(`note: ${harmless(tidings.text)}`, width, NOTE_INDENT).map((line) => paint.faint(line));
  };
}

/** Waits until the next look; a terminal is shown meanwhile how much time is left. */
async function pause(sight: Sight | undefined, aws: Aws, live: LiveLine, screen: Screen, signal: AbortSignal) {
  const end = Date.now() + (aws.isHere ? PAUSE_HERE_MILLIS : PAUSE_MILLIS);
  const paint = painter(screen.colour.note);
  while (Date.now() < end && !signal.aborted) {
    const standing = sight?.document && stepStanding(sight.document, aws.now());
    if (standing && sight.life === 'running') live.show(`${' '.repeat(8)}  ${stepLine(standing, paint)}`);
    const left = Math.max(1, Math.min(TICK_MILLIS, end - Date.now()));
    await sleep(left, undefined, { signal }).catch(() => {});
  }
}

/** What passes is tried again, and the deployment goes on meanwhile: it needs nobody who watches. */
function patienceWith(executionArn: string, live: LiveLine, young: boolean) {
  const began = Date.now();
  let silentSince: number | undefined;
  let stoppedSince: number | undefined;
  let isThere = young;
  return {
    async try(look: () => Promise<Sight>): Promise<Sight | undefined> {
      try {
        const sight = await look();
        if (silentSince !== undefined) live.tell('AWS answers again.');
        silentSince = undefined;
        isThere = true;
        return sight;
      } catch (error) {
        const notKnownYet = young && isUnknown(error) && Date.now() - began < YOUNG_MILLIS;
        if (notKnownYet) return undefined;
        if (isUnknown(error)) throw noSuchDeployment(executionArn);
        if (!passes(error)) {
          if (isThere) live.tell(`Watching ends here, and the deployment goes on: stepshift watch ${executionArn}`);
          throw error;
        }
        const { text } = toldOf(error as Error) ?? { text: String(error) };
        if (silentSince === undefined) live.tell(`${text} Trying again; the deployment goes on meanwhile.`);
        silentSince ??= Date.now();
        if (Date.now() - silentSince < PATIENCE_MILLIS) return undefined;
        throw new Fault(EXIT.fault, `No answer for 15 minutes. Watch it again by stepshift watch ${executionArn}`);
      }
    },
    waitFor(life: 'running' | 'stopped'): void {
      stoppedSince = life === 'stopped' ? (stoppedSince ?? Date.now()) : undefined;
      if (stoppedSince === undefined || Date.now() - stoppedSince < PATIENCE_MILLIS) return;
      throw new Fault(
        EXIT.criticalError,
        `The watchdog has not completed it for 15 minutes: do it by hand, by stepshift recover ${executionArn}`,
      );
    },
  };
}

function isUnknown(error: unknown): boolean {
  return error instanceof Error && error.name === 'ExecutionDoesNotExist';
}

export function noSuchDeployment(executionArn: string): Fault {
  return new Fault(
    EXIT.validationError,
    `There is no execution ${executionArn} here, or AWS has forgotten it (after 90 days): stepshift list shows the last ones.`,
  );
}
