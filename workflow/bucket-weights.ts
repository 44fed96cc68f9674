import type { Bucket } from './log-evidence.ts';

/**
 * An alias write of the deployment: from then on the candidate has this weight, from 0 to 1. The time is AWS's own `updateDate`, or one before the write was asked for: nothing
 * is routed by a weight before its time. Weights do not fall.
 */
export interface Shift {
  readonly atSeconds: number;
  readonly weight: number;
}

/** Seconds of the clock of the shifts; the end is not part of it. */
export interface Span {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Alias updates are eventually consistent: the weight before may be in force for so long after the time of a shift. */
const PROPAGATION_SECONDS = 30;
const SHORTEST_REACH_SECONDS = 60;
/** What is longer than the day that was looked at is not bounded by the longest execution of that day. */
export const LONGEST_REACH_SECONDS = 86_400;

/**
 * The bounds on the weight under which the executions that *ended* in a bucket can have started.
 *
 * An execution that ends now may have started long ago, under a lower weight. A success is therefore held against the lowest weight in force within the longest
 * execution before the bucket: without that, successes that take minutes and failures that take seconds make any candidate look bad right after a shift.
 *
 * @param shifts in the order of their times; before the first one the weight is 0
 * @param longestExecutionSeconds the maximum of stable's ExecutionTime of the day before; undefined where it is not known, and then, or when it is a day or
 *   more, the lowest weight is `null`
 */
export function bucketWeights(
  { fromSeconds, toSeconds }: Span,
  shifts: readonly Shift[],
  longestExecutionSeconds: number | undefined,
): Pick<Bucket, 'highestWeight' | 'lowestWeight'> {
  const highestWeight = Math.max(...weightsIn(shifts, fromSeconds, toSeconds));
  if (longestExecutionSeconds === undefined || longestExecutionSeconds >= LONGEST_REACH_SECONDS) {
    return { highestWeight, lowestWeight: null };
  }
  const reach = Math.max(SHORTEST_REACH_SECONDS, longestExecutionSeconds + PROPAGATION_SECONDS);
  return { highestWeight, lowestWeight: Math.min(...weightsIn(shifts, fromSeconds - reach, toSeconds)) };
}

/** The weights in force at any moment of a span. */
function weightsIn(shifts: readonly Shift[], from: number, to: number): number[] {
  const atStart = shifts.findLast(({ atSeconds }) => atSeconds <= from)?.weight ?? 0;
  const within = shifts.filter(({ atSeconds }) => atSeconds > from && atSeconds < to);
  return [atStart, ...within.map(({ weight }) => weight)];
}

/** EXPRESS executions take five minutes at most. */
const LONGEST_EXPRESS_SECONDS = 300;

/** Until when executions may still end, in seconds, whose version the routing before an alias's last move has chosen. */
export function earlierStartsEnd(
  movedAtSeconds: number,
  type: 'STANDARD' | 'EXPRESS',
  longestExecutionSeconds: number | undefined,
): number {
  const longest = type === 'EXPRESS' ? LONGEST_EXPRESS_SECONDS : LONGEST_REACH_SECONDS;
  return routedSince(movedAtSeconds) + Math.min(longest, longestExecutionSeconds ?? longest);
}

/** From when on, in seconds, all starts through an alias go by its last move. */
export function routedSince(movedAtSeconds: number): number {
  return movedAtSeconds + PROPAGATION_SECONDS;
}
