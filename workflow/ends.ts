/** The deployer's end states, by name: a contract that pipelines, alarms and people rely on. */
export const ENDS = ['Succeeded', 'NothingToDo', 'ValidationError', 'RolledBack', 'CriticalError'] as const;

export type EndName = (typeof ENDS)[number];

/** Ends in which the execution fails: a run that did not deploy never ends green. */
export type FailureEnd = Extract<EndName, 'ValidationError' | 'RolledBack' | 'CriticalError'>;

/** Whether what a deployment changed was undone. `handedOver`: it is left to somebody else, who moved the alias or uses the one that was created. */
export type Recovery = 'notNeeded' | 'done' | 'pending' | 'handedOver';

/** What `Cause` of a failed deployment holds: one JSON object of at most 8 KiB. */
export interface EndCause {
  /** The exact name of what went wrong, such as `AlarmFiring`. */
  readonly reason: string;
  /** One sentence (or a few) for a person. */
  readonly summary: string;
  /** Where each target stands, as far as it is known. */
  readonly targets: readonly TargetStanding[];
  /** What was observed when it was decided. */
  readonly evidence: readonly string[];
  readonly recovery: Recovery;
  /** Exact commands or requests for what is left to do; empty where nothing is. */
  readonly repair: readonly string[];
  /** The heading in the documentation that says what this reason means, what was left and what to do. */
  readonly help: string;
}

/** The cause before it is written. */
export type Account = Omit<EndCause, 'help'>;

export interface TargetStanding {
  readonly stateMachineArn: string;
  readonly alias: string;
  /** Version numbers; absent while unknown. */
  readonly stable?: number;
  readonly candidate?: number;
  /** What is known of the alias in a word or two, such as `on version 1`. */
  readonly standing: string;
}
