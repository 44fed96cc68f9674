import { type History, logMixture } from './log-evidence.ts';

/** The candidate since it has had all the traffic: what was started on it, and what failed. */
export interface FinalBake {
  readonly started: number;
  readonly failed: number;
}

const EFFECTS = [0.01, 0.04, 0.15, 0.5, 0.98];
const LOG_PRIORS = [0.1, 0.15, 0.15, 0.2, 0.4].map(Math.log);

/** A day's rate is taken to be at most so much above what was seen, and … */
const TOLERANCE = 1.5;
const LOWEST_BOUND = 0.001;
/** … its upper bound fails once in a thousand times: the quantile of the normal distribution to that. */
const RISK = 0.001;
const QUANTILE = 3.090232;
/** A single failure is no evidence, however rare they were. */
const FEWEST_FAILURES = 2;

/**
 * ln of the evidence that the candidate, alone at 100 %, fails more often than stable ever did.
 *
 * At 100 % there is no control: the candidate is held against stable's past, and against stable's rate in the deployment where that was higher. That is valid only while
 * the base rate is what it was. An outage in the final bake cannot be told from a bad candidate; that is why this is a switch.
 *
 * @param stable what stable did in the deployment
 * @returns 0 where there is nothing to hold it against
 */
export function logFinalBakeEvidence(history: History, stable: History, { started, failed }: FinalBake): number {
  const base = highestUsualRate(history, stable);
  if (base >= 1 || failed < FEWEST_FAILURES) return 0;
  const logs = EFFECTS.map((effect) => {
    const rate = base + effect * (1 - base);
    // Failures of executions from before 100 % may outnumber the starts since.
    return failed * Math.log(rate / base) + Math.max(0, started - failed) * Math.log((1 - rate) / (1 - base));
  });
  return logMixture(LOG_PRIORS, logs);
}

/** A rate that stable's own is not above, by all that was seen of it; 1 where nothing was. */
export function highestUsualRate(history: History, stable: History): number {
  const bound = Math.max(LOWEST_BOUND, TOLERANCE * upperBound(history));
  const during = stable.executions === 0 ? 0 : stable.failures / stable.executions;
  return Math.min(1, during > bound ? TOLERANCE * during : bound);
}

/** An upper 99.9 % bound of a rate: exact where nothing failed, else that of a Poisson count by Wilson and Hilferty's approximation. */
function upperBound({ executions, failures }: History): number {
  if (executions === 0) return 1;
  if (failures === 0) return 1 - RISK ** (1 / executions);
  const next = failures + 1;
  return (next * (1 - 1 / (9 * next) + QUANTILE / (3 * Math.sqrt(next))) ** 3) / executions;
}
