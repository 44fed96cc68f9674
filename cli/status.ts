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
    const { values } = given;
    const [{ deploymentNamed, underWay }, { openAws }, { standingOf }, { standingLines }, { painter }] =
      await Promise.all([
        import('./deployment-named.ts'),
        import('./aws.ts'),
        import('./standing/standing.ts'),
        import('./standing/in-words.ts'),
        import('../report/paint.ts'),
      ]);
    const aws = openAws(values, named);
    const wanted = named === undefined ? await underWay(aws) : [(await deploymentNamed(named, values)).executionArn];
    const standings = await Promise.all(wanted.map((executionArn) => standingOf(executionArn, aws)));
    if (values.json) {
      screen.print(`${JSON.stringify(named === undefined ? standings : standings[0], null, 2)}\n`);
      return EXIT.ok;
    }
    const paint = painter(screen.colour.print);
    const blocks = standings.map((one) => standingLines(one, aws.now(), paint, screen.columns).join('\n'));
    screen.print(blocks.length === 0 ? 'No deployment is under way.\n' : `${blocks.join('\n\n')}\n`);
    return EXIT.ok;
  },
};
