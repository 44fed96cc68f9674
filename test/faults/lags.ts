import { type Case, outcomeOf, play, worldOf } from './case.ts';
import { STAGES, type Stage } from './stage.ts';

const SEEDS = 20;

/** Nothing goes wrong, but reads lag: the deployment ends as it always does. */
export function lags(stages: readonly Stage[] = STAGES): readonly Case[] {
  return stages.flatMap((stage) =>
    [5, 30, 60].flatMap((lagSeconds) =>
      Array.from({ length: SEEDS }, (_, seed) => ({
        name: `${stage.name}: reads lag ${lagSeconds} s, seed ${seed}`,
        run: async () => {
          const world = worldOf(stage, { seed, consistency: { lagSeconds } });
          return outcomeOf(await play(stage, world), { end: stage.end });
        },
      })),
    ),
  );
}
