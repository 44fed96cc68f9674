import type { Wire } from '../../aws-json.ts';
import { resumeStates, runStates } from './flow.ts';
import type { Machine } from './machine.ts';
import { StateError } from './state-error.ts';
import { Strand, type StrandEnd } from './strand.ts';
import { type Steps, suspend } from './suspension.ts';
import { newScope } from './variables.ts';
import type { Flow, MapItem } from './visit.ts';

/** One of the lines of work inside a Parallel or Map state. */
export interface Lane {
  readonly machine: Machine;
  readonly item?: MapItem;
  /** Worked out when the lane's turn comes. */
  input(): Steps<Wire>;
}

interface LaneOptions {
  /** How many lanes run at once. */
  readonly concurrency: number;
  /** What a Map state writes about its iterations; a Parallel state writes nothing about its branches. */
  readonly iterations?: IterationEvents;
}

/** Each takes the event before it and answers its own id. */
export interface IterationEvents {
  started(index: number, previousEventId: number): number;
  succeeded(index: number, previousEventId: number): number;
  failed(index: number, previousEventId: number): number;
  aborted(index: number, previousEventId: number): number;
}

type Failure = { readonly error: unknown } | undefined;

interface Running {
  readonly index: number;
  readonly flow: Flow;
  strand: Strand<Wire> | undefined;
}

/** A run of lanes. Where it was cut off, it can be run once more: lanes that are done stay so, the others go on where they were. */
export class LaneRun {
  readonly #outputs: Wire[];
  readonly #parent: Flow;
  readonly #lanes: readonly Lane[];
  readonly #options: LaneOptions;
  /** Of the lanes that were begun and are not done. */
  readonly #flows = new Map<number, Flow>();
  readonly #running = new Set<Running>();
  /** The lanes that are not done, in their order, and how many of them have been set going. */
  #left: readonly number[];
  #started = 0;
  #done = 0;
  #wake: (failure: Failure) => void = () => {};

  constructor(parent: Flow, lanes: readonly Lane[], options: LaneOptions) {
    this.#outputs = new Array(lanes.length);
    this.#parent = parent;
    this.#lanes = lanes;
    this.#options = options;
    this.#left = lanes.map((_, index) => index);
  }

  /** Runs the lanes and answers their outputs in the order of the lanes. The first failure ends all, and is thrown. */
  *outputs(): Steps<Wire[]> {
    try {
      const failure = yield* suspend<Failure>((wake) => {
        this.#begin(wake);
        return () => {};
      });
      if (failure) throw failure.error;
      return this.#outputs;
    } finally {
      this.#cancel();
    }
  }

  #begin(wake: (failure: Failure) => void): void {
    this.#wake = wake;
    this.#left = this.#left.filter((index) => !(index in this.#outputs));
    this.#started = 0;
    this.#done = 0;
    if (this.#left.length === 0) wake(undefined);
    const first = this.#parent.previousEventId;
    const count = Math.min(this.#options.concurrency, this.#left.length);
    this.#guarded(() => {
      for (let i = 0; i < count; i++) this.#start(first);
    });
  }

  #cancel(): void {
    for (const { strand, flow } of this.#running) {
      strand?.cancel();
      this.#parent.inner.delete(flow);
    }
    this.#running.clear();
  }

  #start(previousEventId: number): void {
    const index = this.#left[this.#started++]!;
    const lane = this.#lanes[index]!;
    const flow = this.#flowOf(index, lane, previousEventId);
    const running: Running = { index, flow, strand: undefined };
    this.#running.add(running);
    this.#parent.inner.add(flow);
    running.strand = new Strand(flow.execution.turns, runLane(flow, lane), (end) =>
      this.#guarded(() => this.#end(running, end)),
    );
  }

  /** A lane that was cut off keeps its flow, and is not begun a second time in the history. */
  #flowOf(index: number, lane: Lane, previousEventId: number): Flow {
    const known = this.#flows.get(index);
    const flow = known ?? innerFlow(this.#parent, lane);
    const startedId = known ? undefined : this.#options.iterations?.started(index, previousEventId);
    flow.previousEventId = startedId ?? previousEventId;
    this.#flows.set(index, flow);
    return flow;
  }

  #end(running: Running, end: StrandEnd<Wire>): void {
    this.#running.delete(running);
    if (end.kind === 'threw') this.#fail(running, end.error);
    else this.#succeed(running, end.value);
  }

  #succeed({ index, flow }: Running, output: Wire): void {
    this.#outputs[index] = output;
    this.#flows.delete(index);
    this.#parent.inner.delete(flow);
    const last = flow.previousEventId;
    this.#parent.previousEventId = this.#options.iterations?.succeeded(index, last) ?? last;
    this.#done++;
    if (this.#started < this.#left.length) this.#start(last);
    else if (this.#done === this.#left.length) this.#wake(undefined);
  }

  #fail(failed: Running, error: unknown): void {
    const last = failed.flow.previousEventId;
    if (error instanceof StateError && !error.fatal) this.#recordAborts(failed, last);
    this.#parent.inner.delete(failed.flow);
    this.#parent.previousEventId = last;
    this.#cancel();
    this.#wake({ error });
  }

  #recordAborts(failed: Running, last: number): void {
    const { iterations } = this.#options;
    iterations?.failed(failed.index, last);
    recordAbort(failed.flow, last);
    for (const { index, flow } of this.#running) {
      iterations?.aborted(index, last);
      recordAbort(flow, last);
    }
  }

  /** The history may be full: that is thrown where the state waits, not into whatever woke a lane. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#wake({ error });
    }
  }
}

/** Runs a lane, from where it stands if it was cut off. */
function* runLane(flow: Flow, lane: Lane): Steps<Wire> {
  if (flow.visit) return yield* resumeStates(flow, lane.machine, flow.visit);
  return yield* runStates(flow, lane.machine, yield* lane.input());
}

function innerFlow(parent: Flow, lane: Lane): Flow {
  return {
    execution: parent.execution,
    variables: newScope(parent.variables),
    mapItem: lane.item ?? parent.mapItem,
    inner: new Set(),
    previousEventId: 0,
    visit: undefined,
  };
}

/** The states that say in the history that they were called off. */
const ABORTED = new Set(['Task', 'Wait', 'Map', 'Parallel']);

/** Writes down that the state a flow is in was called off, and what goes on inside it. */
function recordAbort(flow: Flow, previousEventId: number): void {
  const type = flow.visit?.state.type;
  if (type && ABORTED.has(type)) flow.execution.history.add(`${type}StateAborted`, previousEventId);
  for (const inner of flow.inner) recordAbort(inner, previousEventId);
}
