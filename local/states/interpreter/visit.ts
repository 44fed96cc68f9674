import type { Wire } from '../../aws-json.ts';
import { contextObject } from './context-object.ts';
import type { Execution } from './execution.ts';
import { whole } from './history.ts';
import type { State } from './machine.ts';
import { dataLimitError, exceedsPayloadLimit } from './payload-size.ts';
import type { Subject } from './query.ts';
import { StateError, withPreface } from './state-error.ts';
import type { Steps } from './suspension.ts';
import { assign, newScope, type Variables } from './variables.ts';

/** Where a line of work stands: the main line of an execution, a branch or an iteration. */
export interface Flow {
  readonly execution: Execution;
  readonly variables: Variables;
  /** What `$$.Map.Item` is in an iteration. */
  readonly mapItem: MapItem | undefined;
  /** Lines of work inside the state this one is in. */
  readonly inner: Set<Flow>;
  /** The last event of this line, which its next event names as the one before it. */
  previousEventId: number;
  /** Its stay in the state it is in, or was in when it was cut off. */
  visit: Visit | undefined;
}

export interface MapItem {
  readonly index: number;
  readonly value: Wire;
}

/** One stay of a flow in a state. */
export interface Visit {
  readonly flow: Flow;
  readonly state: State;
  readonly input: Wire;
  readonly enteredAt: number;
  readonly enteredEventId: number;
  /** The event before the one of entering. */
  readonly beforeEventId: number;
  /** Present in the states that can be retried. */
  retryCount: number | undefined;
  taskToken: string | undefined;
  /** It was cut off, and has just been taken up again. */
  redriven: boolean;
  /** How its latest attempt goes on where it was cut off, if that is not by beginning anew. */
  takeUp: (() => Steps<Wire>) | undefined;
}

/** How a flow leaves a state. Without `next` it is at its end. */
export interface Exit {
  readonly output: Wire;
  readonly next: string | undefined;
}

/** Where a whole execution begins. */
export function mainFlow(execution: Execution): Flow {
  const variables = newScope();
  return { execution, variables, mapItem: undefined, inner: new Set(), previousEventId: 0, visit: undefined };
}

export function enter(flow: Flow, state: State, input: Wire): Visit {
  const { history, clock } = flow.execution;
  const beforeEventId = flow.previousEventId;
  const enteredEventId = history.add(`${state.type}StateEntered`, beforeEventId, 'stateEnteredEventDetails', () => ({
    name: state.name,
    input: history.text(input),
    inputDetails: whole,
  }));
  flow.previousEventId = enteredEventId;
  flow.visit = {
    flow,
    state,
    input,
    enteredAt: clock.now(),
    enteredEventId,
    beforeEventId,
    retryCount: undefined,
    taskToken: undefined,
    redriven: false,
    takeUp: undefined,
  };
  return flow.visit;
}

/**
 * Leaves the state by the regular way.
 * @param assigned variables that take their values now
 * @throws StateError when the output is too large, or what is assigned together
 */
export function leave(visit: Visit, output: Wire, next: string | undefined, assigned?: Record<string, Wire>): Exit {
  const { flow, state } = visit;
  const { history } = flow.execution;
  if (output !== visit.input && exceedsPayloadLimit(output)) throw dataLimitError(state.name);
  if (assigned && exceedsPayloadLimit(assigned)) throw dataLimitError(state.name);
  flow.previousEventId = history.add(
    `${state.type}StateExited`,
    flow.previousEventId,
    'stateExitedEventDetails',
    () => ({ name: state.name, output: history.text(output), outputDetails: whole, ...assignedDetails(assigned) }),
  );
  if (assigned) assign(flow.variables, assigned);
  flow.visit = undefined;
  return { output, next };
}

function assignedDetails(assigned: Record<string, Wire> | undefined): Record<string, Wire> {
  if (!assigned || Object.keys(assigned).length === 0) return {};
  const texts = Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: whole };
}

/** What the state's fields refer to, with `input` as `$`. */
export function subjectOf(visit: Visit, input: Wire): Subject {
  return { input, variables: visit.flow.variables, context: () => contextObject(visit) };
}

/** Adds an event to the visit's line of work. */
export function record(visit: Visit, type: string, member?: string, details?: () => Record<string, Wire>): number {
  const { flow } = visit;
  flow.previousEventId = flow.execution.history.add(type, flow.previousEventId, member, details);
  return flow.previousEventId;
}

/** Puts AWS's preface before the cause, and records a failed evaluation. What was thrown for another reason is thrown on. */
export function failureOf(visit: Visit, thrown: unknown): StateError {
  if (!(thrown instanceof StateError)) throw thrown;
  const failure = withPreface(thrown, visit.state.name, visit.enteredEventId);
  return failure.evaluation ? recordEvaluation(visit, failure) : failure;
}

function recordEvaluation(visit: Visit, failure: StateError): StateError {
  const { flow, state } = visit;
  // AWS evaluates as it enters, and writes both events together; a Wait evaluates afterwards.
  if (flow.previousEventId === visit.enteredEventId && state.type !== 'Wait') {
    flow.previousEventId = visit.beforeEventId;
  }
  record(visit, 'EvaluationFailed', 'evaluationFailedEventDetails', () => ({
    error: failure.error,
    cause: failure.cause,
    ...failure.evaluation,
    state: state.name,
  }));
  const { error, cause, aliases, fatal } = failure;
  return new StateError({ error, cause, aliases, fatal });
}
