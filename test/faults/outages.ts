import { type Case, play, type Sabotage, STAGES, type Stage, usualEnd, violated } from './case.ts';
import type { FaultWorld } from './fault-world.ts';

const SERVICES = ['states', 'cloudwatch', 'ledger', 'everything'] as const;
const LENGTHS = [60, 300, 1800, 7200] as const;

/** A whole service does not answer, from each half minute of a deployment on, for a minute to hours: all retries of some state are used up. */
export async function outages(stages: readonly Stage[] = STAGES): Promise<readonly Case[]> {
  return stages.flatMap((stage) =>
    SERVICES.flatMap((service) =>
      LENGTHS.flatMap((seconds) =>
        Array.from({ length: 16 }, (_, i) => i * 37).map((from) => ({
          name: `${stage.name}: ${service} out from ${from} s for ${seconds} s`,
          run: async (sabotage: Sabotage = {}) => {
            let world: FaultWorld | undefined;
            let began = 0;
            const out = (): boolean => {
              const t = world ? (world.aws.clock.now() - began) / 1000 : 0;
              return world !== undefined && t >= from && t < from + seconds;
            };
            const played = await play(
              stage,
              {
                ...sabotage,
                faultOf: (call) =>
                  out() && (service === 'everything' || call.service === service) ? 'failsBefore' : undefined,
              },
              (begun) => {
                world = begun.world;
                began = world.aws.clock.now();
              },
            );
            return violated(played, {});
          },
        })),
      ),
    ),
  );
}

/** Nothing goes wrong, but reads lag: the deployment ends as it always does. */
export function lags(stages: readonly Stage[] = STAGES): readonly Case[] {
  return stages.flatMap((stage) =>
    [5, 30, 60].flatMap((lagSeconds) =>
      Array.from({ length: 25 }, (_, seed) => ({
        name: `${stage.name}: reads lag ${lagSeconds} s, seed ${seed}`,
        run: async (sabotage: Sabotage = {}) =>
          violated(await play(stage, { ...sabotage, seed, consistency: { lagSeconds } }), {
            eventsLost: false,
            expected: usualEnd(stage),
          }),
      })),
    ),
  );
}
