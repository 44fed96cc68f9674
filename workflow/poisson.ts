/** What lies farther from the mean, in standard deviations, does not happen. */
const REACH = 6;

/** The distribution of how often something happens that happens `mean` times on the average, each time by itself. */
export interface Poisson {
  /** Lower and higher counts do not happen. */
  readonly lowest: number;
  readonly highest: number;
  /** The probability of a count below `limit`. */
  below(limit: number): number;
}

export function poisson(mean: number): Poisson {
  const lowest = Math.max(0, Math.floor(mean - REACH * Math.sqrt(mean)));
  const highest = Math.ceil(mean + REACH * (Math.sqrt(mean) + 1));
  // Relative to the mode, so that nothing underflows where it matters.
  const mode = Math.floor(mean);
  const cumulated = new Float64Array(highest - lowest + 1);
  cumulated[mode - lowest] = 1;
  for (let k = mode; k > lowest; k--) cumulated[k - 1 - lowest] = (cumulated[k - lowest]! * k) / mean;
  for (let k = mode; k < highest; k++) cumulated[k + 1 - lowest] = (cumulated[k - lowest]! * mean) / (k + 1);
  for (let i = 1; i < cumulated.length; i++) cumulated[i]! += cumulated[i - 1]!;
  const total = cumulated.at(-1)!;
  const below = (limit: number): number => {
    if (limit <= lowest) return 0;
    return limit > highest ? 1 : cumulated[limit - 1 - lowest]! / total;
  };
  return { lowest, highest, below };
}
