import { createHash } from 'node:crypto';
import type { Wire } from './aws-json.ts';
import type { LocalAws } from './local-aws.ts';
import { ClockDeadlock } from './virtual-clock.ts';

export interface RunMachineOptions {
  /** The machine's name, for definitions and mocks that know it. Default: one made from the definition. */
  readonly name?: string;
  /** Which of the machine's test cases in `mocks` plays its services. */
  readonly testCase?: string;
}

/** One event of an execution's history, in the shape of the SDK's GetExecutionHistory. */
export interface ExecutionEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: Date;
  // biome-ignore lint/suspicious/noExplicitAny: each type of event has details of its own
  readonly [details: string]: any;
}

/** How an execution went. */
export interface MachineRun {
  readonly executionArn: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  /** Parsed; absent unless it succeeded. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The names of the states in the order they were entered, each as often as it was. */
  readonly states: readonly string[];
  /** How long it took, in virtual time. */
  readonly seconds: number;
  readonly events: readonly ExecutionEvent[];
}

/**
 * Runs a state machine once, as a STANDARD execution, and lets virtual time pass until it has ended. It is CreateStateMachine (which makes the same machine only
 * once), StartExecution, DescribeExecution and GetExecutionHistory in one; to look at an execution midway, call these by an SDK client.
 * @param definition in the Amazon States Language: text, or what it parses to
 * @throws AwsError for a definition or an input that AWS refuses
 * @throws ClockDeadlock when nothing is scheduled that the execution could end by: it waits for a callback that nobody sends
 */
export async function runMachine(
  aws: LocalAws,
  definition: string | object,
  input: unknown = {},
  options: RunMachineOptions = {},
): Promise<MachineRun> {
  const executionArn = await start(aws, definition, input, options);
  const isRunning = (): boolean => call(aws, 'DescribeExecution', { executionArn }).status === 'RUNNING';
  await aws.clock.runUntilIdle(isRunning);
  const events = await readEvents(aws, executionArn);
  if (isRunning()) throw new ClockDeadlock(`virtual time cannot pass: nothing would end ${unended(events)}`);
  const { status, output, error, cause, startDate, stopDate } = await call(aws, 'DescribeExecution', { executionArn });
  return {
    executionArn,
    status,
    ...(output !== undefined && { output: JSON.parse(output) }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    states: entered(events),
    seconds: stopDate - startDate,
    events,
  };
}

async function start(
  aws: LocalAws,
  definition: string | object,
  input: unknown,
  { name, testCase }: RunMachineOptions,
): Promise<string> {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const machine = {
    name: name ?? nameOf(text),
    definition: text,
    roleArn: `arn:aws:iam::${aws.context.account}:role/any`,
  };
  const { stateMachineArn } = await call(aws, 'CreateStateMachine', machine);
  const startArn = testCase === undefined ? stateMachineArn : `${stateMachineArn}#${testCase}`;
  return (await call(aws, 'StartExecution', { stateMachineArn: startArn, input: JSON.stringify(input) })).executionArn;
}

/** The same definition has the same name: its machine can be run again with another input. */
function nameOf(definition: string): string {
  return `machine-${createHash('sha256').update(definition).digest('hex').slice(0, 12)}`;
}

/** Answers what the operation does; those that only read do so at once. */
function call(aws: LocalAws, operation: string, request: Wire): Wire {
  return aws.states.operations[operation]!(request, aws.context);
}

async function readEvents(aws: LocalAws, executionArn: string): Promise<ExecutionEvent[]> {
  const events: ExecutionEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await call(aws, 'GetExecutionHistory', {
      executionArn,
      maxResults: 1000,
      ...(nextToken && { nextToken }),
    });
    events.push(...page.events.map((event: Wire) => ({ ...event, timestamp: new Date(event.timestamp * 1000) })));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

function entered(events: readonly ExecutionEvent[]): string[] {
  return events.flatMap(({ stateEnteredEventDetails: details }) => (details ? [details.name] : []));
}

/** The states that were entered oftener than left. */
function unended(events: readonly ExecutionEvent[]): string {
  const left = events.flatMap(({ stateExitedEventDetails: details }) => (details ? [details.name] : []));
  const names = entered(events).filter((name) => {
    const index = left.indexOf(name);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  return names.map((name) => `state ${JSON.stringify(name)}`).join(', ');
}
