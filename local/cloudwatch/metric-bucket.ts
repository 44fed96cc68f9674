/**
 * What is kept of a metric's values in one stretch of time. Sums are exact. The distribution is exact up to `DISTINCT_VALUES` different
 * values; from there values are kept to within one percent, so that a minute of many different durations stays small.
 */
export interface Bucket {
  count: number;
  sum: number;
  min: number;
  max: number;
  /** The different values in ascending order, and how often each occurred. */
  values: number[];
  counts: number[];
  /** False once a statistic set went in whose single values are not known: percentiles cannot be had then. */
  distributionKnown: boolean;
  coarse: boolean;
}

/** A statistic set as PutMetricData takes it. */
export interface StatisticSet {
  readonly SampleCount: number;
  readonly Sum: number;
  readonly Minimum: number;
  readonly Maximum: number;
}

const DISTINCT_VALUES = 64;
const RELATIVE_BIN_WIDTH = Math.log(1.02);

export function emptyBucket(): Bucket {
  return {
    count: 0,
    sum: 0,
    min: Number.POSITIVE_INFINITY,
    max: Number.NEGATIVE_INFINITY,
    values: [],
    counts: [],
    distributionKnown: true,
    coarse: false,
  };
}

export function addValue(bucket: Bucket, value: number, times = 1): void {
  addTotals(bucket, times, value * times, value, value);
  addToDistribution(bucket, value, times);
}

/** Adds a statistic set. Its distribution is known only when all its values are the same. */
export function addStatisticSet(bucket: Bucket, set: StatisticSet): void {
  if (set.SampleCount === 0) return;
  addTotals(bucket, set.SampleCount, set.Sum, set.Minimum, set.Maximum);
  if (set.Minimum === set.Maximum) addToDistribution(bucket, set.Minimum, set.SampleCount);
  else bucket.distributionKnown = false;
}

/** Adds all that is in `from`; without `distribution` only the totals, which is quicker. */
export function merge(into: Bucket, from: Bucket, distribution = true): void {
  addTotals(into, from.count, from.sum, from.min, from.max);
  into.distributionKnown &&= from.distributionKnown;
  if (!distribution) return;
  for (let i = 0; i < from.values.length; i++) addToDistribution(into, from.values[i]!, from.counts[i]!);
}

function addTotals(bucket: Bucket, count: number, sum: number, min: number, max: number): void {
  bucket.count += count;
  bucket.sum += sum;
  bucket.min = Math.min(bucket.min, min);
  bucket.max = Math.max(bucket.max, max);
}

function addToDistribution(bucket: Bucket, value: number, times: number): void {
  const kept = bucket.coarse ? roundToBin(value) : value;
  const index = firstNotBelow(bucket.values, kept);
  if (bucket.values[index] === kept) {
    bucket.counts[index]! += times;
    return;
  }
  bucket.values.splice(index, 0, kept);
  bucket.counts.splice(index, 0, times);
  if (!bucket.coarse && bucket.values.length > DISTINCT_VALUES) coarsen(bucket);
}

function coarsen(bucket: Bucket): void {
  const { values, counts } = bucket;
  bucket.coarse = true;
  bucket.values = [];
  bucket.counts = [];
  for (let i = 0; i < values.length; i++) addToDistribution(bucket, values[i]!, counts[i]!);
}

function roundToBin(value: number): number {
  if (value === 0) return 0;
  const bin = Math.round(Math.log(Math.abs(value)) / RELATIVE_BIN_WIDTH);
  return Math.sign(value) * Math.exp(bin * RELATIVE_BIN_WIDTH);
}

function firstNotBelow(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
