import type { Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import type { LambdaFunctions } from '../../lambda/functions.ts';
import type { Random } from '../../random.ts';
import {
  type StartedTask,
  type TaskOutcome,
  type TaskRequest,
  type TaskServices,
  UnservedTask,
} from '../interpreter/task-services.ts';
import type { TaskTokens } from '../task-tokens.ts';
import { callSdk, sdkServices } from './aws-sdk-tasks.ts';
import type { CalledServices } from './called-service.ts';
import { callDynamoDb, DYNAMODB_ACTIONS } from './dynamodb-tasks.ts';
import { invokeFunction, invokeFunctionArn, requireFunction, requireInvocation } from './lambda-tasks.ts';
import { capitalize } from './letter-case.ts';
import { parseResource, type Resource } from './resource.ts';
import { type CallStates, callSfn, findOperation } from './sfn-tasks.ts';
import { executionOutcome, startExecution } from './start-execution-tasks.ts';

export interface BuiltInTaskOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly lambda: LambdaFunctions;
  readonly tokens: TaskTokens;
  readonly call: CallStates;
  readonly services: CalledServices;
  /** Calls `tell` with the execution as it ended, once it has. */
  readonly watch: (executionArn: string, tell: (description: Wire) => void) => void;
}

/** What Task states can call in this account: its Lambda functions, its Step Functions, CloudWatch and DynamoDB. */
export function builtInTasks(options: BuiltInTaskOptions): TaskServices {
  return {
    start(request) {
      const resource = parseResource(request.resource);
      const call = resource && findCall(options, resource, request);
      if (!call) throw new UnservedTask(request.stateName, request.resource);
      const pattern = resource.kind === 'service' ? resource.pattern : 'requestResponse';
      if (pattern === 'requestResponse') return { outcome: settledBy(call), cancel: () => {} };
      if (pattern === 'waitForTaskToken') return untilTokenReturns(options, request, call);
      return untilExecutionEnds(options, call, pattern);
    },
  };
}

type Call = () => Promise<TaskOutcome>;
type Service = Resource & { readonly kind: 'service' };

function findCall(options: BuiltInTaskOptions, resource: Resource, request: TaskRequest): Call | undefined {
  const { lambda, clock, random } = options;
  const { parameters } = request;
  if (resource.kind === 'function') {
    requireFunction(lambda, request, resource.functionArn);
    return () => invokeFunctionArn(lambda, resource.functionArn, parameters);
  }
  if (names(resource, 'lambda', 'invoke') && !isSync(resource)) {
    requireInvocation(lambda, request);
    return () => invokeFunction(lambda, clock, parameters);
  }
  const newRequestId = () => random.uuid();
  if (names(resource, 'states', 'startExecution')) {
    return () => startExecution({ call: options.call, clock, newRequestId }, parameters);
  }
  if (resource.service === 'dynamodb') return optimizedDynamoDbCall(options, resource, parameters);
  return isSync(resource) ? undefined : sdkCall(options, resource, parameters);
}

/** It waits for the answer only. */
function optimizedDynamoDbCall(options: BuiltInTaskOptions, { action, pattern }: Service, parameters: Wire) {
  const { services, random, clock } = options;
  const operation = Object.hasOwn(DYNAMODB_ACTIONS, action) ? DYNAMODB_ACTIONS[action] : undefined;
  const { dynamodb } = services;
  if (!dynamodb || !operation || pattern !== 'requestResponse') return undefined;
  return () => callDynamoDb(dynamodb, { operation, parameters, requestId: random.uuid(), now: clock.now() });
}

function sdkCall({ services, call, random }: BuiltInTaskOptions, { service, action }: Service, parameters: Wire) {
  if (service === 'aws-sdk:sfn') {
    const operation = findOperation(action);
    return operation === undefined ? undefined : () => callSfn(call, operation, parameters, random.uuid());
  }
  const operation = capitalize(action);
  const name = service.replace('aws-sdk:', '');
  if (action === operation || (name !== 'cloudwatch' && name !== 'dynamodb')) return undefined;
  const called = services[name];
  if (!called?.has(operation)) return undefined;
  return () => callSdk(sdkServices[name], called, { operation, parameters, requestId: random.uuid() });
}

function names({ service, action }: Service, wantedService: string, wantedAction: string): boolean {
  return service === wantedService && action === wantedAction;
}

function isSync({ pattern }: Service): boolean {
  return pattern === 'sync' || pattern === 'sync:2';
}

/** The call's answer is only a receipt; the outcome is what comes back with the token. A call that fails ends the task. */
function untilTokenReturns({ tokens }: BuiltInTaskOptions, request: TaskRequest, call: Call): StartedTask {
  const { taskToken, heartbeat } = request;
  let close = () => {};
  const returned = new Promise<TaskOutcome>((resolve) => {
    close = tokens.open(taskToken!, { settle: resolve, ...(heartbeat && { heartbeat }) });
  });
  const receipt = settledBy(call);
  const outcome = receipt.then((answer) => (answer.kind === 'succeeded' ? returned : answer));
  void receipt.then((answer) => {
    if (answer.kind === 'failed') close();
  });
  return { outcome, submitted: whatSucceeded(receipt), cancel: () => close() };
}

/** The outcome is the end of the execution that was started; nobody waiting for it any more, it is stopped. */
function untilExecutionEnds(
  { watch, call: callStates }: BuiltInTaskOptions,
  call: Call,
  pattern: 'sync' | 'sync:2',
): StartedTask {
  const receipt = settledBy(call);
  const outcome = receipt.then((answer) => {
    if (answer.kind === 'failed') return answer;
    if (answer.output.ExecutionArn.includes(':express:')) return cannotBeWaitedFor(answer.output.ExecutionArn);
    return new Promise<TaskOutcome>((resolve) => {
      watch(answer.output.ExecutionArn, (description) => resolve(executionOutcome(description, pattern)));
    });
  });
  const cancel = () => {
    void receipt.then((answer) => {
      if (answer.kind === 'failed') return;
      // Best effort, as AWS says of it: it may have ended by itself, or be of a kind that cannot be stopped.
      callStates('StopExecution', { executionArn: answer.output.ExecutionArn }).catch(() => {});
    });
  };
  return { outcome, submitted: whatSucceeded(receipt), cancel };
}

/** Pending for ever if the call failed: the task then ends without having been submitted. */
function whatSucceeded(receipt: Promise<TaskOutcome>): Promise<Wire> {
  return new Promise((resolve) => {
    void receipt.then((answer) => {
      if (answer.kind === 'succeeded') resolve(answer.output);
    });
  });
}

function cannotBeWaitedFor(executionArn: string): TaskOutcome {
  const cause = `${executionArn} is an execution of an EXPRESS state machine, which nobody can wait for`;
  return { kind: 'failed', error: 'StepFunctions.StateMachineTypeNotSupportedException', cause };
}

/** A call that breaks is a fault of local AWS: the machine fails with it, instead of waiting for ever. */
async function settledBy(call: Call): Promise<TaskOutcome> {
  try {
    return await call();
  } catch (error) {
    const why = error instanceof Error ? error.stack : String(error);
    return { kind: 'failed', error: 'States.Runtime', cause: `local AWS failed: ${why}` };
  }
}
