import { type FunctionArns, TASK_NAMES, type TaskName } from '../workflow/definition.ts';

/** The deployer's functions in local AWS. As on AWS, its definition names published versions of them. */
const FUNCTION = 'stepshift-';

/** The watchdog is of no version: an upgrade replaces it for all deployments at once. */
export const WATCHDOG_FUNCTION = `${FUNCTION}RecoverDeployment`;

/** The first installation's version: of the functions, and of the state machine. */
export const FIRST_VERSION = 1;
/** The one that a rehearsed upgrade brings. */
export const NEXT_VERSION = 2;

/** A version of a Task's function, as local AWS registers it. */
export function functionName(task: TaskName, version: number): string {
  return `${FUNCTION}${task}:${version}`;
}

/** What the Tasks of one version of the deployer invoke. */
export function functionArns(
  version: number,
  { region, account }: { readonly region: string; readonly account: string },
): FunctionArns {
  const arnOf = (task: TaskName): string =>
    `arn:aws:lambda:${region}:${account}:function:${functionName(task, version)}`;
  return Object.fromEntries(TASK_NAMES.map((task) => [task, arnOf(task)])) as FunctionArns;
}
