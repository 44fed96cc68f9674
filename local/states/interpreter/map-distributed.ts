import type { Wire } from '../../aws-json.ts';
import { compileAttempts, resumable } from './attempts.ts';
import { compileFields } from './fields.ts';
import { compileBatches } from './item-batches.ts';
import type { State, StateSource } from './machine.ts';
import { compileItemInput, compileItems } from './map-items.ts';
import { maxConcurrency, toleratedCount, toleratedPercentage } from './map-limits.ts';
import { ChildrenRun, type MapRun } from './map-run.ts';
import { compileNumberField } from './number-field.ts';
import { StateError } from './state-error.ts';
import type { Steps } from './suspension.ts';
import { errorDetails } from './task-events.ts';
import { UnservedTask } from './task-services.ts';
import { unserved } from './unserved.ts';
import { record, type Visit } from './visit.ts';

/** How many children run at once at most (AWS quota). */
const MOST_CHILDREN = 10_000;

/** Map in DISTRIBUTED mode, over items of its input: each item or batch is an execution of its own. */
export function compileDistributedMap(source: StateSource): State['run'] {
  const { fields: given } = source;
  if (given.ResultWriter !== undefined) return unsupportedWriter();
  const processor = given.ItemProcessor ?? given.Iterator;
  const machine = source.compileInner(processor);
  const fields = compileFields(source);
  const items = compileItems(source);
  const selected = compileSelection(source);
  const batches = compileBatches(source);
  const concurrency = compileNumberField(source, maxConcurrency);
  const count = compileNumberField(source, toleratedCount);
  const percentage = compileNumberField(source, toleratedPercentage);
  return compileAttempts(source, fields, {
    *attempt(visit) {
      const input = fields.input(visit);
      const list = yield* items(visit, input);
      const most = (yield* concurrency(visit, input)) || MOST_CHILDREN;
      record(visit, 'MapStateStarted', 'mapStateStartedEventDetails', () => ({ length: list.length }));
      const tolerance = { count: yield* count(visit, input), percentage: yield* percentage(visit, input) };
      const inputs = yield* batches(visit, input, yield* selected(visit, input, list));
      return yield* runMap(visit, {
        machine,
        inputs,
        concurrency: Math.min(most, MOST_CHILDREN),
        express: processor.ProcessorConfig?.ExecutionType === 'EXPRESS',
        label: given.Label ?? visit.flow.execution.random.uuid(),
        tolerance,
      });
    },
    giveUp: (visit) => record(visit, 'MapStateFailed'),
  });
}

function compileSelection(source: StateSource) {
  const itemInput = compileItemInput(source);
  return function* (visit: Visit, input: Wire, list: readonly Wire[]): Steps<Wire[]> {
    const inputs: Wire[] = [];
    for (const [index, value] of list.entries()) inputs.push(yield* itemInput(visit, input, { index, value }));
    return inputs;
  };
}

function runMap(visit: Visit, mapRun: MapRun): Steps<Wire[]> {
  const { about, random } = visit.flow.execution;
  const prefix = about.arn.split(':').slice(0, 5).join(':');
  const mapRunArn = `${prefix}:mapRun:${about.stateMachineName}/${mapRun.label}:${random.uuid()}`;
  const children = new ChildrenRun(visit, mapRun);
  let redriveCount = -1;
  return resumable(visit, () => {
    const details = ++redriveCount === 0 ? { mapRunArn } : { mapRunArn, redriveCount };
    return runChildren(visit, children, details);
  });
}

function* runChildren(visit: Visit, children: ChildrenRun, details: Record<string, Wire>): Steps<Wire[]> {
  const what = 'redriveCount' in details ? 'Redriven' : 'Started';
  const startedId = record(visit, `MapRun${what}`, `mapRun${what}EventDetails`, () => details);
  let outputs: Wire[];
  try {
    outputs = yield* children.outputs();
  } catch (error) {
    if (error instanceof StateError) {
      record(visit, 'MapRunFailed', 'mapRunFailedEventDetails', () => errorDetails(error));
    }
    throw error;
  }
  succeed(visit, startedId);
  return outputs;
}

/** The event that MapStateExited names as the one before it depends, on AWS, on whether the Map was the execution's first state. */
function succeed(visit: Visit, startedId: number): void {
  const succeededId = record(visit, 'MapRunSucceeded');
  visit.flow.execution.history.add('MapStateSucceeded', succeededId);
  visit.flow.previousEventId = visit.beforeEventId === 0 ? succeededId : startedId;
}

function unsupportedWriter(): State['run'] {
  // biome-ignore lint/correctness/useYield: it only fails
  return function* ({ flow, state }) {
    throw unserved(flow.execution, new UnservedTask(state.name, 'ResultWriter', 'local AWS has no ResultWriter'));
  };
}
