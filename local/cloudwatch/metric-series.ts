import type { EpochMillis } from '../clock.ts';
import { addStatisticSet, addValue, type Bucket, emptyBucket, merge, type StatisticSet } from './metric-bucket.ts';
import type { MetricIdentity } from './metric-identity.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What is put at one moment: single values with how often each occurred, or a statistic set. */
export type Observation =
  | { readonly values: readonly number[]; readonly counts?: readonly number[] | undefined }
  | { readonly set: StatisticSet };

/** One metric's data in one unit: a bucket per minute, and one per second for what was put at high resolution. */
export interface Series {
  readonly metric: MetricIdentity;
  readonly unit: string;
  /** How long after its beginning a minute can be seen: services publish each minute as a whole. */
  readonly minuteDelayMillis: number;
  readonly minutes: Map<EpochMillis, Bucket>;
  readonly seconds: Map<EpochMillis, Bucket>;
  lastTimestamp: EpochMillis;
}

export function emptySeries(metric: MetricIdentity, unit: string, minuteDelayMillis: number): Series {
  const lastTimestamp = Number.NEGATIVE_INFINITY;
  return { metric, unit, minuteDelayMillis, minutes: new Map(), seconds: new Map(), lastTimestamp };
}

export function floorTo(step: number, at: EpochMillis): EpochMillis {
  return Math.floor(at / step) * step;
}

export function observe(series: Series, at: EpochMillis, observation: Observation, highResolution: boolean): void {
  addObservation(bucketAt(series.minutes, floorTo(MINUTE, at)), observation);
  if (highResolution) addObservation(bucketAt(series.seconds, floorTo(1000, at)), observation);
}

/** The data in `[start, end)` that can be seen at `now`, in one bucket; undefined when there is none. */
export function aggregate(
  series: Series,
  { start, end, now, distribution }: { start: EpochMillis; end: EpochMillis; now: EpochMillis; distribution: boolean },
): Bucket | undefined {
  const fine = end - start < MINUTE && series.seconds.size > 0;
  const source = fine ? series.seconds : series.minutes;
  const step = fine ? 1000 : MINUTE;
  const before = Math.min(end, fine ? end : now - series.minuteDelayMillis + 1);
  let total: Bucket | undefined;
  // Data of standard resolution lies at the start of its minute: a shorter period sees it only if it holds that moment.
  for (let at = Math.ceil(start / step) * step; at < before; at += step) {
    const bucket = source.get(at);
    if (!bucket) continue;
    total ??= emptyBucket();
    merge(total, bucket, distribution);
  }
  return total;
}

/** How fine the data of a moment is still kept, in milliseconds: seconds for 3 hours, minutes for 15 days, 5 minutes for 63, hours for 455. */
export function resolutionAt(at: EpochMillis, now: EpochMillis): number {
  const age = now - at;
  if (age > 63 * DAY) return HOUR;
  if (age > 15 * DAY) return 5 * MINUTE;
  return age > 3 * HOUR ? MINUTE : 1000;
}

/** Throws away and rolls up what has become too old. */
export function age(series: Series, now: EpochMillis): void {
  for (const at of [...series.seconds.keys()]) if (now - at > 3 * HOUR) series.seconds.delete(at);
  for (const [at, bucket] of [...series.minutes]) {
    const kept = floorTo(Math.max(MINUTE, resolutionAt(at, now)), at);
    if (now - at <= 455 * DAY && kept === at) continue;
    series.minutes.delete(at);
    if (now - at <= 455 * DAY) merge(bucketAt(series.minutes, kept), bucket);
  }
}

function bucketAt(buckets: Map<EpochMillis, Bucket>, at: EpochMillis): Bucket {
  let bucket = buckets.get(at);
  if (!bucket) {
    bucket = emptyBucket();
    buckets.set(at, bucket);
  }
  return bucket;
}

function addObservation(bucket: Bucket, observation: Observation): void {
  if ('set' in observation) addStatisticSet(bucket, observation.set);
  else {
    observation.values.forEach((value, i) => {
      addValue(bucket, value, observation.counts?.[i] ?? 1);
    });
  }
}
