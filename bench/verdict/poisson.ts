import type { Random } from '../../local/random.ts';

interface Distribution {
  readonly lowest: number;
  /** Cumulated from `lowest` on. */
  readonly cumulated: Float64Array;
}

const DISTRIBUTIONS = new Map<number, Distribution>();

/** A draw from the Poisson distribution of a mean: exact, by inversion of a table that is kept for each mean. */
export function poisson(mean: number, random: Random): number {
  if (mean === 0) return 0;
  let distribution = DISTRIBUTIONS.get(mean);
  if (!distribution) {
    distribution = distributionOf(mean);
    DISTRIBUTIONS.set(mean, distribution);
  }
  const { lowest, cumulated } = distribution;
  const drawn = random.next();
  let low = 0;
  let high = cumulated.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (drawn < cumulated[middle]!) high = middle;
    else low = middle + 1;
  }
  return lowest + low;
}

/** From the mode outwards, so that nothing underflows where it matters; cut at ten standard deviations. */
function distributionOf(mean: number): Distribution {
  const reach = 10 * Math.sqrt(mean) + 20;
  const mode = Math.floor(mean);
  const lowest = Math.max(0, Math.floor(mode - reach));
  const cumulated = new Float64Array(Math.ceil(mode + reach) - lowest + 1);
  cumulated[mode - lowest] = 1;
  for (let k = mode - 1; k >= lowest; k--) cumulated[k - lowest] = (cumulated[k + 1 - lowest]! * (k + 1)) / mean;
  for (let k = mode + 1; k < lowest + cumulated.length; k++) {
    cumulated[k - lowest] = (cumulated[k - 1 - lowest]! * mean) / k;
  }
  const total = cumulated.reduce((sum, share) => sum + share, 0);
  let sum = 0;
  for (let i = 0; i < cumulated.length; i++) {
    sum += cumulated[i]! / total;
    cumulated[i] = sum;
  }
  return { lowest, cumulated };
}
