import { compileAttempts, resumable } from './attempts.ts';
import { compileFields } from './fields.ts';
import { type IterationEvents, type Lane, LaneRun } from './lanes.ts';
import type { State, StateSource } from './machine.ts';
import { compileDistributedMap } from './map-distributed.ts';
import { compileItemInput, compileItems } from './map-items.ts';
import { maxConcurrency } from './map-limits.ts';
import { compileNumberField } from './number-field.ts';

import { record, type Visit } from './visit.ts';

/** How many iterations of an inline Map run at once, however many are allowed (AWS quota). */
const INLINE_CONCURRENCY = 40;

/** Map: runs its item processor once for each item of a list, and gives the list of their outputs. */
export function compileMap(source: StateSource): State['run'] {
  const { ProcessorConfig: config } = source.fields.ItemProcessor ?? source.fields.Iterator;
  return config?.Mode === 'DISTRIBUTED' ? compileDistributedMap(source) : compileInlineMap(source);
}

function compileInlineMap(source: StateSource): State['run'] {
  const fields = compileFields(source);
  const machine = source.compileInner(source.fields.ItemProcessor ?? source.fields.Iterator);
  const items = compileItems(source);
  const itemInput = compileItemInput(source);
  const concurrency = compileNumberField(source, maxConcurrency);
  return compileAttempts(source, fields, {
    *attempt(visit) {
      const input = fields.input(visit);
      const list = yield* items(visit, input);
      const most = (yield* concurrency(visit, input)) || INLINE_CONCURRENCY;
      record(visit, 'MapStateStarted', 'mapStateStartedEventDetails', () => ({ length: list.length }));
      const lanes = list.map((value, index): Lane => {
        const item = { index, value };
        return { machine, item, input: () => itemInput(visit, input, item) };
      });
      const run = new LaneRun(visit.flow, lanes, {
        concurrency: Math.min(most, INLINE_CONCURRENCY),
        iterations: iterationEvents(visit),
      });
      return yield* resumable(visit, function* () {
        const outputs = yield* run.outputs();
        succeed(visit);
        return outputs;
      });
    },
    giveUp: (visit) => record(visit, 'MapStateFailed'),
  });
}

/** MapStateExited follows the last iteration, as MapStateSucceeded does (recorded on AWS). */
function succeed({ flow }: Visit): void {
  flow.execution.history.add('MapStateSucceeded', flow.previousEventId);
}

function iterationEvents({ flow, state }: Visit): IterationEvents {
  const { history } = flow.execution;
  const event = (what: string) => (index: number, previousEventId: number) =>
    history.add(`MapIteration${what}`, previousEventId, `mapIteration${what}EventDetails`, () => ({
      name: state.name,
      index,
    }));
  return {
    started: event('Started'),
    succeeded: event('Succeeded'),
    failed: event('Failed'),
    aborted: event('Aborted'),
  };
}
