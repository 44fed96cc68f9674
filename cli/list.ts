import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, UsageFault } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { wholeNumber } from './numbers.ts';

const HELP = `stepshift list: the last deployments, and where each alias stands

Usage: stepshift list [OPTIONS]

Options:
  --limit N           of how many deployments (default: 20, at most 1000)
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout: deployments (executionArn, outcome,
                      startedAt, endedAt, targets) and aliases (stateMachineArn, alias,
                      routes, deployment)
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift list
  stepshift list --limit 100 --json | jq '.aliases[] | select(.routes | length > 1)'

Exit codes:
  ${EXIT.ok}  it was listed
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
`;

const USUAL = 20;

/** `stepshift list`. */
export const listCommand: Command = {
  name: 'list',
  summary: 'the last deployments, and where each alias stands',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, limit: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values, positionals }, screen) => {
    if (positionals.length > 0)
      throw new UsageFault(`stepshift list takes no arguments, but ${positionals.join(' ')} was given.`);
    const limit = wholeNumber('--limit', values.limit, { from: 1, to: 1000 }) ?? USUAL;
    const { showList } = await import('./standing/show.ts');
    await showList(limit, values, screen);
    return EXIT.ok;
  },
};
