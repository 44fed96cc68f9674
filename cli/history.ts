import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, onlyPositional, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { wholeNumber } from './numbers.ts';

const HELP = `stepshift history: what happened to a target, as the ledger keeps it

Usage: stepshift history TARGET [OPTIONS]

TARGET is a machine and its alias (orders:live), or the alias's ARN. The ledger keeps what
AWS forgets after 90 days: each deployment with its end, and what each version has shown
(stable, superseded, bad). stepshift report EXECUTION tells one deployment in full.

Options:
  --limit N           of how many deployments, the newest first (default: 20)
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout: versions (versionArn, standing, at,
                      deployment) and records, the audit records
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift history orders:live
  stepshift history orders:live --json | jq '.records[].outcome'

Exit codes:
  ${EXIT.ok}  it was told
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  there is no such state machine
`;

const USUAL = 20;

/** `stepshift history TARGET`. */
export const historyCommand: Command = {
  name: 'history',
  summary: 'what happened to a target, as the ledger keeps it',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, limit: { type: 'string' }, json: { type: 'boolean' } },
  run: async (given, screen) => {
    const named = onlyPositional(given, 'target');
    const { values } = given;
    if (named === undefined) throw new UsageFault('No target given: stepshift history TARGET.');
    const limit = wholeNumber('--limit', values.limit, 1000) ?? USUAL;
    const { showHistory } = await import('./standing/show.ts');
    await showHistory(named, limit, values, screen);
    return EXIT.ok;
  },
};
