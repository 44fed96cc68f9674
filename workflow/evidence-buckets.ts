import { bucketWeights } from './bucket-weights.ts';
import type { Counts } from './compare-versions.ts';
import type { TargetEvidence } from './evidence.ts';
import type { Bucket } from './log-evidence.ts';
import { isCounted, MINUTE_SECONDS, type Minute, startsOf } from './minutes.ts';

/** Starts through the alias and starts of both versions are the same ones, unless they differ by more than this part of the greater number. */
const BYPASS_SHARE = 0.02;

/** Whether others than the alias start the versions, or seem to: data points may be missing. */
export function isApart(minutes: readonly Minute[]): boolean {
  const byAlias = minutes.reduce((sum, minute) => sum + (minute.started ?? 0), 0);
  const byVersion = minutes.reduce((sum, minute) => sum + startsOf(minute), 0);
  return Math.abs(byAlias - byVersion) > BYPASS_SHARE * Math.max(byAlias, byVersion);
}

export function isBypassed({ bypassed, open }: TargetEvidence): boolean {
  return bypassed === true || isApart(open);
}

/**
 * A minute as the comparison takes it. A coin was thrown only for what came by the alias. If the versions are started by other ways, too, successes say nothing, and
 * where failures cannot be told apart either (EXPRESS machines), the candidate's share of all starts takes the coin's place if it is higher.
 */
export function bucketOf(evidence: TargetEvidence, minute: Minute): Bucket {
  const fromSeconds = minute.minute * MINUTE_SECONDS;
  const span = { fromSeconds, toSeconds: fromSeconds + MINUTE_SECONDS };
  const weights = bucketWeights(span, evidence.shifts, evidence.past.longestSeconds);
  const counts = countsOf(evidence, minute);
  if (!isBypassed(evidence)) return { ...counts, ...weights };
  const share = isByList(evidence, minute) ? 0 : candidateShare(minute);
  return { ...counts, highestWeight: Math.max(weights.highestWeight, share), lowestWeight: null };
}

export function countsOf(evidence: TargetEvidence, minute: Minute): Counts {
  const { candidate, stable, listed } = minute;
  const byList = isByList(evidence, minute);
  return {
    candidateFailed: (byList ? listed?.candidate : candidate?.failed) ?? 0,
    stableFailed: (byList ? listed?.stable : stable?.failed) ?? 0,
    candidateSucceeded: candidate?.succeeded ?? 0,
    stableSucceeded: stable?.succeeded ?? 0,
  };
}

/** The list knows sooner, and which way an execution came. It must have told the minute to its end, unless CloudWatch has told nothing of it yet. */
function isByList({ listed }: TargetEvidence, minute: Minute): boolean {
  if (!listed || minute.minute < listed.fromMinute) return false;
  return (minute.minute + 1) * MINUTE_SECONDS <= listed.untilSeconds || !isCounted(minute);
}

function candidateShare(minute: Minute): number {
  const starts = startsOf(minute);
  return starts === 0 ? 0 : (minute.candidate?.started ?? 0) / starts;
}
