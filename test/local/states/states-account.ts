import type { Wire } from '../../../local/aws-json.ts';
import type { MetricDatum } from '../../../local/cloudwatch/metric-datum.ts';
import { LambdaFunctions } from '../../../local/lambda/functions.ts';
import { seededRandom } from '../../../local/random.ts';
import type { UnservedTask } from '../../../local/states/interpreter/task-services.ts';
import { StepFunctions, type StepFunctionsOptions } from '../../../local/states/service.ts';
import type { StatusChange } from '../../../local/states/status-change.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';

export const ROLE = 'arn:aws:iam::123456789012:role/any';
export const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';

/** A machine of one Pass state; `version` makes its definition and its output differ from others. */
export const passing = (version: unknown = 1) =>
  JSON.stringify({ StartAt: 'Do', States: { Do: { Type: 'Pass', Result: { version }, End: true } } });
export const waiting = (seconds: number) =>
  JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: seconds, End: true } } });
export const failing = JSON.stringify({
  StartAt: 'No',
  States: { No: { Type: 'Fail', Error: 'Broken', Cause: 'as told' } },
});
/** A machine of one Task state. */
export const task = (fields: object) =>
  JSON.stringify({ StartAt: 'Ask', States: { Ask: { Type: 'Task', End: true, ...fields } } });

/** An account's Step Functions and Lambda in virtual time, with what they report. */
export function statesAccount(options: Partial<StepFunctionsOptions> = {}) {
  const clock = new VirtualClock();
  const context = { account: '123456789012', region: 'us-east-1' };
  const random = seededRandom(1);
  const lambda = new LambdaFunctions({ clock, context, random: random.stream('lambda') });
  const metrics: MetricDatum[] = [];
  const changes: StatusChange[] = [];
  const unserved: UnservedTask[] = [];
  const states = new StepFunctions({
    ...{ clock, context, random: random.stream('states'), lambda },
    onExecutionMetric: (datum) => metrics.push(datum),
    onStatusChange: (change) => changes.push(change),
    onUnservedTask: (task) => unserved.push(task),
    ...options,
  });
  const call = (operation: string, input: Wire = {}): Wire => states.operations[operation]!(input, context);
  const create = (definition: string, more: object = {}): Wire =>
    call('CreateStateMachine', { name: 'orders', definition, roleArn: ROLE, ...more });
  /** Starts an execution and lets time pass until it has ended; answers its description. */
  const run = async (stateMachineArn: string, input: Wire = {}): Promise<Wire> => {
    const { executionArn } = call('StartExecution', { stateMachineArn, input: JSON.stringify(input) });
    await clock.runUntilIdle();
    return call('DescribeExecution', { executionArn });
  };
  return { clock, lambda, states, metrics, changes, unserved, call, create, run };
}

/** What a call was refused with, as `Name: message`. */
export function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'not refused';
}
