import { AwsError, type CallContext } from '../aws-json.ts';
import type { Clock } from '../clock.ts';
import type { UnnamedStart } from '../mocks/find-test-case.ts';
import type { Mocks } from '../mocks/mock-config.ts';
import type { Random } from '../random.ts';
import { parseStateMachineArn } from './arns.ts';
import type { Execution } from './execution.ts';
import type { ReportMetric } from './execution-metrics.ts';
import type { HistoryEvent } from './interpreter/interpretation.ts';
import type { TaskServices, UnservedTask } from './interpreter/task-services.ts';
import type { Consistency } from './lagging.ts';
import type { MachineState, StateMachine } from './state-machine.ts';
import type { StatusChange } from './status-change.ts';
import type { TaskTokens } from './task-tokens.ts';

/** One account's state machines and executions in one region, and what they live by. */
export interface Account {
  readonly clock: Clock;
  readonly context: CallContext;
  readonly consistency: Consistency;
  readonly random: Streams;
  readonly machines: Map<string, StateMachine>;
  /** STANDARD executions by ARN, in the order they were started. */
  readonly executions: Map<string, Execution>;
  readonly taskTokens: TaskTokens;
  readonly taskServices: TaskServices;
  readonly mocks: Mocks;
  readonly testCaseFor: ((start: UnnamedStart) => string | undefined) | undefined;
  readonly retention: Retention;
  readonly reportMetric: ReportMetric;
  readonly reportStatus: ((change: StatusChange) => void) | undefined;
  readonly reportEvent: ((executionArn: string, event: HistoryEvent) => void) | undefined;
  readonly reportUnserved: (unserved: UnservedTask) => void;
}

/** One stream per purpose. */
export interface Streams {
  readonly executionNames: Random;
  readonly revisionIds: Random;
  /** Executions' own streams come from this one, by ARN. */
  readonly executions: Random;
  /** How an alias routes comes from this one, by ARN. */
  readonly routing: (aliasArn: string) => Random;
}

/** How much of what has ended is kept, for each state machine. */
export interface Retention {
  readonly executions: number;
  readonly histories: number;
}

/**
 * The machine itself, for a change or a start.
 * @throws AwsError InvalidArn, StateMachineDoesNotExist (for the ARN of a version or alias, too), StateMachineDeleting
 */
export function machineToChange(account: Account, arn: string): StateMachine {
  const parsed = parseStateMachineArn(arn);
  const machine = parsed.kind === 'machine' ? account.machines.get(arn) : undefined;
  if (!machine) throw noSuchMachine(arn);
  requireActive(machine);
  return machine;
}

/** @throws AwsError StateMachineDeleting */
export function requireActive(machine: StateMachine): void {
  if (machine.state.current?.status === 'DELETING') {
    throw new AwsError('StateMachineDeleting', `State Machine is Being Deleted: '${machine.arn}'`);
  }
}

/** What a reader knows of a machine, which may lag; `undefined` where it has not been heard of. */
export function readMachine(
  account: Account,
  machineArn: string,
): { readonly machine: StateMachine; readonly state: MachineState } | undefined {
  const machine = account.machines.get(machineArn);
  const state = machine?.state.read();
  return machine && state ? { machine, state } : undefined;
}

export function noSuchMachine(arn: string): AwsError {
  return new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
}

export function noSuchResource(): AwsError {
  return new AwsError('ResourceNotFound', 'Request references a resource that does not exist.');
}
