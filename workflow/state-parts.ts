import type { Retrier } from './asl.ts';
import { MAXIMUM_TARGETS, STATE_TIMEOUT_SECONDS } from './limits.ts';
import { RETRY_READING, RETRY_STARTING } from './retries.ts';

/** What many states of the deployer have in common, so that its definition reads as a story. */

export const inline = { ProcessorConfig: { Mode: 'INLINE' } } as const;

/** Recovery or another deployment has taken over: nothing may be touched, not even to roll back. */
export const abandon = { ErrorEquals: ['DeploymentClosed'], ResultPath: '$.error', Next: 'AbandonDeployment' } as const;

/** Where a deployment goes when a task fails before any alias was changed: what the request or a permission lacks is refused. */
export const beforeAnyChange = [
  { ErrorEquals: ['ValidationError', 'NotAllowed', 'NotSettled'], ResultPath: '$.error', Next: 'RefuseDeployment' },
  abandon,
  { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RollBackTargets' },
] as const;

/** Where it goes from then on: whatever fails, everything is undone. */
export const afterAChange = [
  abandon,
  { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'RollBackTargets' },
] as const;

/** The end is known, and could not be written down: what led to it stays the reason. */
export const withoutAccount = {
  ErrorEquals: ['States.ALL'],
  ResultPath: '$.accountError',
  Next: 'SayWhatIsKnown',
} as const;

/** What was read was stale; nothing was changed on its ground. */
export const readAgain = { ErrorEquals: ['ReadAgain'], ResultPath: '$.readAgain', Next: 'LetReadingsSettle' } as const;

/** A failing iteration ends well, with the failure in its target: a task after the Map reads it, so that siblings' work is not lost. */
export const keepFailure = {
  Comment: 'Keeps the failure with its target, for the task after the Map.',
  Type: 'Pass',
  InputPath: '$.target',
  End: true,
} as const;

export function task(functionArn: string, retry: readonly Retrier[]) {
  return { Type: 'Task', Resource: functionArn, TimeoutSeconds: STATE_TIMEOUT_SECONDS, Retry: retry } as const;
}

/** The execution in the life it is in: a redriven one owns nothing of what its former life has locked. */
const owner = { 'executionArn.$': '$$.Execution.Id', 'redriveCount.$': '$$.Execution.RedriveCount' } as const;

/** A task that is given the whole document and adds one field to it. */
export function overDocument(functionArn: string, retry = RETRY_READING, more: Readonly<Record<string, string>> = {}) {
  const Parameters = { 'document.$': '$', owner, 'now.$': '$$.State.EnteredTime', ...more };
  return { ...task(functionArn, retry), Parameters } as const;
}

export function forEachTarget(fields: Readonly<Record<string, string>>) {
  return {
    Type: 'Map',
    ItemsPath: '$.targets',
    ItemSelector: { 'target.$': '$$.Map.Item.Value', ...fields },
    MaxConcurrency: MAXIMUM_TARGETS,
  } as const;
}

/** A task inside a Map: it is given its target and what `forEachTarget` selected; its iteration answers the target with one field more. */
export function overTarget(...fields: readonly string[]) {
  const selected = Object.fromEntries(fields.map((field) => [`${field}.$`, `$.${field}`]));
  return {
    Parameters: { 'target.$': '$.target', owner, 'now.$': '$$.State.EnteredTime', ...selected },
    OutputPath: '$.target',
  } as const;
}

export function end(name: 'ValidationError' | 'RolledBack' | 'CriticalError') {
  return { Type: 'Fail', Error: name, CausePath: '$.end.cause' } as const;
}

const kept = { ResultPath: '$.run.error', Next: 'JudgeSmokeTest' } as const;

/** A state that runs a smoke test on a candidate and keeps what came of it, whatever it was. */
export function runSmokeTest(resource: string, input: string) {
  return {
    Type: 'Task',
    Resource: resource,
    TimeoutSecondsPath: '$.run.test.timeoutSeconds',
    Parameters: { 'StateMachineArn.$': '$.run.versionArn', 'Name.$': '$.run.executionName', 'Input.$': input },
    ResultPath: '$.run.answer',
    Retry: RETRY_STARTING,
    // AWS does not promise that States.ALL catches an answer that is too large.
    Catch: [
      { ErrorEquals: ['States.DataLimitExceeded'], ...kept },
      { ErrorEquals: ['States.ALL'], ...kept },
    ],
  } as const;
}
