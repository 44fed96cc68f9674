import type { Schedule } from '../../verdict/schedule.ts';
import type { SeenBucket, Traffic } from '../../verdict/traffic.ts';

/** A way to decide about a deployment whose weights follow a schedule, whatever is seen. */
export interface Rule {
  readonly name: string;
  /** Whether it knows such strategies. */
  readonly deploys?: (schedule: Schedule) => boolean;
  /** When it rolls back, in seconds since the first shift; undefined if it promotes. */
  rollsBackAt(schedule: Schedule, traffic: Traffic): number | undefined;
}

/** The first time, of those at which it looks, that something holds for the buckets that can be seen then. */
export function firstTime(
  times: readonly number[],
  { buckets }: Traffic,
  holds: (seen: readonly SeenBucket[]) => boolean,
): number | undefined {
  return times.find((time) => holds(buckets.slice(0, seenBy(buckets, time))));
}

/** How many buckets can be seen at a time; they come into sight in order. */
export function seenBy(buckets: readonly SeenBucket[], time: number): number {
  let seen = 0;
  while (seen < buckets.length && buckets[seen]!.seenAt <= time) seen += 1;
  return seen;
}

/** Every so many seconds from one time to another, both included. */
export function every(seconds: number, from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, Math.floor((to - from) / seconds) + 1) }, (_, i) => from + i * seconds);
}
