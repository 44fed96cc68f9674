import { type Case, outcomeOf, play, recordedCalls, worldOf } from './case.ts';
import { type Call, FAULTS, mayBeStale } from './fault.ts';
import { STAGES, type Stage } from './stage.ts';

/** Each call that a deployment makes, as recorded, and each thing that may happen to it. */
export async function singleFaults(stages: readonly Stage[] = STAGES): Promise<readonly Case[]> {
  const cases: Case[] = [];
  for (const stage of stages) {
    for (const call of notTooManyAlike(await recordedCalls(stage)))
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

const MOST_ALIKE = 16;

/** Without what a function calls again and again while it waits for AWS: one more like the ones before tells nothing. */
function notTooManyAlike(calls: readonly Call[]): readonly Call[] {
  const alike = new Map<string, number>();
  return calls.filter(({ invocation, operation }) => {
    const key = `${invocation.functionName} ${operation}`;
    alike.set(key, (alike.get(key) ?? 0) + 1);
    return alike.get(key)! <= MOST_ALIKE;
  });
}
