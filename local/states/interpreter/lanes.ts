import type { Wire } from '../../aws-json.ts';
import { runStates } from './flow.ts';
import type { Machine } from './machine.ts';
import { StateError } from './state-error.ts';
import { type Strand, startStrand } from './strand.ts';
import { type Steps, suspend } from './suspension.ts';
import { newScope } from './variables.ts';
import type { Flow, MapItem, Visit } from './visit.ts';

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

interface Running {
  readonly index: number;
  readonly flow: Flow;
  strand: Strand | undefined;
}

/** Runs the lanes and answers their outputs in the order of the lanes. The first failure ends all, and is thrown. */
export function* runLanes(visit: Visit, lanes: readonly Lane[], options: LaneOptions): Steps<Wire[]> {
  const running = new Set<Running>();
  const outputs: Wire[] = new Array(lanes.length);
  try {
    const failure = yield* suspend<{ readonly error: unknown } | undefined>((wake) => {
      startLanes(visit, lanes, options, { running, outputs, wake });
      return () => {};
    });
    if (failure) throw failure.error;
    return outputs;
  } finally {
    for (const { strand, flow } of running) {
      strand?.cancel();
      visit.flow.inner.delete(flow);
    }
  }
}

interface Progress {
  readonly running: Set<Running>;
  readonly outputs: Wire[];
  wake(failure: { readonly error: unknown } | undefined): void;
}

function startLanes(visit: Visit, lanes: readonly Lane[], options: LaneOptions, progress: Progress): void {
  const { running, outputs, wake } = progress;
  const parent = visit.flow;
  const events = options.iterations;
  let started = 0;
  let done = 0;

  const start = (previousEventId: number): void => {
    const index = started++;
    const lane = lanes[index]!;
    const flow = innerFlow(parent, lane, events?.started(index, previousEventId) ?? previousEventId);
    const run: Running = { index, flow, strand: undefined };
    running.add(run);
    parent.inner.add(flow);
    run.strand = startStrand(parent.execution.turns, runLane(flow, lane), (end) =>
      guarded(() => {
        running.delete(run);
        if (end.kind === 'threw') return fail(run, end.error);
        parent.inner.delete(flow);
        outputs[index] = end.value;
        succeed(run);
      }),
    );
  };

  const succeed = ({ index, flow }: Running): void => {
    const last = flow.previousEventId;
    parent.previousEventId = events?.succeeded(index, last) ?? last;
    done++;
    if (started < lanes.length) start(last);
    else if (done === lanes.length) wake(undefined);
  };

  const fail = (run: Running, error: unknown): void => {
    const last = run.flow.previousEventId;
    if (error instanceof StateError && !error.fatal) {
      events?.failed(run.index, last);
      abort(run.flow, last);
      for (const other of running) {
        events?.aborted(other.index, last);
        abort(other.flow, last);
      }
    }
    parent.inner.delete(run.flow);
    parent.previousEventId = last;
    for (const other of running) other.strand?.cancel();
    wake({ error });
  };

  // The history may be full: that is thrown where the state waits, not into whatever woke a lane.
  const guarded = (run: () => void): void => {
    try {
      run();
    } catch (error) {
      wake({ error });
    }
  };

  if (lanes.length === 0) {
    wake(undefined);
    return;
  }
  const first = parent.previousEventId;
  guarded(() => {
    for (let i = 0; i < Math.min(options.concurrency, lanes.length); i++) start(first);
  });
}

function* runLane(flow: Flow, lane: Lane): Steps<Wire> {
  return yield* runStates(flow, lane.machine, yield* lane.input());
}

function innerFlow(parent: Flow, lane: Lane, previousEventId: number): Flow {
  return {
    execution: parent.execution,
    variables: newScope(parent.variables),
    mapItem: lane.item ?? parent.mapItem,
    inner: new Set(),
    previousEventId,
    open: undefined,
  };
}

/** The states that say in the history that they were called off. */
const ABORTED = new Set(['Task', 'Wait', 'Map', 'Parallel']);

/** Writes down that the state a flow is in was called off, and what goes on inside it. */
function abort(flow: Flow, previousEventId: number): void {
  if (flow.open && ABORTED.has(flow.open.type)) {
    flow.execution.history.add(`${flow.open.type}StateAborted`, previousEventId);
  }
  for (const inner of flow.inner) abort(inner, previousEventId);
}
