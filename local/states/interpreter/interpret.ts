import type { Wire } from '../../aws-json.ts';
import type { Timer } from '../../clock.ts';
import { compileMachine } from './compile.ts';
import { executionContext, redrivenContext, stateMachineContext } from './context-object.ts';
import type { Execution } from './execution.ts';
import { endOf, recordEnd, recordRedrive, recordStart } from './execution-events.ts';
import { resumeStates, runStates } from './flow.ts';
import { History } from './history.ts';
import type { End, HistoryEvent, Interpretation, InterpretationOptions } from './interpretation.ts';
import { watchLongestRun } from './longest-run.ts';
import type { Machine } from './machine.ts';
import { Pace } from './pace.ts';
import { Strand } from './strand.ts';
import type { Steps } from './suspension.ts';
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
  const run = new Run(options);
  run.start();
  return run;
}

class Run implements Interpretation {
  readonly #options: InterpretationOptions;
  readonly #execution: Execution;
  readonly #machine: Machine;
  /** Gone once the execution has succeeded: it is never taken up again. */
  #flow: Flow | undefined;
  #strand: Strand<Wire> | undefined;
  #timer: Timer | undefined;
  #ended = true;

  constructor(options: InterpretationOptions) {
    this.#options = options;
    this.#execution = newExecution(options);
    this.#machine = compileMachine(options.definition);
    this.#flow = mainFlow(this.#execution);
  }

  get history(): readonly HistoryEvent[] {
    return this.#execution.history.events;
  }

  start(): void {
    recordStart(this.#options, this.#execution.history);
    this.#begin(this.#scheduleTimeout());
  }

  stop(error?: string, cause?: string): void {
    this.#finish({ status: 'ABORTED', ...errorDetails({ error, cause }) });
  }

  redrive(count: number): void {
    const { clock, history } = this.#execution;
    const flow = this.#flow;
    if (!this.#ended || !flow) throw new Error('only an execution that has ended without success can be redriven');
    this.#execution.contextExecution = redrivenContext(this.#execution, count, clock.now());
    flow.previousEventId = recordRedrive(history, count);
    this.#begin(this.#rescheduleTimeout());
  }

  /** Started from within a turn, the first state only runs when the strand is known: a task may stop its own execution. */
  #begin(timer: Timer): void {
    this.#ended = false;
    this.#timer = timer;
    const begin = (): void => {
      if (this.#ended || this.#timer !== timer) return;
      this.#strand = new Strand(this.#execution.turns, this.#steps(), (end) => this.#finishAndTell(endOf(end)));
    };
    queueMicrotask(() => this.#execution.turns.take(begin));
  }

  #steps(): Steps<Wire> {
    const flow = this.#flow!;
    if (flow.visit) return resumeStates(flow, this.#machine, flow.visit);
    return runStates(flow, this.#machine, this.#execution.contextExecution.Input);
  }

  #finish(end: End): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer?.cancel();
    this.#strand?.cancel();
    this.#strand = undefined;
    recordEnd(this.#execution.history, this.#flow!, end);
    if (end.status === 'SUCCEEDED') this.#flow = undefined;
  }

  readonly #onTimeout = (): void => this.#finishAndTell({ status: 'TIMED_OUT' });

  #finishAndTell(end: End): void {
    if (this.#ended) return;
    this.#finish(end);
    this.#options.onEnd(end);
  }

  #scheduleTimeout(): Timer {
    const { execution, clock } = this.#options;
    const longest = execution.express ? LONGEST_SECONDS.express : LONGEST_SECONDS.standard;
    const seconds = this.#machine.timeoutSeconds;
    if (seconds === undefined || seconds >= longest) return watchLongestRun(clock, longest, this.#onTimeout);
    return clock.schedule(clock.now() + seconds * 1000, this.#onTimeout);
  }

  /** The machine's own timeout begins anew, but not the longest time that AWS leaves an execution open. */
  #rescheduleTimeout(): Timer {
    const { execution, clock } = this.#options;
    const { timeoutSeconds = Number.POSITIVE_INFINITY } = this.#machine;
    const closes = execution.startTime + LONGEST_SECONDS.standard * 1000;
    const at = clock.now() + timeoutSeconds * 1000;
    return clock.schedule(Math.min(at, closes), this.#onTimeout, { daemon: at >= closes });
  }
}

function newExecution(options: InterpretationOptions): Execution {
  const { execution: about, clock, recordHistory: recording = true } = options;
  return {
    about,
    clock,
    recording,
    region: about.arn.split(':')[3] ?? '',
    random: options.random,
    taskServices: options.taskServices,
    history: new History({ clock, recording, limited: !about.express, onEvent: options.onEvent }),
    turns: new Turns(),
    pace: about.express ? new Pace(clock) : undefined,
    contextExecution: executionContext(about, JSON.parse(options.input)),
    contextStateMachine: stateMachineContext(about),
    attempts: new Map(),
    mayGoOn: options.mayGoOn ?? (() => true),
    onUnserved: options.onUnserved,
  };
}
