import { STATE_MACHINE_ARN } from '../../workflow/arns.ts';
import { type Aws, openAws } from '../aws.ts';
import type { Arguments } from '../command.ts';
import { deployerArn, requireInstalled } from '../deployer-named.ts';
import { EXIT } from '../exit-codes.ts';
import type { Screen } from '../screen.ts';
import { recordOf } from '../watching/record-of.ts';
import { showEnd, watchOnScreen } from '../watching/watched.ts';
import { executionName, pipelineRun } from './execution-name.ts';
import { machineToDeploy } from './machine-to-deploy.ts';
import { pinned, revisionsOf } from './revisions.ts';
import { executionArnOf, isKnown, judgeBefore, start } from './start.ts';
import { checked, type RequestText, signed, wantedRequest } from './wanted.ts';

/**
 * Starts the deployment that the command line asks for, and follows it. Answers the exit code.
 * @throws UsageFault, ScenarioFault or Fault for what cannot be started
 */
export async function deployWanted(given: Arguments, attempt: number, screen: Screen): Promise<number> {
  const { aws, request } = await readWanted(given);
  return deploy(request, { values: given.values, attempt }, aws, screen);
}

/** AWS is opened where the request's machine is; a machine that is only named is looked for there. */
async function readWanted(given: Arguments): Promise<{ readonly aws: Aws; readonly request: RequestText }> {
  const { values } = given;
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
  const { targets: asked } = checked(given);
  const deployer = await deployerArn(values, aws, asked[0]!.stateMachineArn);
  // Before a definition is uploaded, which whoever starts the bare machine gets at once.
  if (values.definition !== undefined) await requireInstalled(deployer, aws);
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
