import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, onlyPositional } from './command.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `stepshift doctor: is the deployer installed, and can this be deployed?

Usage: stepshift doctor [TARGET | REQUEST] [OPTIONS]

TARGET is a machine and its alias (orders:live), or the alias's ARN; REQUEST is a JSON file
that ends in .json. Nothing is changed. Looked at: the deployer, its version and its ledger;
what you may do; and of what is to be deployed its alias, its alarms, its metrics, and
callers that pass by the alias.

Options:
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout: findings (kind: good, warning, bad or
                      untried; text)
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift doctor
  stepshift doctor orders:live
  stepshift doctor request.json --profile production

Exit codes:
  ${EXIT.ok}  nothing stands in the way, though there may be warnings
  ${EXIT.fault}  an unexpected fault, or AWS could not be asked
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  something stands in the way
`;

/** `stepshift doctor [TARGET | REQUEST]`. */
export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'is the deployer installed, and can this be deployed?',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, json: { type: 'boolean' } },
  run: async (given, screen) => {
    const named = onlyPositional(given, 'target or request');
    const { examine } = await import('./checkup/examine.ts');
    return (await examine(named, given.values, screen)) ? EXIT.ok : EXIT.validationError;
  },
};
