import { STATE_MACHINE_ARN } from '../workflow/arns.ts';
import type { Aws } from './aws.ts';
import { DEPLOYER_OPTIONS, DEPLOYER_OPTIONS_HELP } from './aws-options.ts';
import { type Arguments, type Command, UsageFault } from './command.ts';
import { executionName, pipelineRun } from './deploying/execution-name.ts';
import type { RequestText } from './deploying/wanted.ts';
import { EXIT, exitCodesText } from './exit-codes.ts';
import { wholeNumber } from './numbers.ts';
import type { Screen } from './screen.ts';

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

${exitCodesText()}
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
    const attempt = wholeNumber('--attempt', given.values.attempt) ?? 1;
    if (given.values.role !== undefined && given.values.definition === undefined)
      throw new UsageFault('--role is for --definition only.');
    const { aws, request } = await readWanted(given);
    return deploy(request, { ...given, attempt }, aws, screen);
  },
};

/** AWS is opened where the request's machine is; a machine that is only named is looked for there. */
async function readWanted(given: Arguments): Promise<{ readonly aws: Aws; readonly request: RequestText }> {
  const { values } = given;
  const [{ openAws }, { machineToDeploy }, { wantedRequest }] = await Promise.all([
    import('./aws.ts'),
    import('./deploying/machine-to-deploy.ts'),
    import('./deploying/wanted.ts'),
  ]);
  const request = await wantedRequest(given, (machine) =>
    STATE_MACHINE_ARN.test(machine) ? Promise.resolve(machine) : machineToDeploy(machine, values, openAws(values)),
  );
  const [first] = Array.isArray(request.targets) ? request.targets : [request];
  const { stateMachineArn } = (first ?? {}) as { readonly stateMachineArn?: unknown };
  return { aws: openAws(values, typeof stateMachineArn === 'string' ? stateMachineArn : undefined), request };
}

interface Ordered extends Pick<Arguments, 'values'> {
  readonly attempt: number;
  /** What this deployment is a part of; the same one asked for again is not started again. Default: the pipeline's run, if there is one. */
  readonly run?: string;
}

/** Starts a deployment and follows it. Answers the exit code. */
export async function deploy(
  given: RequestText,
  { values, attempt, run = pipelineRun(process.env) }: Ordered,
  aws: Aws,
  screen: Screen,
): Promise<number> {
  const [
    { checked, signed },
    { executionArnOf, isKnown, judgeBefore, start },
    { deployerArn },
    { pinned, revisionsOf },
  ] = await Promise.all([
    import('./deploying/wanted.ts'),
    import('./deploying/start.ts'),
    import('./deployer-named.ts'),
    import('./deploying/revisions.ts'),
  ]);
  const { targets: asked } = checked(given);
  const deployer = await deployerArn(values, aws, asked[0]!.stateMachineArn);
  const request = await pinned(given, values, aws);
  const { targets } = checked(request);
  const revisions = await revisionsOf(checked(request), aws);
  const nameOf = (number: number) => executionName(targets, { request, revisions, run, attempt: number });
  const input = JSON.stringify(signed(request, values));
  const { kind, executionArn } = await start({ deployer, name: nameOf(attempt), input }, aws);
  if (values.detach) {
    screen.note(kind === 'started' ? `Started. Follow it by stepshift watch ${executionArn}\n` : 'Started before.\n');
    screen.print(values.json ? `${JSON.stringify({ executionArn, started: kind })}\n` : `${executionArn}\n`);
    return EXIT.ok;
  }
  const [{ watchOnScreen, showEnd }, { recordOf }] = await Promise.all([
    import('./watching/watched.ts'),
    import('./watching/record-of.ts'),
  ]);
  screen.note(`${kind === 'started' ? 'Deploying' : 'This was started before'}: ${executionArn}\n`);
  if (kind === 'before' && !(await isRunning(executionArn, aws))) {
    let next = attempt + 1;
    while (await isKnown(executionArnOf(deployer, nameOf(next)), aws)) next++;
    const record = await recordOf(executionArn, aws);
    const { exitCode, note } = await judgeBefore(record, next, aws);
    showEnd(record, { values }, screen);
    screen.note(`\n${note}\n`);
    return exitCode;
  }
  return watchOnScreen(executionArn, aws, { values }, screen, { young: true });
}

async function isRunning(executionArn: string, { ports }: Aws): Promise<boolean> {
  return (await ports.executions.read(executionArn))?.status === 'RUNNING';
}
