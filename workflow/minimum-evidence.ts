import { type History, logMixture } from './log-evidence.ts';

/** What the candidate's executions came to. */
export interface CandidateCounts {
  readonly succeeded: number;
  /** Those that failed; and those that still run after longer than any of stable's took. */
  readonly failed: number;
}

/** A candidate as bad as the stated regression is called healthy with at most this probability, however often one looks. */
export const MISS_RATE = 0.2;
const LOG_LIMIT = Math.log(1 / MISS_RATE);

const LOWEST_RATE = 1e-4;
const HIGHEST_BASE_RATE = 0.99;
const HIGHEST_RATE = 0.995;
/** How a good candidate may fail: as stable does, or a part of the way to the regression. */
const SHARES = [0, 0.25, 0.5];
const LOG_THIRDS = SHARES.map(() => Math.log(1 / SHARES.length));

/**
 * The failure rate that must be excluded before a candidate is healthy: stable's in its history, and `minimumEffect` on top (0.5: half of all executions).
 * Stable's is what was seen, not the estimate that the comparison begins with: after a short history that is near a half, and would let pass what fails as often.
 */
export function regressionRate(history: History, minimumEffect: number): number {
  return Math.min(HIGHEST_RATE, baseRate(history) + minimumEffect);
}

/** ln of the evidence that the candidate fails *less* often than the regression: `healthy` from ln(1/{@link MISS_RATE}) on. */
export function logHealthEvidence(counts: CandidateCounts, history: History, minimumEffect: number): number {
  const base = baseRate(history);
  const regression = regressionRate(history, minimumEffect);
  const logs = SHARES.map((share) => {
    const rate = base + share * (regression - base);
    return counts.succeeded * Math.log((1 - rate) / (1 - regression)) + counts.failed * Math.log(rate / regression);
  });
  return logMixture(LOG_THIRDS, logs);
}

/** Whether a candidate as bad as the regression would have been told. */
export function isToldHealthy(counts: CandidateCounts, history: History, minimumEffect: number): boolean {
  return logHealthEvidence(counts, history, minimumEffect) >= LOG_LIMIT;
}

/** How many more executions of the candidate must succeed, none failing, before it can be healthy; 0 when it can be already. */
export function successesNeeded(counts: CandidateCounts, history: History, minimumEffect: number): number {
  return fewest((more) => isToldHealthy({ ...counts, succeeded: counts.succeeded + more }, history, minimumEffect));
}

/** The smallest whole number from 0 on for which something holds that holds for all larger ones too. */
export function fewest(holds: (count: number) => boolean): number {
  if (holds(0)) return 0;
  let high = 1;
  while (!holds(high)) high *= 2;
  let low = high >> 1;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function baseRate({ executions, failures }: History): number {
  return Math.min(HIGHEST_BASE_RATE, Math.max(LOWEST_RATE, failures / Math.max(1, executions)));
}
