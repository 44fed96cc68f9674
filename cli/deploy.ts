import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Command, UsageFault } from './command.ts';
import { EXIT, exitCodesText } from './exit-codes.ts';
import { wholeNumber } from './numbers.ts';

const HELP = `stepshift deploy: starts the deployer and follows it

Usage: stepshift deploy REQUEST [OPTIONS]
       stepshift deploy --state-machine NAME --alias NAME [OPTIONS]

REQUEST is a JSON file with the deployer's input, or - for standard input. A deployment is
started once: the same request for the same revision, asked for again in the same run of a
pipeline (CODEPIPELINE_EXECUTION_ID, GITHUB_RUN_ID, CODEBUILD_BUILD_ID, or STEPSHIFT_RUN),
is followed if it runs. If it has ended well and the alias is there, that is all; else its
exit code is answered again. --attempt 2 deploys it anew.

Options:
  --state-machine NAME  or ARN: what to deploy, without a request in a file
  --alias NAME        which alias of it
  --strategy NAME     such as Canary10Percent5Minutes (the default), AllAtOnce
  --alarm NAME        a CloudWatch alarm that takes it back; several times for several
  --definition FILE   validates this definition, makes it the machine's current revision,
                      and deploys exactly that one. Whoever starts the machine by its bare
                      ARN gets it at once
  --role ARN          with --definition: creates the machine where there is none, with this
                      role (on local AWS it needs none)
  --reason TEXT       why, for the record
  --by NAME           who, for the record (default: STEPSHIFT_ACTOR, or your user name)
  --attempt N         deploys again what was deployed before (default: 1)
  --detach            does not follow it: 0 once it is started
${DEPLOYER_OPTIONS_HELP}
  --json              the audit record as one JSON object on stdout; with --detach,
                      executionArn and what was started
  --help              this text
  --debug             when something goes wrong, its stack trace

Examples:
  stepshift deploy request.json
  stepshift deploy request.json --definition orders.asl.json --reason "faster checkout"
  stepshift deploy --state-machine orders --alias live --alarm orders-failures
  stepshift deploy request.json --detach --json
  stepshift deploy --state-machine orders --alias live --definition orders.asl.json --endpoint-url http://127.0.0.1:4566

${exitCodesText(EXIT.unexpected)}
  130 Ctrl-C: the deployment goes on
`;

/** `stepshift deploy REQUEST`. */
export const deployCommand: Command = {
  name: 'deploy',
  summary: 'starts the deployer and follows it',
  help: HELP,
  options: {
    'state-machine': { type: 'string' },
    alias: { type: 'string' },
    strategy: { type: 'string' },
    alarm: { type: 'string', multiple: true },
    definition: { type: 'string' },
    role: { type: 'string' },
    reason: { type: 'string' },
    by: { type: 'string' },
    attempt: { type: 'string' },
    detach: { type: 'boolean' },
    json: { type: 'boolean' },
    ...DEPLOYER_OPTIONS,
  },
  run: async (given, screen) => {
    const attempt = wholeNumber('--attempt', given.values.attempt, { from: 1 }) ?? 1;
    if (given.values.role !== undefined && given.values.definition === undefined)
      throw new UsageFault('--role is for --definition only.');
    const { deployWanted } = await import('./deploying/deploy.ts');
    return deployWanted(given, attempt, screen);
  },
};
