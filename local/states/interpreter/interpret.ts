import type { Wire } from '../../aws-json.ts';
import type { Timer } from '../../clock.ts';
import { compileMachine } from './compile.ts';
import { executionContext, stateMachineContext } from './context-object.ts';
import type { Execution } from './execution.ts';
import { runStates } from './flow.ts';
import { History, whole } from './history.ts';
import type { End, Interpretation, InterpretationOptions } from './interpretation.ts';
import { watchLongestRun } from './longest-run.ts';
import type { Machine } from './machine.ts';
import { Pace } from './pace.ts';
import { ExecutionOver, StateError } from './state-error.ts';
import { Strand, type StrandEnd } from './strand.ts';
import { errorDetails } from './task-events.ts';
import { Turns } from './turns.ts';
import { type Flow, mainFlow } from './visit.ts';

/** The longest an execution may take (AWS quotas: a year, EXPRESS five minutes). */
const LONGEST_SECONDS = { standard: 365 * 24 * 3600, express: 300 };

/**
 * Runs one execution of a state machine as AWS does. It begins on the next microtask, and goes on by itself whenever the clock, a task or
 * a JSONata evaluation wakes it; `onEnd` hears of the end.
 */
export function interpret(options: InterpretationOptions): Interpretation {
  const input = JSON.parse(options.input);
  const execution = newExecution(options, input);
  recordStart(options, execution.history);
  const machine = compileMachine(options.definition);
  const flow = mainFlow(execution);
  let strand: Strand<Wire> | undefined;
  let timer: Timer | undefined;
  let ended = false;

  const finish = (end: End): void => {
    if (ended) return;
    ended = true;
    timer?.cancel();
    strand?.cancel();
    recordEnd(execution.history, flow, end);
  };
  const finishAndTell = (end: End): void => {
    if (ended) return;
    finish(end);
    options.onEnd(end);
  };

  timer = scheduleTimeout(options, machine, () => finishAndTell({ status: 'TIMED_OUT' }));
  // Started from within a turn, the first state only runs when the strand is known: a task may stop its own execution.
  const begin = (): void => {
    if (ended) return;
    strand = new Strand(execution.turns, runStates(flow, machine, input), (end) => finishAndTell(endOf(end)));
  };
  queueMicrotask(() => execution.turns.take(begin));
  return {
    history: execution.history.events,
    stop: (error, cause) => finish({ status: 'ABORTED', ...errorDetails({ error, cause }) }),
  };
}

function newExecution(options: InterpretationOptions, input: Wire): Execution {
  const { execution: about, clock, recordHistory: recording = true } = options;
  return {
    about,
    clock,
    recording,
    region: about.arn.split(':')[3] ?? '',
    random: options.random,
    taskServices: options.taskServices,
    history: new History({ clock, recording, limited: !about.express }),
    turns: new Turns(),
    pace: about.express ? new Pace(clock) : undefined,
    contextExecution: executionContext(about, input),
    contextStateMachine: stateMachineContext(about),
    attempts: new Map(),
    onUnserved: options.onUnserved,
  };
}

/** The first state's event names 0, not this one, as the event before it (recorded on AWS). */
function recordStart({ input, execution }: InterpretationOptions, history: History): void {
  const { roleArn, stateMachineAliasArn, stateMachineVersionArn } = execution;
  history.add('ExecutionStarted', 0, 'executionStartedEventDetails', () => ({
    input,
    inputDetails: whole,
    roleArn,
    ...(stateMachineAliasArn === undefined ? {} : { stateMachineAliasArn }),
    ...(stateMachineVersionArn === undefined ? {} : { stateMachineVersionArn }),
  }));
}

function scheduleTimeout({ execution, clock }: InterpretationOptions, machine: Machine, onTimeout: () => void): Timer {
  const longest = execution.express ? LONGEST_SECONDS.express : LONGEST_SECONDS.standard;
  const seconds = machine.timeoutSeconds;
  if (seconds === undefined || seconds >= longest) return watchLongestRun(clock, longest, onTimeout);
  return clock.schedule(clock.now() + seconds * 1000, onTimeout);
}

function endOf(end: StrandEnd<Wire>): End {
  if (end.kind === 'done') return { status: 'SUCCEEDED', output: JSON.stringify(end.value) };
  if (end.error instanceof ExecutionOver) return end.error.end;
  if (end.error instanceof StateError) return { status: 'FAILED', ...errorDetails(end.error) };
  const why = end.error instanceof Error ? end.error.stack : String(end.error);
  return { status: 'FAILED', error: 'States.Runtime', cause: `local AWS failed: ${why}` };
}

const endEvents = {
  SUCCEEDED: ['ExecutionSucceeded', 'executionSucceededEventDetails'],
  FAILED: ['ExecutionFailed', 'executionFailedEventDetails'],
  TIMED_OUT: ['ExecutionTimedOut', 'executionTimedOutEventDetails'],
  ABORTED: ['ExecutionAborted', 'executionAbortedEventDetails'],
} as const;

/** AWS writes an abort beside the states' own events: it names no event before it. */
function recordEnd(history: History, flow: Flow, end: End): void {
  const [type, member] = endEvents[end.status];
  const details = end.status === 'SUCCEEDED' ? { output: end.output, outputDetails: whole } : errorDetails(end);
  history.add(type, end.status === 'ABORTED' ? 0 : flow.previousEventId, member, () => details);
}
