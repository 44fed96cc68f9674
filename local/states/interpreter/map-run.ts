import type { Wire } from '../../aws-json.ts';
import { executionContext, stateMachineContext } from './context-object.ts';
import type { Execution } from './execution.ts';
import { runStates } from './flow.ts';
import { History } from './history.ts';
import type { Machine } from './machine.ts';
import { Pace } from './pace.ts';
import { ExecutionOver, StateError } from './state-error.ts';
import { type Strand, startStrand } from './strand.ts';
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
export function* runChildren(visit: Visit, run: MapRun): Steps<Wire[]> {
  const strands = new Set<Strand>();
  try {
    const end = yield* suspend<readonly Wire[] | Error>((wake) => {
      startChildren(visit, run, strands, wake);
      return () => {};
    });
    if (end instanceof Error) throw end;
    return end.filter((output) => output !== undefined);
  } finally {
    for (const strand of strands) strand.cancel();
  }
}

function startChildren(
  visit: Visit,
  run: MapRun,
  strands: Set<Strand>,
  wake: (end: readonly Wire[] | Error) => void,
): void {
  const { inputs } = run;
  const outputs: Wire[] = new Array(inputs.length);
  let started = 0;
  let done = 0;
  let failed = 0;

  const start = (): void => {
    const index = started++;
    const flow = childFlow(visit, run, inputs[index]);
    const strand = startStrand(visit.flow.execution.turns, runStates(flow, run.machine, inputs[index]), (end) => {
      strands.delete(strand);
      if (end.kind === 'done') {
        outputs[index] = end.value;
      } else {
        const fault = isFailure(end.error) ? undefined : (end.error as Error);
        if (fault || isTooMany(++failed, inputs.length, run.tolerance)) {
          for (const other of strands) other.cancel();
          wake(fault ?? exceeded());
          return;
        }
      }
      if (++done === inputs.length) wake(outputs);
      else if (started < inputs.length) start();
    });
    strands.add(strand);
  };

  if (inputs.length === 0) wake(outputs);
  for (let i = 0; i < Math.min(run.concurrency, inputs.length); i++) start();
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
