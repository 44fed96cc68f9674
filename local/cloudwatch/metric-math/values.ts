import type { EpochMillis } from '../../clock.ts';
import { MetricMathError } from './parse.ts';

/** The values of a time series by time, oldest first. */
export type Points = ReadonlyMap<EpochMillis, number>;

export interface TimeSeries {
  readonly kind: 'series';
  readonly points: Points;
  readonly periodSeconds: number;
}

export interface TimeSeriesList {
  readonly kind: 'list';
  readonly items: readonly TimeSeries[];
}

/** What a part of an expression comes to. */
export type Value =
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | TimeSeriesList
  | TimeSeries;

export function scalar(value: number): Value {
  return { kind: 'scalar', value };
}

/** A series with other points. What is no number (a division by zero) is no data point. */
export function withPoints(series: TimeSeries, points: Iterable<readonly [EpochMillis, number]>): TimeSeries {
  return { ...series, points: new Map([...points].filter(([, value]) => Number.isFinite(value))) };
}

/** Applies `map` to each value of a scalar, a series, or every series of a list. */
export function mapValues(value: Value, map: (value: number, at: EpochMillis) => number): Value {
  return mapSeries(value, (series) =>
    withPoints(
      series,
      [...series.points].map(([at, one]) => [at, map(one, at)] as const),
    ),
  );
}

/** Applies `map` to a series, or to every series of a list. */
export function mapSeries(value: Value, map: (series: TimeSeries) => TimeSeries): Value {
  if (value.kind === 'series') return map(value);
  if (value.kind === 'list') return { kind: 'list', items: value.items.map(map) };
  throw new MetricMathError(`a time series was expected, a ${value.kind} was found`);
}

/**
 * Combines two values element by element: series with scalars, series with series where both have data at a time, and either with each
 * series of a list.
 */
export function combine(left: Value, right: Value, operation: (a: number, b: number) => number): Value {
  if (left.kind === 'text' || right.kind === 'text') throw new MetricMathError('a text cannot be calculated with');
  if (left.kind === 'list' && right.kind === 'list') {
    if (left.items.length !== right.items.length)
      throw new MetricMathError('lists of different lengths cannot be combined');
    const items = left.items.map((item, index) => combine(item, right.items[index]!, operation) as TimeSeries);
    return { kind: 'list', items };
  }
  if (left.kind === 'list') return mapSeries(left, (item) => combine(item, right, operation) as TimeSeries);
  if (right.kind === 'list') return mapSeries(right, (item) => combine(left, item, operation) as TimeSeries);
  if (left.kind === 'series' && right.kind === 'series') {
    const common = [...left.points].filter(([at]) => right.points.has(at));
    return withPoints(
      left,
      common.map(([at, value]) => [at, operation(value, right.points.get(at)!)] as const),
    );
  }
  if (left.kind === 'series') return mapValues(left, (value) => operation(value, (right as { value: number }).value));
  if (right.kind === 'series') return mapValues(right, (value) => operation((left as { value: number }).value, value));
  return scalar(operation(left.value, right.value));
}

/** For each time at which any of the series has data, what `fold` makes of the values there. */
export function foldAcross(items: readonly TimeSeries[], fold: (values: readonly number[]) => number): TimeSeries {
  const [first] = items;
  if (!first) throw new MetricMathError('a list of time series is empty');
  const times = [...new Set(items.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
  const valuesAt = (at: EpochMillis) =>
    items.map(({ points }) => points.get(at)).filter((value) => value !== undefined);
  return withPoints(
    first,
    times.map((at) => [at, fold(valuesAt(at))] as const),
  );
}
