import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, onlyPositional } from './command.ts';
import { DEPLOYMENT_HELP } from './deployment-help.ts';
import { EXIT, exitCodesText } from './exit-codes.ts';

const HELP = `stepshift watch: follows a deployment until it is over

Usage: stepshift watch [DEPLOYMENT] [OPTIONS]

${DEPLOYMENT_HELP} Without
one: the only deployment that is under way.

Shows each shift of the alias, each change of the verdict with its evidence, what people
decide and, on a terminal, how much time is left. Ctrl-C ends the watching, not the
deployment. Where the network is gone it tries again until it is back.

Options:
${DEPLOYER_OPTIONS_HELP}
  --json              at the end, the audit record as one JSON object on stdout
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift watch orders:live
  stepshift watch
  stepshift watch arn:aws:states:eu-west-1:111122223333:execution:Stepshift:orders-7 --json

${exitCodesText(EXIT.unexpected)}
  130 Ctrl-C: the deployment goes on
`;

/** `stepshift watch [DEPLOYMENT]`. */
export const watchCommand: Command = {
  name: 'watch',
  summary: 'follows a deployment until it is over',
  help: HELP,
  options: { ...DEPLOYER_OPTIONS, json: { type: 'boolean' } },
  run: async (given, screen) => {
    const named = onlyPositional(given, 'deployment');
    const { watch } = await import('./watching/watched.ts');
    return watch(named, given, screen);
  },
};
