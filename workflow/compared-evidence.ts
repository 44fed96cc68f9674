import type { ComparedEvidence } from './compare-versions.ts';
import { addAtFull, OPEN_MINUTES, type TargetEvidence } from './evidence.ts';
import { bucketOf } from './evidence-buckets.ts';
import { METRIC_DELAY_SECONDS } from './limits.ts';
import { fullMinuteFrom, isCounted, MINUTE_SECONDS, minuteOf } from './minutes.ts';

/** What the comparison is made of, at one look. */
export function comparedEvidence(
  evidence: TargetEvidence,
  versions: ComparedEvidence['versions'],
  heldSeconds: number,
): ComparedEvidence {
  const { folded, open, shifts } = evidence;
  const last = shifts.at(-1);
  return {
    versions,
    folded: { evidence: folded.evidence, counts: folded.counts },
    open: open.map((minute) => bucketOf(evidence, minute)),
    overdue: overdueOf(evidence),
    ...(last?.weight === 1 && { finalBake: addAtFull(folded.atFull, evidence, open) }),
    minutesSeen: last ? Math.max(0, seenUntil(evidence) - fullMinuteFrom(last.atSeconds)) : 0,
    heldSeconds,
  };
}

/** Executions that were aborted: by a person, or by whatever started them. */
export function abortedOf({ folded, open }: TargetEvidence): { readonly candidate: number; readonly stable: number } {
  return {
    candidate: open.reduce((sum, { candidate }) => sum + (candidate?.aborted ?? 0), folded.candidateAborted),
    stable: open.reduce((sum, { stable }) => sum + (stable?.aborted ?? 0), folded.stableAborted),
  };
}

/** Nobody has used the machine, neither the day before nor now. */
export function isUnused({ past, folded, open }: TargetEvidence): boolean {
  const { candidateFailed, candidateSucceeded, stableFailed, stableSucceeded } = folded.counts;
  const ended = candidateFailed + candidateSucceeded + stableFailed + stableSucceeded;
  return past.executions + ended + folded.candidateStarted === 0 && open.length === 0;
}

/** The alias is used, and nothing is counted under either version. */
export function isUnreadable({ open }: TargetEvidence): boolean {
  const started = open.reduce((sum, { alias }) => sum + (alias?.started ?? 0), 0);
  return started > 0 && open.every(({ candidate, stable }) => candidate === undefined && stable === undefined);
}

/** The first minute of which nothing can be seen yet: a later data point proves that nothing else happened before, and so does enough time. */
function seenUntil(evidence: TargetEvidence): number {
  const { countedAt, open, openFrom } = evidence;
  if (countedAt === undefined) return 0;
  if (isUnused(evidence)) return minuteOf(countedAt - METRIC_DELAY_SECONDS);
  const counted = open.filter(isCounted).map(({ minute }) => minute + 1);
  return Math.max(openFrom, minuteOf(countedAt) - OPEN_MINUTES, ...counted);
}

/** Executions of the candidate that have not ended, and have been running for longer than any of stable's took. */
function overdueOf(evidence: TargetEvidence): number {
  const { past, open, folded } = evidence;
  if (past.longestSeconds === undefined) return 0;
  const before = seenUntil(evidence) - 1 - Math.ceil(past.longestSeconds / MINUTE_SECONDS);
  const ended = open.reduce(
    (sum, { candidate: { succeeded = 0, failed = 0, aborted = 0 } = {} }) => sum + succeeded + failed + aborted,
    folded.counts.candidateSucceeded + folded.counts.candidateFailed + folded.candidateAborted,
  );
  return Math.max(0, startedBefore(evidence, before) - ended);
}

/** The candidate's starts before a minute, as far as they were counted then. */
function startedBefore({ open, openFrom, folded }: TargetEvidence, before: number): number {
  if (before < openFrom) return folded.marks.findLast(({ minute }) => minute < before)?.started ?? 0;
  return open
    .filter(({ minute }) => minute < before)
    .reduce((sum, { candidate }) => sum + (candidate?.started ?? 0), folded.candidateStarted);
}
