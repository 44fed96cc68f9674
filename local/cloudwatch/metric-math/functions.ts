import type { EpochMillis } from '../../clock.ts';
import { MetricMathError } from './parse.ts';
import { foldAcross, mapSeries, mapValues, scalar, type TimeSeries, type Value, withPoints } from './values.ts';

/** What functions know of the request they are in. */
export interface MathWindow {
  /** Every time at which a series of that period could have data. */
  readonly timeline: (periodSeconds: number) => readonly EpochMillis[];
  readonly periodSeconds: number;
  /** The metrics of the request, without its expressions, whose id contains the text. */
  readonly metrics: (idContains: string) => readonly TimeSeries[];
}

type MathFunction = (parameters: readonly Value[], window: MathWindow) => Value;

/** How a fold of a list also sees the series that have nothing at a time: SUM and AVG count them as 0. */
function aggregate(fold: (values: readonly number[]) => number, missingIsZero: boolean): MathFunction {
  return ([value]) => {
    if (value?.kind === 'list') {
      const missing = (values: readonly number[]) => Array<number>(value.items.length - values.length).fill(0);
      return foldAcross(value.items, (values) => fold(missingIsZero ? [...values, ...missing(values)] : values));
    }
    return scalar(fold([...seriesIn(value).points.values()]));
  };
}

function eachValue(map: (value: number, at: EpochMillis) => number): MathFunction {
  return ([value]) => (value?.kind === 'scalar' ? scalar(map(value.value, 0)) : mapValues(given(value), map));
}

/** From each point and the one before it. */
function eachStep(map: (step: { readonly value: number; readonly seconds: number }) => number): MathFunction {
  return ([value]) =>
    mapSeries(given(value), (series) => {
      const points = [...series.points];
      const steps = points.slice(1).map(([at, later], index) => {
        const [before, earlier] = points[index]!;
        return [at, map({ value: later - earlier, seconds: (at - before) / 1000 })] as const;
      });
      return withPoints(series, steps);
    });
}

function calendar(read: (date: Date) => number): MathFunction {
  return eachValue((_, at) => read(new Date(at)));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const average = (values: readonly number[]): number => sum(values) / values.length;

/** The functions of metric math that local AWS has, by name. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: eachValue(Math.abs),
  CEIL: eachValue(Math.ceil),
  FLOOR: eachValue(Math.floor),
  LOG: eachValue(Math.log),
  LOG10: eachValue(Math.log10),
  SUM: aggregate(sum, true),
  AVG: aggregate(average, true),
  MIN: aggregate((values) => Math.min(...values), false),
  MAX: aggregate((values) => Math.max(...values), false),
  STDDEV: aggregate((values) => Math.sqrt(average(values.map((value) => (value - average(values)) ** 2))), false),
  DATAPOINT_COUNT: aggregate((values) => values.length, false),
  DIFF: eachStep(({ value }) => value),
  DIFF_TIME: eachStep(({ seconds }) => seconds),
  RATE: eachStep(({ value, seconds }) => value / seconds),
  RUNNING_SUM: ([value]) => mapSeries(given(value), runningSum),
  EPOCH: eachValue((_, at) => at / 1000),
  MINUTE: calendar((date) => date.getUTCMinutes()),
  HOUR: calendar((date) => date.getUTCHours()),
  // Monday is 1, Sunday 7.
  DAY: calendar((date) => date.getUTCDay() || 7),
  DATE: calendar((date) => date.getUTCDate()),
  MONTH: calendar((date) => date.getUTCMonth() + 1),
  YEAR: calendar((date) => date.getUTCFullYear()),
  PERIOD: ([value]) => scalar(seriesIn(value).periodSeconds),
  FIRST: ([value]) => itemsIn(value).at(0) ?? empty(),
  LAST: ([value]) => itemsIn(value).at(-1) ?? empty(),
  METRIC_COUNT: ([value]) => scalar(itemsIn(value).length),
  REMOVE_EMPTY: ([value]) => ({ kind: 'list', items: itemsIn(value).filter(({ points }) => points.size > 0) }),
  METRICS: ([text], { metrics }) => ({ kind: 'list', items: metrics(text === undefined ? '' : textIn(text)) }),
  TIME_SERIES: ([value], { timeline, periodSeconds }) => constantSeries(value, timeline(periodSeconds), periodSeconds),
  FILL: ([value, filling], { timeline }) =>
    mapSeries(given(value), (series) => fill(series, given(filling), timeline(series.periodSeconds))),
  IF: ([condition, whenTrue, whenFalse]) => choose(given(condition), given(whenTrue), whenFalse),
};

function runningSum(series: TimeSeries): TimeSeries {
  let total = 0;
  return withPoints(
    series,
    [...series.points].map(([at, value]) => {
      total += value;
      return [at, total] as const;
    }),
  );
}

function constantSeries(value: Value | undefined, timeline: readonly EpochMillis[], periodSeconds: number): TimeSeries {
  const constant = given(value);
  if (constant.kind !== 'scalar') throw new MetricMathError('TIME_SERIES takes a number');
  const points = timeline.map((at) => [at, constant.value] as const);
  return { kind: 'series', points: new Map(points), periodSeconds };
}

/** With a number, with another series' values, or by REPEAT (the last value) or LINEAR (between the values around). */
function fill(series: TimeSeries, filling: Value, timeline: readonly EpochMillis[]): TimeSeries {
  const at = (time: EpochMillis): number | undefined => {
    if (filling.kind === 'scalar') return filling.value;
    if (filling.kind === 'series') return filling.points.get(time);
    if (filling.kind !== 'text') throw new MetricMathError('FILL takes a number, a time series, REPEAT or LINEAR');
    return between(series, time, filling.value === 'LINEAR');
  };
  const filled = timeline.map((time) => [time, series.points.get(time) ?? at(time)] as const);
  return withPoints(
    series,
    filled.filter((point): point is [EpochMillis, number] => point[1] !== undefined),
  );
}

function between({ points }: TimeSeries, time: EpochMillis, linear: boolean): number | undefined {
  const before = [...points].filter(([at]) => at < time).at(-1);
  if (!linear || !before) return before?.[1];
  const after = [...points].find(([at]) => at > time);
  if (!after) return undefined;
  return before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]);
}

/** Where the condition is a series, each of its points chooses; a branch that is missing or has no data there leaves no data point. */
function choose(condition: Value, whenTrue: Value, whenFalse: Value | undefined): Value {
  if (condition.kind === 'scalar') {
    const chosen = condition.value === 0 ? whenFalse : whenTrue;
    return chosen ?? empty();
  }
  return mapSeries(condition, (series) => {
    const chosen = [...series.points].map(
      ([at, value]) => [at, valueAt(value === 0 ? whenFalse : whenTrue, at)] as const,
    );
    return withPoints(
      series,
      chosen.filter((point): point is [EpochMillis, number] => point[1] !== undefined),
    );
  });
}

function valueAt(value: Value | undefined, at: EpochMillis): number | undefined {
  if (value?.kind === 'scalar') return value.value;
  return value?.kind === 'series' ? value.points.get(at) : undefined;
}

function given(value: Value | undefined): Value {
  if (!value) throw new MetricMathError('a parameter is missing');
  return value;
}

function seriesIn(value: Value | undefined): TimeSeries {
  const found = given(value);
  if (found.kind !== 'series') throw new MetricMathError(`a time series was expected, a ${found.kind} was found`);
  return found;
}

function itemsIn(value: Value | undefined): readonly TimeSeries[] {
  const found = given(value);
  return found.kind === 'list' ? found.items : [seriesIn(found)];
}

function textIn(value: Value): string {
  if (value.kind !== 'text') throw new MetricMathError('a text was expected');
  return value.value;
}

function empty(): TimeSeries {
  return { kind: 'series', points: new Map(), periodSeconds: 60 };
}
