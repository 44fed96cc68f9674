import { fold, type History, logEvidenceOf, noEvidence } from './log-evidence.ts';
import { fewest } from './minimum-evidence.ts';

/** A candidate to reckon with: how it fails, beside a stable version that goes on as in its history. */
export interface Supposed {
  readonly history: History;
  /** The candidate's weight, above 0 and below 1. */
  readonly weight: number;
  /** The share of the candidate's executions that fail. */
  readonly candidateRate: number;
}

/**
 * How many executions the candidate will have had when the comparison tells that it fails more often than stable: about the median, as every count is taken
 * to be what is expected. The failures that this costs are that many times `candidateRate`.
 * @param logLimit ln of the limit at which a deployment is rolled back
 * @returns undefined where it would never be told
 */
export function executionsUntilRollBack(supposed: Supposed, logLimit: number): number | undefined {
  // The logarithm of the evidence is convex in the number of executions, and 0 at 0: it crosses the limit once or never.
  if (expectedLogEvidence(supposed, MANY) < logLimit) return undefined;
  return fewest((executions) => expectedLogEvidence(supposed, executions) >= logLimit);
}

/** More than any deployment will see. */
const MANY = 1e9;

function expectedLogEvidence({ history, weight, candidateRate }: Supposed, executions: number): number {
  const stableRate = history.failures / Math.max(1, history.executions);
  const stable = (executions * (1 - weight)) / weight;
  const bucket = {
    candidateFailed: executions * candidateRate,
    candidateSucceeded: executions * (1 - candidateRate),
    stableFailed: stable * stableRate,
    stableSucceeded: stable * (1 - stableRate),
    highestWeight: weight,
    lowestWeight: weight,
  };
  return logEvidenceOf(fold(noEvidence(history), [bucket]));
}
