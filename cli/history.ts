import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALIAS_NAME, STATE_MACHINE_ARN } from '../workflow/arns.ts';
import type { AuditRecord } from '../workflow/audit-record.ts';
import type { TargetKey } from '../workflow/ledger.ts';
import { AWS_OPTIONS, AWS_OPTIONS_HELP, LEDGER_NAME } from './aws-options.ts';
import { type Arguments, type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { writePage } from './report/write-page.ts';
import type { Screen } from './screen.ts';

const HELP = `stepshift history: tells the story of a target over all its deployments

Usage: stepshift history TARGET [OPTIONS]

TARGET is the ARN of an alias (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME:ALIAS).
The ledger knows its deployments: which version was live when, who moved it, and why it
came back. Nothing is changed.

Options:
  --html FILE         one self-contained HTML page (- is standard output)
  --json              one JSON object: chapters, oldest first, and spans of live versions
  --open              shows the HTML page in the browser (the one BROWSER names, if any)
  --ledger TABLE      the ledger's table (default: ${LEDGER_NAME})
${AWS_OPTIONS_HELP}
                      (region: the target's own, where nothing else is said)
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift history arn:aws:states:eu-west-1:111122223333:stateMachine:orders:live
  stepshift history arn:aws:states:eu-west-1:111122223333:stateMachine:orders:live --open

Exit codes:
  ${EXIT.ok}  it was told
  ${EXIT.fault}  an unexpected fault, such as a ledger that cannot be read
  ${EXIT.usage}  wrong usage
`;

/** `stepshift history TARGET`. */
export const historyCommand: Command = {
  name: 'history',
  summary: 'tells the story of a target over all its deployments',
  help: HELP,
  options: {
    ...AWS_OPTIONS,
    html: { type: 'string' },
    json: { type: 'boolean' },
    open: { type: 'boolean' },
    ledger: { type: 'string' },
  },
  run: async ({ values, positionals }, screen) => {
    const [given, ...more] = positionals;
    if (given === undefined) throw new UsageFault('No target given: stepshift history TARGET.');
    if (more.length > 0) throw new UsageFault(`One target at a time, but ${positionals.length} were given.`);
    const target = targetOf(given);
    const { html, json, open } = values;
    if (json && (html !== undefined || open)) throw new UsageFault('Either --json or --html (or --open).');
    if (open && html === '-') throw new UsageFault('--open needs a file, and --html - has none.');
    const { targetStory } = await import('../report/target-story.ts');
    const story = targetStory(target, await recordsOf(target, values, screen));
    if (json) screen.print(`${JSON.stringify(story, null, 2)}\n`);
    else if (html === undefined && !open) {
      const { storyLines } = await import('../report/story-lines.ts');
      screen.print(`${storyLines(story).join('\n')}\n`);
    } else {
      const { historyPage } = await import('../report/html/history-page.ts');
      const file = html === undefined ? join(mkdtempSync(join(tmpdir(), 'stepshift-')), 'history.html') : String(html);
      await writePage(historyPage(story), file, screen, open === true);
    }
    return EXIT.ok;
  },
};

/** @throws UsageFault for what is no alias's ARN */
function targetOf(given: string): TargetKey {
  const colon = given.lastIndexOf(':');
  const [stateMachineArn, alias] = [given.slice(0, colon), given.slice(colon + 1)];
  if (STATE_MACHINE_ARN.test(stateMachineArn) && ALIAS_NAME.test(alias)) return { stateMachineArn, alias };
  throw new UsageFault(
    `TARGET: found ${JSON.stringify(given)}, expected the ARN of an alias (arn:aws:states:REGION:ACCOUNT:stateMachine:NAME:ALIAS).`,
  );
}

/** Those that are stored, and the one that holds the target now. */
async function recordsOf(
  target: TargetKey,
  values: Arguments['values'],
  screen: Screen,
): Promise<readonly AuditRecord[]> {
  const [{ openPorts }, { reportedExecution }] = await Promise.all([
    import('./aws.ts'),
    import('./report/reported-execution.ts'),
  ]);
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  const region = values.region ?? AWS_REGION ?? AWS_DEFAULT_REGION ?? target.stateMachineArn.split(':')[3]!;
  const ports = openPorts({ ...values, region });
  const stored = await ports.ledger.records.ofTarget(target);
  const holder = (await ports.ledger.targets.read(target)).entry.owner?.executionArn;
  const records = await Promise.all(stored.map((executionArn) => ports.ledger.records.read(executionArn)));
  const known = records.filter((record) => record !== undefined);
  if (holder === undefined || stored.includes(holder)) return known;
  return [...known, (await reportedExecution(holder, ports, screen)).record];
}
