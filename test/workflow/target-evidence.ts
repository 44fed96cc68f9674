import { newEvidence, type PastExecutions, type TargetEvidence, withShift } from '../../workflow/evidence.ts';
import type { Minute, VersionCounts } from '../../workflow/minutes.ts';

/** A minute from which all of these tests count, and its beginning in seconds. */
export const BEGIN = 29_000_000;
export const BEGIN_SECONDS = BEGIN * 60;
export const VERSIONS = { stable: 6, candidate: 7 };
/** A day of one execution a minute, one in a hundred of which failed. */
export const DAY: PastExecutions = { executions: 1440, failures: 14, longestSeconds: 5 };

/** Evidence of a target whose candidate has so much weight since `BEGIN`. */
export function shiftedAtBegin(weight: number, past: PastExecutions = DAY): TargetEvidence {
  return withShift(newEvidence(past), { atSeconds: BEGIN_SECONDS, weight });
}

/** A minute after `BEGIN`, in which all that ended had started; by the alias, if nothing else is said. */
export function minuteAt(
  after: number,
  counts: { readonly candidate?: VersionCounts; readonly stable?: VersionCounts; readonly alias?: VersionCounts },
): Minute {
  const { candidate, stable } = counts;
  const started = (candidate?.started ?? ended(candidate)) + (stable?.started ?? ended(stable));
  const sumOf = (count: 'succeeded' | 'failed'): number => (candidate?.[count] ?? 0) + (stable?.[count] ?? 0);
  return {
    minute: BEGIN + after,
    ...(candidate && { candidate: { started: ended(candidate), ...candidate } }),
    ...(stable && { stable: { started: ended(stable), ...stable } }),
    alias: { started, succeeded: sumOf('succeeded'), failed: sumOf('failed'), ...counts.alias },
  };
}

function ended({ succeeded = 0, failed = 0, aborted = 0 }: VersionCounts = {}): number {
  return succeeded + failed + aborted;
}
