import type { Wire } from '../../aws-json.ts';
import { executionContext, redrivenContext, stateMachineContext } from './context-object.ts';
import type { Execution } from './execution.ts';
import { recordRedrive } from './execution-events.ts';
import { resumeStates, runStates } from './flow.ts';
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

/** A run of children. Where it was cut off, it can be run once more: what succeeded stays so, the others are redriven as executions are. */
export class ChildrenRun {
  readonly #outputs: Wire[];
  readonly #visit: Visit;
  readonly #mapRun: MapRun;
  /** Of the children that were begun and have not succeeded. */
  readonly #flows = new Map<number, Flow>();
  readonly #strands = new Set<Strand<Wire>>();
  /** The children that have not succeeded, in their order, and how many of them have been set going. */
  #left: readonly number[];
  #started = 0;
  #done = 0;
  #failed = 0;
  #wake: (fault: Error | undefined) => void = () => {};

  constructor(visit: Visit, mapRun: MapRun) {
    this.#outputs = new Array(mapRun.inputs.length);
    this.#visit = visit;
    this.#mapRun = mapRun;
    this.#left = mapRun.inputs.map((_, index) => index);
  }

  /** Runs the children and answers the outputs of those that succeeded. @throws StateError when more fail than is tolerated */
  *outputs(): Steps<Wire[]> {
    try {
      const fault = yield* suspend<Error | undefined>((wake) => {
        this.#begin(wake);
        return () => {};
      });
      if (fault) throw fault;
      return this.#outputs.filter((output) => output !== undefined);
    } finally {
      this.#cancel();
    }
  }

  #begin(wake: (fault: Error | undefined) => void): void {
    this.#wake = wake;
    this.#left = this.#left.filter((index) => !(index in this.#outputs));
    this.#started = 0;
    this.#done = 0;
    this.#failed = 0;
    const count = Math.min(this.#mapRun.concurrency, this.#left.length);
    if (this.#left.length === 0) wake(undefined);
    for (let i = 0; i < count; i++) this.#start();
  }

  #cancel(): void {
    for (const strand of this.#strands) strand.cancel();
    this.#strands.clear();
  }

  #start(): void {
    const index = this.#left[this.#started++]!;
    const { turns } = this.#visit.flow.execution;
    const strand = new Strand(turns, this.#stepsOf(index), (end) => {
      this.#strands.delete(strand);
      this.#end(index, end);
    });
    this.#strands.add(strand);
  }

  /** An EXPRESS child cannot be redriven: AWS starts another one (Developer Guide, "Redriving Map Runs"). */
  #stepsOf(index: number): Steps<Wire> {
    const { machine, inputs, express } = this.#mapRun;
    const known = express ? undefined : this.#flows.get(index);
    if (known) redriveChild(known);
    if (known?.visit) return resumeStates(known, machine, known.visit);
    const flow = known ?? childFlow(this.#visit, this.#mapRun, inputs[index]);
    this.#flows.set(index, flow);
    return runStates(flow, machine, inputs[index]);
  }

  #end(index: number, end: StrandEnd<Wire>): void {
    const fault = end.kind === 'done' ? undefined : this.#faultOf(end.error);
    if (end.kind === 'done') {
      this.#outputs[index] = end.value;
      this.#flows.delete(index);
    }
    if (fault) {
      this.#cancel();
      this.#wake(fault);
    } else if (++this.#done === this.#left.length) {
      this.#wake(undefined);
    } else if (this.#started < this.#left.length) {
      this.#start();
    }
  }

  /** What ends the whole run, if this does. */
  #faultOf(error: unknown): Error | undefined {
    if (!isFailure(error)) return error as Error;
    return isTooMany(++this.#failed, this.#mapRun.inputs.length, this.#mapRun.tolerance) ? exceeded() : undefined;
  }
}

/** What was its end is followed by its redrive. */
function redriveChild(flow: Flow): void {
  const { execution } = flow;
  const count = execution.contextExecution.RedriveCount + 1;
  execution.contextExecution = redrivenContext(execution, count, execution.clock.now());
  flow.previousEventId = recordRedrive(execution.history, count);
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
