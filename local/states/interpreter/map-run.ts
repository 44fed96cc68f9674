import type { Wire } from '../../aws-json.ts';
import { executionContext, stateMachineContext } from './context-object.ts';
import type { Execution } from './execution.ts';
import { runStates } from './flow.ts';
import { History } from './history.ts';
import type { Machine } from './machine.ts';
import { Pace } from './pace.ts';
import { ExecutionOver, StateError } from './state-error.ts';
import { Strand, type StrandEnd } from './strand.ts';
import { type Steps, suspend } from './suspension.ts';
import { type Flow, mainFlow, type Visit } from './visit.ts';

/** What a Map in DISTRIBUTED mode runs: an execution of its own for each item or batch. */
export interface MapRun {
  readonly machine: Machine;
  readonly inputs: readonly Wire[];
  readonly concurrency: number;
  readonly express: boolean;
  /** The Map's Label, or what AWS would make up for it. */
  readonly label: string;
  readonly tolerance: Tolerance;
}

/** How many children may fail; without either, none. */
export interface Tolerance {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** Runs the children and answers the outputs of those that succeeded. @throws StateError when more fail than is tolerated */
export function* runChildren(visit: Visit, mapRun: MapRun): Steps<Wire[]> {
  const children = new Children(visit, mapRun);
  try {
    const fault = yield* suspend<Error | undefined>((wake) => {
      children.begin(wake);
      return () => {};
    });
    if (fault) throw fault;
    return children.outputs.filter((output) => output !== undefined);
  } finally {
    children.cancel();
  }
}

class Children {
  readonly outputs: Wire[];
  readonly #visit: Visit;
  readonly #mapRun: MapRun;
  readonly #strands = new Set<Strand<Wire>>();
  #started = 0;
  #done = 0;
  #failed = 0;
  #wake: (fault: Error | undefined) => void = () => {};

  constructor(visit: Visit, mapRun: MapRun) {
    this.outputs = new Array(mapRun.inputs.length);
    this.#visit = visit;
    this.#mapRun = mapRun;
  }

  begin(wake: (fault: Error | undefined) => void): void {
    const { inputs, concurrency } = this.#mapRun;
    this.#wake = wake;
    if (inputs.length === 0) wake(undefined);
    for (let i = 0; i < Math.min(concurrency, inputs.length); i++) this.#start();
  }

  cancel(): void {
    for (const strand of this.#strands) strand.cancel();
    this.#strands.clear();
  }

  #start(): void {
    const index = this.#started++;
    const { machine, inputs } = this.#mapRun;
    const flow = childFlow(this.#visit, this.#mapRun, inputs[index]);
    const strand = new Strand(this.#visit.flow.execution.turns, runStates(flow, machine, inputs[index]), (end) => {
      this.#strands.delete(strand);
      this.#end(index, end);
    });
    this.#strands.add(strand);
  }

  #end(index: number, end: StrandEnd<Wire>): void {
    const { inputs } = this.#mapRun;
    const fault = end.kind === 'done' ? undefined : this.#faultOf(end.error);
    if (end.kind === 'done') this.outputs[index] = end.value;
    if (fault) {
      this.cancel();
      this.#wake(fault);
    } else if (++this.#done === inputs.length) {
      this.#wake(undefined);
    } else if (this.#started < inputs.length) {
      this.#start();
    }
  }

  /** What ends the whole run, if this does. */
  #faultOf(error: unknown): Error | undefined {
    if (!isFailure(error)) return error as Error;
    return isTooMany(++this.#failed, this.#mapRun.inputs.length, this.#mapRun.tolerance) ? exceeded() : undefined;
  }
}

/** A child that fails is counted, however it fails; an error of the set-up ends the whole execution. */
function isFailure(error: unknown): boolean {
  return error instanceof StateError || (error instanceof ExecutionOver && !error.wholly);
}

function isTooMany(failed: number, all: number, { count, percentage }: Tolerance): boolean {
  if (count === undefined && percentage === undefined) return true;
  return (count !== undefined && failed > count) || (percentage !== undefined && (failed * 100) / all > percentage);
}

function exceeded(): StateError {
  return new StateError({
    error: 'States.ExceedToleratedFailureThreshold',
    cause: 'The specified tolerated failure threshold was exceeded',
  });
}

/** A child knows nothing of its parent's variables, and its events are in a history of its own, which nobody reads here. */
function childFlow(visit: Visit, { express, label }: MapRun, input: Wire): Flow {
  const parent = visit.flow.execution;
  const { about, clock, random } = parent;
  const name = random.uuid();
  const childAbout = {
    ...about,
    arn: `${about.arn.split(':').slice(0, 5).join(':')}:execution:${about.stateMachineName}/${label}:${name}`,
    name,
    stateMachineArn: `${about.stateMachineArn}/${label}`,
    stateMachineName: `${about.stateMachineName}/${label}`,
    startTime: clock.now(),
    redriveCount: 0,
    express,
  };
  const execution: Execution = {
    ...parent,
    about: childAbout,
    recording: false,
    history: new History({ clock, recording: false, limited: !express }),
    pace: express ? new Pace(clock) : undefined,
    contextExecution: executionContext(childAbout, input),
    contextStateMachine: stateMachineContext(childAbout),
  };
  return mainFlow(execution);
}
