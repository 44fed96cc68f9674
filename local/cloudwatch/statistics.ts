import type { Bucket } from './metric-bucket.ts';

type Bound = number | undefined;

/** A statistic of CloudWatch, parsed. Bounds of a `trimmed` one are shares (0 to 1) of the values by rank, or values themselves. */
export type Statistic =
  | { readonly kind: 'simple'; readonly name: 'SampleCount' | 'Sum' | 'Average' | 'Minimum' | 'Maximum' }
  | { readonly kind: 'percentile'; readonly share: number }
  | {
      readonly kind: 'trimmed';
      readonly what: 'TM' | 'TC' | 'TS' | 'WM';
      readonly by: 'share' | 'value';
      readonly lower: Bound;
      readonly upper: Bound;
    }
  | { readonly kind: 'percentileRank'; readonly lower: Bound; readonly upper: Bound };

const SIMPLE = ['SampleCount', 'Sum', 'Average', 'Minimum', 'Maximum'] as const;

/**
 * Reads the name of a statistic: `Sum`, `p99.9`, `tm90`, `TM(10%:90%)`, `TC(0.5:10)`, `PR(:300)`, `IQM`, … as CloudWatch's
 * "statistics definitions" list them. Undefined when there is no such statistic.
 */
export function parseStatistic(text: string): Statistic | undefined {
  const simple = SIMPLE.find((name) => name === text);
  if (simple) return { kind: 'simple', name: simple };
  if (text === 'IQM') return { kind: 'trimmed', what: 'TM', by: 'share', lower: 0.25, upper: 0.75 };
  const [, short, percent] = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/.exec(text) ?? [];
  if (short && percent) return shortForm(short, Number(percent) / 100);
  const [, long, lower, upper] = /^(TM|TC|TS|WM|PR)\(([^:()]*):([^:()]*)\)$/.exec(text) ?? [];
  return long ? longForm(long, lower!.trim(), upper!.trim()) : undefined;
}

/** Whether more is needed than a bucket's totals. */
export function needsDistribution(statistic: Statistic): boolean {
  return statistic.kind !== 'simple';
}

/** The statistic's value over a bucket; undefined where CloudWatch has none, such as a percentile over statistic sets or negative values. */
export function statisticValue(statistic: Statistic, bucket: Bucket): number | undefined {
  if (bucket.count === 0) return undefined;
  if (statistic.kind === 'simple') return simpleValue(statistic.name, bucket);
  if (!bucket.distributionKnown || bucket.min < 0) return undefined;
  switch (statistic.kind) {
    case 'percentile':
      return valueAtShare(bucket, statistic.share);
    case 'percentileRank':
      return (valuesBetween(bucket, statistic.lower, statistic.upper).count / bucket.count) * 100;
    case 'trimmed':
      return trimmedValue(statistic, bucket);
  }
}

function shortForm(name: string, share: number): Statistic | undefined {
  if (share > 1) return undefined;
  if (name === 'p') return { kind: 'percentile', share };
  return { kind: 'trimmed', what: name.toUpperCase() as 'TM', by: 'share', lower: undefined, upper: share };
}

function longForm(what: string, lower: string, upper: string): Statistic | undefined {
  if (lower === '' && upper === '') return undefined;
  const number = /^\d+(\.\d+)?$/;
  const percent = /^\d+(\.\d+)?%$/;
  const given = [lower, upper].filter((bound) => bound !== '');
  const byShare = given.every((bound) => percent.test(bound));
  if (!byShare && !given.every((bound) => number.test(bound))) return undefined;
  const bound = (text: string): Bound =>
    text === '' ? undefined : byShare ? Number(text.slice(0, -1)) / 100 : Number(text);
  const bounds = { lower: bound(lower), upper: bound(upper) };
  if ((bounds.lower ?? 0) >= (bounds.upper ?? Number.POSITIVE_INFINITY)) return undefined;
  if (byShare && ((bounds.lower ?? 0) > 1 || (bounds.upper ?? 0) > 1)) return undefined;
  if (what === 'PR') return byShare ? undefined : { kind: 'percentileRank', ...bounds };
  return { kind: 'trimmed', what: what as 'TM', by: byShare ? 'share' : 'value', ...bounds };
}

function simpleValue(name: (typeof SIMPLE)[number], { count, sum, min, max }: Bucket): number {
  switch (name) {
    case 'SampleCount':
      return count;
    case 'Sum':
      return sum;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return min;
    case 'Maximum':
      return max;
  }
}

/** The smallest value that at least `share` of all values do not exceed (nearest rank). */
function valueAtShare(bucket: Bucket, share: number): number {
  return valueAtRank(bucket, rankOf(bucket, share));
}

function valueAtRank(bucket: Bucket, rank: number): number {
  let seen = 0;
  for (let i = 0; i < bucket.values.length; i++) {
    seen += bucket.counts[i]!;
    if (seen >= Math.max(1, rank)) return Math.min(bucket.max, Math.max(bucket.min, bucket.values[i]!));
  }
  return bucket.max;
}

/** How many of the values lie at or below a share. Rounded up, less what floating-point numbers add to 0.9 · 10. */
function rankOf(bucket: Bucket, share: number): number {
  return Math.ceil(share * bucket.count - 1e-9);
}

/** The ranks that two shares leave between them, after the first and up to the second: a value that is cut through stays in, on both sides. */
function ranksBetween(bucket: Bucket, { lower, upper }: Statistic & { kind: 'trimmed' }): [number, number] {
  return [Math.floor((lower ?? 0) * bucket.count + 1e-9), rankOf(bucket, upper ?? 1)];
}

function trimmedValue(statistic: Statistic & { kind: 'trimmed' }, bucket: Bucket): number | undefined {
  if (statistic.what === 'WM') return winsorizedMean(statistic, bucket);
  const kept =
    statistic.by === 'share'
      ? valuesBetweenRanks(bucket, ...ranksBetween(bucket, statistic))
      : valuesBetween(bucket, statistic.lower, statistic.upper);
  if (statistic.what === 'TC') return kept.count;
  if (statistic.what === 'TS') return kept.sum;
  return kept.count === 0 ? undefined : kept.sum / kept.count;
}

/** Like a trimmed mean, but what lies outside counts as if it were the lowest or highest of what lies inside. */
function winsorizedMean(statistic: Statistic & { kind: 'trimmed' }, bucket: Bucket): number {
  const [low, high] =
    statistic.by === 'value'
      ? [statistic.lower ?? bucket.min, statistic.upper ?? bucket.max]
      : boundsAt(bucket, ranksBetween(bucket, statistic));
  const clamped = bucket.values.map((value, i) => Math.min(high, Math.max(low, value)) * bucket.counts[i]!);
  return clamped.reduce((total, value) => total + value, 0) / bucket.count;
}

function boundsAt(bucket: Bucket, [after, upTo]: readonly [number, number]): [number, number] {
  return [valueAtRank(bucket, after + 1), valueAtRank(bucket, upTo)];
}

function valuesBetween(bucket: Bucket, lower: Bound, upper: Bound): { count: number; sum: number } {
  const kept = { count: 0, sum: 0 };
  for (let i = 0; i < bucket.values.length; i++) {
    const value = bucket.values[i]!;
    if (lower !== undefined && value <= lower) continue;
    if (upper !== undefined && value > upper) break;
    kept.count += bucket.counts[i]!;
    kept.sum += value * bucket.counts[i]!;
  }
  return kept;
}

function valuesBetweenRanks(bucket: Bucket, after: number, upTo: number): { count: number; sum: number } {
  const kept = { count: 0, sum: 0 };
  let seen = 0;
  for (let i = 0; i < bucket.values.length; i++) {
    const times = bucket.counts[i]!;
    const share = Math.max(0, Math.min(seen + times, upTo) - Math.max(seen, after));
    kept.count += share;
    kept.sum += share * bucket.values[i]!;
    seen += times;
  }
  return kept;
}
