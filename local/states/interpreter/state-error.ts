import type { End } from './interpretation.ts';

/** Where a JSONata evaluation failed, as the EvaluationFailed event tells it. */
export interface Evaluation {
  readonly location?: string;
}

interface StateErrorOptions {
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
  /** Other names that Retry and Catch may know it by. */
  readonly aliases?: readonly string[];
  /** `States.Runtime`: neither Retry nor Catch handles it, whatever they name; it ends the execution. */
  readonly fatal?: boolean;
  /** Present when a JSONata expression failed. */
  readonly evaluation?: Evaluation;
  /** The cause is about the state as a whole: it gets AWS's preface with the state's name and event. */
  readonly prefaced?: boolean;
}

/** A state failed, in the way that Retry and Catch speak of: by an error name and a cause. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string | undefined;
  override readonly cause: string | undefined;
  readonly aliases: readonly string[];
  readonly fatal: boolean;
  readonly evaluation: Evaluation | undefined;
  readonly prefaced: boolean;

  constructor(options: StateErrorOptions) {
    super(options.cause ?? options.error ?? '');
    this.error = options.error;
    this.cause = options.cause;
    this.aliases = options.aliases ?? [];
    this.fatal = options.fatal ?? false;
    this.evaluation = options.evaluation;
    this.prefaced = options.prefaced ?? false;
  }
}

/** What cannot be handled by the machine: a path that leads nowhere, a field of the wrong type. */
export function runtimeError(cause: string): StateError {
  return new StateError({ error: 'States.Runtime', cause, fatal: true, prefaced: true });
}

/** A Task's TimeoutSeconds or HeartbeatSeconds ran out. AWS names both States.Timeout, and a caught one has an empty cause. */
export function timeoutError(heartbeat: boolean): StateError {
  return new StateError({ error: 'States.Timeout', aliases: heartbeat ? ['States.HeartbeatTimeout'] : [] });
}

/** A JSONata field gave no usable value. `location` is the field, such as `Output/result`. */
export function queryError(cause: string, location?: string): StateError {
  return new StateError({
    error: 'States.QueryEvaluationError',
    cause,
    evaluation: location === undefined ? {} : { location },
    prefaced: true,
  });
}

/** The same error with AWS's preface: which state, entered at which event. */
export function withPreface(error: StateError, stateName: string, enteredEventId: number): StateError {
  if (!error.prefaced) return error;
  return new StateError({
    error: error.error,
    cause: `An error occurred while executing the state '${stateName}' (entered at the event id #${enteredEventId}). ${error.cause}`,
    aliases: error.aliases,
    fatal: error.fatal,
    ...(error.evaluation ? { evaluation: error.evaluation } : {}),
  });
}

/** The execution as a whole is over, whatever its states would do about it. */
export class ExecutionOver extends Error {
  override readonly name = 'ExecutionOver';
  readonly end: End;
  /** It is not over for a child of a distributed Map only, but for the execution that has the Map. */
  readonly wholly: boolean;

  constructor(end: End, options: { readonly wholly: boolean }) {
    super(end.status);
    this.end = end;
    this.wholly = options.wholly;
  }
}

/** An end that no Catch prevents, whatever it names. */
export function runtimeEnd(cause: string): End {
  return { status: 'FAILED', error: 'States.Runtime', cause };
}
