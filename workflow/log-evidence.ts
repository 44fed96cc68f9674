/**
 * What one stretch of time, as a rule a minute, showed of both versions: executions by the time of their *end*. Counts that are not known yet are 0
 * and may come later, in this bucket or in another one with the same weights.
 */
export interface Bucket {
  readonly candidateFailed: number;
  readonly candidateSucceeded: number;
  readonly stableFailed: number;
  readonly stableSucceeded: number;
  /** No execution that ended here can have started under a higher candidate weight than this; from 0 to 1. */
  readonly highestWeight: number;
  /** None can have started under a lower one; `null` where that is not known: successes then say nothing. */
  readonly lowestWeight: number | null;
}

/** Stable's executions of the day before the deployment. It sets where the rule looks first, never what it takes for normal: a wrong one costs power only. */
export interface History {
  readonly executions: number;
  readonly failures: number;
}

/** All buckets folded so far: what is left of them is a number for each hypothesis. Plain JSON, some 500 bytes. */
export interface RunningEvidence {
  readonly history: History;
  readonly components: readonly number[];
}

/** "Stable fails with this rate, and the candidate with that one": a mixture of 25 of these stands against "they fail alike". */
interface Hypothesis {
  readonly stableRate: number;
  readonly candidateRate: number;
  /** Successes are counted only for large effects: for small ones they would weigh against what failures show. */
  readonly countsSuccesses: boolean;
}

const STABLE_PRIORS = [0.7, 0.15, 0.05, 0.05, 0.05];
const EFFECTS = [0.01, 0.04, 0.15, 0.5, 0.98];
const EFFECT_PRIORS = [0.1, 0.15, 0.15, 0.2, 0.4];
const LOG_PRIORS = STABLE_PRIORS.flatMap((stable) => EFFECT_PRIORS.map((effect) => Math.log(stable * effect)));

const LARGE_EFFECT = 0.3;
const HIGHEST_CANDIDATE_RATE = 0.995;
/** A candidate cannot be told from a stable version that always fails; and the rule holds only where its rates are above stable's. */
const HIGHEST_STABLE_RATE = 0.99;
const LOWEST_STABLE_RATE = 1e-4;
/** Counting on less of a control than there is costs little, and keeps one stable success from deciding at 99 %. */
const HIGHEST_LOW_WEIGHT = 0.9;

/** Evidence before anything was seen. */
export function noEvidence(history: History): RunningEvidence {
  return { history, components: LOG_PRIORS.map(() => 0) };
}

/** Adds buckets to what was folded before; in which portions, and in which order, makes no difference. */
export function fold(running: RunningEvidence, buckets: readonly Bucket[]): RunningEvidence {
  if (buckets.length === 0) return running;
  const rates = stableRates(running.history);
  const components = running.components.map((component, j) => {
    const supposed = hypothesis(rates, j);
    return buckets.reduce((sum, bucket) => sum + logFactor(supposed, bucket), component);
  });
  return { history: running.history, components };
}

/** The natural logarithm of the evidence, as a ratio to 1, that the candidate fails more often than stable. */
export function logEvidenceOf({ components }: RunningEvidence): number {
  return logMixture(LOG_PRIORS, components);
}

/**
 * ln E of all buckets of a deployment.
 *
 * If the version makes no difference, the probability that E *ever* reaches L is at most 1 : L. That holds however often and at whatever times one looks, whatever the
 * base rate does meanwhile (outages that hit both versions included), and although the weights follow from what was seen (Ville's inequality): which
 * version an execution gets is the flip of a coin at its start, so that every bucket multiplies E by a factor of mean 1 or less.
 * It needs: weights that do not fall, executions that come by this alias only, and the buckets' bounds on the weight (see bucket-weights.ts).
 */
export function logEvidence(buckets: readonly Bucket[], history: History): number {
  return logEvidenceOf(fold(noEvidence(history), buckets));
}

/** Stable's rate as its history suggests it; with no history, a half. */
export function usualRate({ executions, failures }: History): number {
  return Math.min(HIGHEST_STABLE_RATE, Math.max(LOWEST_STABLE_RATE, (failures + 0.5) / (executions + 1)));
}

/** ln of the sum of `exp(log weight + log value)`, without overflow. */
export function logMixture(logWeights: readonly number[], logs: readonly number[]): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < logs.length; j++) highest = Math.max(highest, logWeights[j]! + logs[j]!);
  let sum = 0;
  for (let j = 0; j < logs.length; j++) sum += Math.exp(logWeights[j]! + logs[j]! - highest);
  return highest + Math.log(sum);
}

/** In the order of the priors. */
function hypothesis(stableRates: readonly number[], j: number): Hypothesis {
  const stableRate = stableRates[Math.floor(j / EFFECTS.length)]!;
  const effect = EFFECTS[j % EFFECTS.length]!;
  return {
    stableRate,
    candidateRate: Math.min(HIGHEST_CANDIDATE_RATE, stableRate + effect * (1 - stableRate)),
    countsSuccesses: effect >= LARGE_EFFECT,
  };
}

function stableRates(history: History): readonly number[] {
  const usual = usualRate(history);
  return [usual, Math.min(0.5, 3 * usual), 0.01, 0.05, 0.2];
}

function logFactor({ stableRate, candidateRate, countsSuccesses }: Hypothesis, bucket: Bucket): number {
  const { candidateFailed, candidateSucceeded, stableFailed, stableSucceeded, highestWeight, lowestWeight } = bucket;
  let log = 0;
  if (candidateFailed + stableFailed > 0) {
    const mixed = stableRate + highestWeight * (candidateRate - stableRate);
    log += candidateFailed * Math.log(candidateRate / mixed) + stableFailed * Math.log(stableRate / mixed);
  }
  // At 100 % there is no control left: a success is as likely under any hypothesis.
  if (!countsSuccesses || lowestWeight === null || lowestWeight >= 1) return log;
  if (candidateSucceeded + stableSucceeded > 0) {
    const weight = Math.min(HIGHEST_LOW_WEIGHT, lowestWeight);
    const mixed = 1 - stableRate - weight * (candidateRate - stableRate);
    log += candidateSucceeded * Math.log((1 - candidateRate) / mixed);
    log += stableSucceeded * Math.log((1 - stableRate) / mixed);
  }
  return log;
}
