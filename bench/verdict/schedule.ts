import { type Step, stepsOf } from '../../workflow/strategy.ts';

/** A strategy with its times, when nothing delays it. */
export interface Schedule {
  readonly name: string;
  readonly kind: 'linear' | 'canary';
  readonly steps: readonly Step[];
  /** When each step begins. */
  readonly shiftSeconds: readonly number[];
  /** When the candidate is given all the traffic, and … */
  readonly fullSeconds: number;
  /** … until when it is watched there. */
  readonly endSeconds: number;
}

/** Watched at 100 % by those who watch there at all; what happens later counts for nobody. */
const FINAL_BAKE_SECONDS = 600;

function schedule(name: string, kind: Schedule['kind'], strategy: string): Schedule {
  const steps = stepsOf(strategy, FINAL_BAKE_SECONDS);
  let seconds = 0;
  const shiftSeconds = steps.map(({ bakeSeconds }) => {
    seconds += bakeSeconds;
    return seconds - bakeSeconds;
  });
  return { name, kind, steps, shiftSeconds, fullSeconds: shiftSeconds.at(-1)!, endSeconds: seconds };
}

export const LINEAR_10 = schedule('10 % every 5 min', 'linear', 'Linear10PercentEvery5Minutes');
export const CANARY_10 = schedule('10 % for 10 min', 'canary', 'Canary10Percent10Minutes');
export const LINEAR_50 = schedule('50 % for 2 min', 'linear', 'Linear50PercentEvery2Minutes');
export const SCHEDULES = [LINEAR_10, CANARY_10, LINEAR_50];

/** The candidate's weight at a time, from 0 to 1. */
export function weightAt({ steps, shiftSeconds }: Schedule, seconds: number): number {
  const step = shiftSeconds.findLastIndex((shift) => shift <= seconds);
  return steps[step]!.weightPercent / 100;
}
