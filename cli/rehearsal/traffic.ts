import type { Clock, EpochMillis, Timer } from '../../local/clock.ts';
import type { Random } from '../../local/random.ts';
import type { Inputs, Phase } from '../scenario/traffic.ts';

/**
 * Starts executions while a phase lasts, until it is stopped. Traffic alone never makes time pass.
 * @param zero the time that the phase's seconds count from; all of the phase is still to come then, or begins now
 * @param start gets each input as JSON text
 */
export function startTraffic(
  clock: Clock,
  phase: Phase,
  zero: EpochMillis,
  random: Random,
  start: (input: string) => void,
): { stop(): void } {
  const begin = zero + phase.fromSeconds * 1000;
  const end = zero + (phase.untilSeconds ?? Number.POSITIVE_INFINITY) * 1000;
  const millisUntil = distances(phase, random.stream('times'));
  const inputOf = inputsOf(phase.inputs, random.stream('inputs'));
  let next: Timer | undefined;
  const plan = (count: number): void => {
    // Counted from the beginning, so that rounding to milliseconds never adds up.
    const at = begin + Math.round(millisUntil(count));
    if (at >= end) return;
    const run = (): void => {
      start(inputOf(count));
      plan(count + 1);
    };
    next = clock.schedule(at, run, { daemon: true });
  };
  if (phase.perMinute > 0) plan(0);
  return { stop: () => next?.cancel() };
}

/** How long after a phase's beginning its starts come; to be asked for each once, in their order. */
function distances({ perMinute, poisson }: Phase, random: Random): (count: number) => number {
  const mean = 60_000 / perMinute;
  if (!poisson) return (count) => count * mean;
  let sum = 0;
  return () => {
    sum -= mean * Math.log(1 - random.next());
    return sum;
  };
}

function inputsOf(given: Inputs, random: Random): (count: number) => string {
  if (given.kind === 'inTurn') {
    const texts = given.inputs.map((input) => JSON.stringify(input));
    return (count) => texts[count % texts.length]!;
  }
  const texts = given.shares.map(({ input }) => JSON.stringify(input));
  return () => texts[drawn(given.shares, random.next())]!;
}

/** The position that a number from 0 to 1 falls on. */
function drawn(shares: readonly { readonly share: number }[], number: number): number {
  let rest = number;
  const index = shares.findIndex(({ share }) => {
    rest -= share;
    return rest < 0;
  });
  // The shares' sum may miss 1 by the last digit.
  return index < 0 ? shares.findLastIndex(({ share }) => share > 0) : index;
}
