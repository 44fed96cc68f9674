import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports } from '../tasks/ports/ports.ts';
import { EXECUTION_ARN } from '../workflow/arns.ts';
import { NotSettled, TryAgain } from '../workflow/errors.ts';
import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP, personOf } from './aws-options.ts';
import { type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import type { Screen } from './screen.ts';

const HELP = `stepshift recover: completes what a deployment left that is not running any more

Usage: stepshift recover EXECUTION [OPTIONS]

EXECUTION is the ARN of the deployer's execution. What its ledger says is completed: on
to the candidate if the deployment had been promoted, back to stable otherwise; then its
locks are let go. The watchdog does the same by itself every five minutes; this is for
whoever cannot wait, or where the watchdog fails. Of a deployment that runs nothing is
touched. Run twice, it does no harm.

Options:
  --by NAME           who you are, for the record (default: STEPSHIFT_ACTOR, or your
                      user name)
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout: executionArn, recovery (recovered,
                      running or nothing), and what the ledger says
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift recover arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7

Exit codes:
  ${EXIT.ok}  it was completed, or there was nothing to complete
  ${EXIT.fault}  it could not be completed
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  no such execution is known
  ${EXIT.unexpected}  it is running: nothing was touched
`;

/** Writes that got no answer may take effect for two minutes, and readings may lag for one: so long it is tried again, and a little longer. */
const PATIENCE_SECONDS = 300;
const PAUSE_SECONDS = 5;

/** `stepshift recover EXECUTION`. */
export const recoverCommand: Command = {
  name: 'recover',
  summary: 'completes what a deployment left that is not running any more',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, by: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals }, screen) => {
    const [executionArn, ...more] = positionals;
    if (executionArn === undefined) throw new UsageFault('No execution given: stepshift recover EXECUTION.');
    if (more.length > 0) throw new UsageFault(`One execution at a time, but ${positionals.length} were given.`);
    if (!EXECUTION_ARN.test(executionArn))
      throw new UsageFault(
        `EXECUTION: found ${JSON.stringify(executionArn)}, expected its ARN (arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME).`,
      );
    // Only now: help and wrong usage do not wait for it.
    const [{ openPorts }, { noSuchDeployment }] = await Promise.all([
      import('./aws.ts'),
      import('./watching/follow.ts'),
    ]);
    const ports = openPorts(values, executionArn);
    const isKnown = (await ports.ledger.deployments.read(executionArn)) ?? (await ports.executions.read(executionArn));
    // That it holds no lock would be no comfort.
    if (!isKnown) throw noSuchDeployment(executionArn);
    const kind = await recovered(executionArn, personOf(values), ports, screen);
    const entry = (await ports.ledger.deployments.read(executionArn))?.entry;
    screen.print(
      values.json
        ? `${JSON.stringify({ executionArn, recovery: kind, ledger: entry ?? null }, null, 2)}\n`
        : `${inWords(kind, entry?.recovered?.outcome)}\n`,
    );
    return kind === 'running' ? EXIT.unexpected : EXIT.ok;
  },
};

type Kind = 'recovered' | 'running' | 'nothing';

async function recovered(executionArn: string, by: string, ports: Ports, screen: Screen): Promise<Kind> {
  const { handler: watchdog } = await import('../tasks/recover-deployment.ts');
  for (let waited = 0; ; waited += PAUSE_SECONDS) {
    try {
      const [output] = await watchdog.core({ executionArn, by }, ports);
      return output!.recovery;
    } catch (error) {
      const passes = error instanceof NotSettled || error instanceof TryAgain;
      if (!passes || waited >= PATIENCE_SECONDS) throw told(error);
      if (waited === 0) screen.note(`Not proven yet: ${error.summary} Trying again for ${PATIENCE_SECONDS} s.\n`);
      await sleep(PAUSE_SECONDS * 1000);
    }
  }
}

/** Our errors carry JSON, for Lambda's sake; a person is told the sentence. */
function told(error: unknown): unknown {
  return error instanceof Error && 'summary' in error ? new Error(String(error.summary), { cause: error }) : error;
}

function inWords(kind: Kind, outcome: string | undefined): string {
  switch (kind) {
    case 'recovered':
      return `Completed as ${outcome}. Its locks are free, and its record is stored.`;
    case 'running':
      return 'It is running: nothing was touched. Stop it first, if it is to come back.';
    case 'nothing':
      return outcome === undefined
        ? 'It holds no lock: there was nothing to complete.'
        : `It was completed before, as ${outcome}.`;
  }
}
