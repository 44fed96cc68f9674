import type { Wire } from '../../aws-json.ts';
import { compileAttempts, resumable } from './attempts.ts';
import { compileFields } from './fields.ts';
import { type Lane, LaneRun } from './lanes.ts';
import type { Machine, State, StateSource } from './machine.ts';
import { atOnce } from './suspension.ts';
import { record, type Visit } from './visit.ts';

/** Parallel: runs its branches at once on the same input, and gives the list of their outputs; the first that fails ends the others. */
export function compileParallel(source: StateSource): State['run'] {
  const fields = compileFields(source);
  const branches: Machine[] = source.fields.Branches.map((branch: Wire) => source.compileInner(branch));
  return compileAttempts(source, fields, {
    *attempt(visit) {
      const input = yield* fields.argument(visit, fields.input(visit));
      record(visit, 'ParallelStateStarted');
      const given = atOnce(() => input);
      const lanes = branches.map((machine): Lane => ({ machine, input: given }));
      const run = new LaneRun(visit.flow, lanes, { concurrency: lanes.length });
      return yield* resumable(visit, function* () {
        const outputs = yield* run.outputs();
        succeed(visit);
        return outputs;
      });
    },
    giveUp: (visit) => record(visit, 'ParallelStateFailed'),
  });
}

/** ParallelStateExited follows the last branch's last event, as ParallelStateSucceeded does (recorded on AWS). */
function succeed(visit: Visit): void {
  const { flow } = visit;
  flow.execution.history.add('ParallelStateSucceeded', flow.previousEventId);
}
