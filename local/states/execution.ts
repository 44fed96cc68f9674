import type { EpochMillis } from '../clock.ts';
import type { TestCase } from '../mocks/mock-config.ts';
import type { Dimensions } from './execution-metrics.ts';
import type { End, Interpretation } from './interpreter/interpretation.ts';
import type { Revision, StateMachine } from './state-machine.ts';

/** What an execution was started from: the machine as it was, and the version and alias if it was started through them. */
export interface StartTarget {
  readonly machine: StateMachine;
  readonly revision: Revision;
  readonly version: number | undefined;
  readonly alias: string | undefined;
  /** What plays the services in place of those that are there. */
  readonly testCase: TestCase | undefined;
}

/** A redrive, by the token that tells its request from others. */
export interface Redrive {
  readonly clientToken: string;
  readonly date: EpochMillis;
}

export interface Execution extends StartTarget {
  readonly arn: string;
  readonly name: string;
  readonly versionArn: string | undefined;
  readonly aliasArn: string | undefined;
  /** JSON text. */
  readonly input: string;
  readonly traceHeader: string | undefined;
  readonly startDate: EpochMillis;
  readonly dimensions: Dimensions;
  /** When a reader first knows of its start, and of its latest end: later than it happened where reads lag. */
  readonly knownFrom: EpochMillis;
  endKnownFrom: EpochMillis;
  status: 'RUNNING' | End['status'];
  stopDate: EpochMillis | undefined;
  /** JSON text. */
  output: string | undefined;
  error: string | undefined;
  cause: string | undefined;
  redriveCount: number;
  redriveDate: EpochMillis | undefined;
  /** Its latest redrives that came with a token. */
  redrives: readonly Redrive[] | undefined;
  /** Absent where its history is not kept any longer. */
  interpretation: Interpretation | undefined;
  /** Told when it ends. */
  watchers: ((execution: Execution) => void)[] | undefined;
}

/** Whether a reader at `now` still sees the execution as running. */
export function seemsRunning(execution: Execution, now: EpochMillis): boolean {
  return execution.status === 'RUNNING' || now < execution.endKnownFrom;
}

/** Calls `tell` once the execution, which runs, has ended. */
export function watchEnd(execution: Execution, tell: (execution: Execution) => void): void {
  execution.watchers ??= [];
  execution.watchers.push(tell);
}
