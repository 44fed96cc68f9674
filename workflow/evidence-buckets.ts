import { bucketWeights } from './bucket-weights.ts';
import type { Counts } from './compare-versions.ts';
import type { TargetEvidence } from './evidence.ts';
import type { Bucket } from './log-evidence.ts';
import { isCounted, MINUTE_SECONDS, type Minute, startsOf } from './minutes.ts';

/** Starts through the alias and starts of both versions are the same ones, unless they differ by more than this part of the greater number. */
const BYPASS_SHARE = 0.02;

/** Whether others than the alias start the versions, or seem to: data points may be missing. */
export function isApart(minutes: readonly Minute[]): boolean {
  const byAlias = minutes.reduce((sum, { alias }) => sum + (alias?.started ?? 0), 0);
  const byVersion = minutes.reduce((sum, minute) => sum + startsOf(minute), 0);
  return Math.abs(byAlias - byVersion) > BYPASS_SHARE * Math.max(byAlias, byVersion);
}

export function isBypassed({ bypassed, open }: TargetEvidence): boolean {
  return bypassed === true || isApart(open);
}

/**
 * A minute as the comparison takes it. A coin was thrown only for what came by the alias. If the versions are started by other ways, too, nobody knows which successes
 * came by it: they are left out. So are those of a minute in which one version's may still be missing. Failures of executions that an earlier routing may have given to the
 * candidate, of unknown weight, are held against the highest: then they say nothing against it.
 */
export function bucketOf(evidence: TargetEvidence, minute: Minute): Bucket {
  const fromSeconds = minute.minute * MINUTE_SECONDS;
  const span = { fromSeconds, toSeconds: fromSeconds + MINUTE_SECONDS };
  const weights = bucketWeights(span, evidence.shifts, evidence.past.longestSeconds);
  const leftOut = isBypassed(evidence) || lacksSuccesses(minute);
  const mayBeOlder = fromSeconds < (evidence.mixedUntil ?? 0) && !isByList(evidence, minute);
  return {
    ...countsOf(evidence, minute),
    ...weights,
    ...(leftOut && { lowestWeight: null }),
    ...(mayBeOlder && { highestWeight: 1 }),
  };
}

/**
 * CloudWatch counts each execution of the alias under its version, too, but the data points of one version may come later than the other's, a new version's above all. Until they
 * are there, its successes would look as if they had not happened.
 */
function lacksSuccesses({ candidate, stable, alias }: Minute): boolean {
  return (alias?.succeeded ?? 0) > (candidate?.succeeded ?? 0) + (stable?.succeeded ?? 0);
}

export function countsOf(evidence: TargetEvidence, minute: Minute): Counts {
  return {
    ...failuresOf(evidence, minute),
    candidateSucceeded: minute.candidate?.succeeded ?? 0,
    stableSucceeded: minute.stable?.succeeded ?? 0,
  };
}

type Failures = Pick<Counts, 'candidateFailed' | 'stableFailed'>;

/**
 * Of the failures that came by the alias at most stable's count can be stable's: the candidate had at least the others, and at most its own. All others are taken for stable's, also those
 * that are counted under neither version yet. Whoever starts the candidate by another way, and sees it fail, does not speak against it.
 */
function failuresOf(evidence: TargetEvidence, minute: Minute): Failures {
  const { candidate, stable, alias, listed } = minute;
  if (isByList(evidence, minute)) return { candidateFailed: listed?.candidate ?? 0, stableFailed: listed?.stable ?? 0 };
  const byAlias = alias?.failed ?? 0;
  const candidateFailed = Math.max(0, Math.min(candidate?.failed ?? 0, byAlias - (stable?.failed ?? 0)));
  return { candidateFailed, stableFailed: byAlias - candidateFailed };
}

/** The list knows sooner, and which way an execution came. It must have told the minute to its end, unless CloudWatch has told nothing of it yet. */
function isByList({ listed }: TargetEvidence, minute: Minute): boolean {
  if (!listed || minute.minute < listed.fromMinute) return false;
  return (minute.minute + 1) * MINUTE_SECONDS <= listed.untilSeconds || !isCounted(minute);
}
