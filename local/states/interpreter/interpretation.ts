import type { Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import type { Random } from '../../random.ts';
import type { TaskServices, UnservedTask } from './task-services.ts';

/** A state machine's definition as its author wrote it: parsed JSON, already found valid. */
export type Definition = Wire;

/** One event of an execution's history, in the shape of GetExecutionHistory on the wire (timestamp in epoch seconds). */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly timestamp: number;
  readonly [details: string]: Wire;
}

/** How an execution ended. `output` is JSON text. */
export type End =
  | { readonly status: 'SUCCEEDED'; readonly output: string }
  | { readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED'; readonly error?: string; readonly cause?: string };

/** Everything one execution needs from its surroundings. */
export interface InterpretationOptions {
  readonly definition: Definition;
  /** JSON text, as StartExecution got it. */
  readonly input: string;
  /** The context object's `Execution` and `StateMachine` members, plus what the history's first event tells. */
  readonly execution: {
    readonly arn: string;
    readonly name: string;
    readonly roleArn: string;
    readonly stateMachineArn: string;
    readonly stateMachineName: string;
    readonly stateMachineVersionArn?: string;
    readonly stateMachineAliasArn?: string;
    /** Milliseconds since the epoch. */
    readonly startTime: number;
    readonly express: boolean;
  };
  readonly clock: Clock;
  readonly random: Random;
  readonly taskServices: TaskServices;
  /** Off for EXPRESS executions nobody reads: then no event is built. Default true. */
  readonly recordHistory?: boolean;
  /** Told of each event as it is written down; the state that writes it has not finished its turn yet. */
  readonly onEvent?: ((event: HistoryEvent) => void) | undefined;
  /**
   * Called when a Task state met a resource that nothing serves here: an error of the set-up. No Catch handles it, and the execution then
   * ends FAILED with States.Runtime.
   */
  readonly onUnserved?: (unserved: UnservedTask) => void;
  /** Asked at each transition: after a no, the execution ends as ABORTED. Default: it may always go on. */
  readonly mayGoOn?: () => boolean;
  /** Called when the execution has ended, and again when it has after a redrive; not called after `stop`. Never called before `interpret` has returned. */
  readonly onEnd: (end: End) => void;
}

/** An execution under way (or ended). */
export interface Interpretation {
  /** Grows while the execution runs. */
  readonly history: readonly HistoryEvent[];
  /** Ends the execution as StopExecution does: no Catch runs, tasks under way are cancelled, the history ends in ExecutionAborted. */
  stop(error?: string, cause?: string): void;
  /**
   * Takes up an execution that has ended without success, as RedriveExecution does: in the states that failed or were cut off, with the input
   * that they had. What succeeded is not run again; retries begin to count anew.
   * @param count the how-manieth redrive of this execution it is
   */
  redrive(count: number): void;
}
