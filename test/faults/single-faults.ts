import { type Case, outcomeOf, play, recordedCalls, worldOf } from './case.ts';
import { FAULTS, mayBeStale } from './fault.ts';
import { STAGES, type Stage } from './stage.ts';

/** Each call that a deployment makes, as recorded, and each thing that may happen to it. */
export async function singleFaults(stages: readonly Stage[] = STAGES): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of stages) {
    for (const call of await recordedCalls(stage))
      for (const fault of FAULTS) {
        if (fault === 'stale' && !mayBeStale(call)) continue;
        const passes = fault !== 'refused' && fault !== 'notFound';
        cases.push({
          name: `${stage.name}: call ${call.number} ${call.service}.${call.operation} ${fault}`,
          run: async () => {
            const world = worldOf(stage, { faultOf: ({ number }) => (number === call.number ? fault : undefined) });
            return outcomeOf(await play(stage, world), passes ? { end: stage.end } : {});
          },
        });
      }
  }
  return cases;
}
