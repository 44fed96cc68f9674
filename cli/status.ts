import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, onlyPositional } from './command.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT } from './exit-codes.ts';

const HELP = `stepshift status: where a deployment stands

Usage: stepshift status [DEPLOYMENT] [OPTIONS]

${DEPLOYMENT_HELP} Without
one: every deployment that is under way.

Options:
${DEPLOYER_OPTIONS_HELP}
  --json              one JSON object on stdout, or without DEPLOYMENT a list of them:
                      executionArn, outcome, targets, step (step, of, weightPercent,
                      secondsLeft, waitsFor …), health, decisions
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift status orders:live
  stepshift status
  stepshift status orders:live --json | jq .step.secondsLeft

Exit codes:
  ${EXIT.ok}  it was told, however the deployment stands
  ${EXIT.fault}  an unexpected fault
  ${EXIT.usage}  wrong usage
  ${EXIT.validationError}  no such deployment is known
`;

/** `stepshift status [DEPLOYMENT]`. */
export const statusCommand: Command = {
  name: 'status',
  summary: 'where a deployment stands',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, json: { type: 'boolean' } },
  run: async (given, screen) => {
    const named = onlyPositional(given, 'deployment');
    const { showStatus } = await import('./standing/show.ts');
    await showStatus(named, given, screen);
    return EXIT.ok;
  },
};
