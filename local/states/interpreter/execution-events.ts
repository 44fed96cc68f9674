import type { Wire } from '../../aws-json.ts';
import { NESTED_TOO_DEEPLY } from '../../nesting.ts';
import { type History, whole } from './history.ts';
import type { End, InterpretationOptions } from './interpretation.ts';
import { ExecutionOver, runtimeEnd, StateError } from './state-error.ts';
import type { StrandEnd } from './strand.ts';
import { errorDetails } from './task-events.ts';
import type { Flow } from './visit.ts';

/** The first state's event names 0, not this one, as the event before it (recorded on AWS). */
export function recordStart({ input, execution }: InterpretationOptions, history: History): void {
  const { roleArn, stateMachineAliasArn, stateMachineVersionArn } = execution;
  history.add('ExecutionStarted', 0, 'executionStartedEventDetails', () => ({
    input,
    inputDetails: whole,
    roleArn,
    ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
    ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
  }));
}

/** Follows the event that ended the execution; what is taken up follows this one. */
export function recordRedrive(history: History, redriveCount: number): number {
  return history.add('ExecutionRedriven', history.lastId, 'executionRedrivenEventDetails', () => ({ redriveCount }));
}

const endEvents = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
} as const;

/** AWS writes an abort beside the states' own events: it names no event before it. */
export function recordEnd(history: History, flow: Flow, end: End): void {
  const [type, member] = endEvents[end.status];
  const details = end.status === 'SUCCEEDED' ? { output: end.output, outputDetails: whole } : errorDetails(end);
  history.add(type, end.status === 'ABORTED' ? 0 : flow.previousEventId, member, () => details);
}

/** What the main line's end makes of the execution. */
export function endOf(end: StrandEnd<Wire>): End {
  if (end.kind === 'threw') return endBy(end.error);
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify(end.value) };
  } catch (error) {
    return endBy(error);
  }
}

function endBy(error: unknown): End {
  if (error instanceof ExecutionOver) return error.end;
  if (error instanceof StateError) return { status: 'FAILED', ...errorDetails(error) };
  // What an execution makes out of its input has no limit of its own.
  if (error instanceof RangeError && /call stack/.test(error.message))
    return runtimeEnd(`The data is ${NESTED_TOO_DEEPLY}.`);
  return runtimeEnd(`local AWS failed: ${error instanceof Error ? error.stack : String(error)}`);
}
