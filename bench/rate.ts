import { mediansInTurns } from './in-turns.ts';

export interface Load {
  /** How many times it is done, and by how many at the same time. */
  readonly times: number;
  readonly atOnce: number;
}

/** How many a second: does `one` that often, each of the workers one after the other. Workers are numbered from 0. */
export async function perSecond({ times, atOnce }: Load, one: (worker: number) => Promise<unknown>): Promise<number> {
  let left = times;
  const work = async (worker: number): Promise<void> => {
    while (left-- > 0) await one(worker);
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, (_, worker) => work(worker)));
  return times / ((performance.now() - began) / 1000);
}

const ROUNDS = 3;

/**
 * The rates of two ways to do the same: in turns, after a round of each to warm up, so that both meet the same machine. Answers the medians of their rounds.
 */
export async function perSecondBeside(
  load: Load,
  ours: (worker: number) => Promise<unknown>,
  other: (worker: number) => Promise<unknown>,
): Promise<{ readonly ours: number; readonly other: number }> {
  const [theirs, mine] = await mediansInTurns(ROUNDS, [() => perSecond(load, other), () => perSecond(load, ours)]);
  return { ours: mine!, other: theirs! };
}
