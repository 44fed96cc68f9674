import { type Case, play, type Sabotage, STAGES, type Stage, usualEnd, violated } from './case.ts';
import { FAULTS, mayBeStale } from './fault.ts';

/** Each call that a deployment makes, as recorded, and each thing that may happen to it. */
export async function singleFaults(stages: readonly Stage[] = STAGES): Promise<readonly Case[]> {
  const recorded = await Promise.all(stages.map(async (stage) => ({ stage, calls: (await play(stage)).world.calls })));
  return recorded.flatMap(({ stage, calls }) =>
    calls.flatMap((call) =>
      FAULTS.filter((fault) => fault !== 'stale' || mayBeStale(call)).map((fault) => ({
        name: `${stage.name}: ${call.number} ${call.service}.${call.operation} ${fault}`,
        run: async (sabotage: Sabotage = {}) => {
          const faultOf = ({ number }: { readonly number: number }) => (number === call.number ? fault : undefined);
          const passes = fault !== 'refused' && fault !== 'notFound';
          return violated(await play(stage, { ...sabotage, faultOf }), {
            eventsLost: false,
            ...(passes ? { expected: usualEnd(stage) } : {}),
          });
        },
      })),
    ),
  );
}
