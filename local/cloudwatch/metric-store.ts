import type { Clock, EpochMillis } from '../clock.ts';
import type { Bucket } from './metric-bucket.ts';
import type { Dimension, MetricDatum } from './metric-datum.ts';
import { type MetricIdentity, metricKey } from './metric-identity.ts';
import {
  age,
  aggregate,
  emptySeries,
  MINUTE,
  type Observation,
  observe,
  resolutionAt,
  type Series,
} from './metric-series.ts';

export interface MetricStoreOptions {
  readonly clock: Clock;
  /** How long after the end of a minute the data that AWS services emitted in it can be seen. */
  readonly serviceDelaySeconds: number;
  /** How long after PutMetricData its data can be seen. */
  readonly customDelaySeconds: number;
}

export interface CustomDatum {
  readonly metric: MetricIdentity;
  readonly unit: string;
  readonly timestamp: EpochMillis;
  readonly observation: Observation;
  readonly highResolution: boolean;
}

export interface MetricQuery {
  readonly metric: MetricIdentity;
  readonly unit?: string | undefined;
  readonly start: EpochMillis;
  readonly end: EpochMillis;
  readonly periodSeconds: number;
  /** Whether the values' distribution is needed, or only their totals. */
  readonly distribution: boolean;
}

export interface MetricPoint {
  readonly timestamp: EpochMillis;
  readonly bucket: Bucket;
}

/** Data is thrown away and rolled up this often: reads do not depend on it, memory does. */
const AGING_MILLIS = 6 * 60 * MINUTE;

interface Pending extends CustomDatum {
  readonly series: Series;
  readonly visibleAt: EpochMillis;
}

/**
 * The data of all metrics. What is put can be seen only after a delay, as on AWS: services publish a minute's data together some time after
 * it has ended; what PutMetricData brings is there within seconds.
 */
export class MetricStore {
  readonly #options: MetricStoreOptions;
  readonly #series = new Map<string, Map<string, Series>>();
  readonly #pending: Pending[] = [];
  #agedAt: EpochMillis;

  constructor(options: MetricStoreOptions) {
    this.#options = options;
    this.#agedAt = options.clock.now();
  }

  /** Takes a data point of an AWS service. */
  put({ namespace, metricName, dimensions, value, timestamp, unit = 'None' }: MetricDatum): void {
    this.#ageNowAndThen();
    const delay = MINUTE + this.#options.serviceDelaySeconds * 1000;
    const series = this.#seriesOf({ namespace, metricName, dimensions }, unit, delay);
    series.lastTimestamp = Math.max(series.lastTimestamp, timestamp);
    observe(series, timestamp, { values: [value] }, false);
  }

  /** Takes a data point of PutMetricData. */
  putCustom(datum: CustomDatum): void {
    this.#reveal();
    const series = this.#seriesOf(datum.metric, datum.unit, 0);
    series.lastTimestamp = Math.max(series.lastTimestamp, datum.timestamp);
    const visibleAt = this.#options.clock.now() + this.#options.customDelaySeconds * 1000;
    this.#pending.push({ ...datum, series, visibleAt });
  }

  /** The data points of one metric, oldest first, by unit; a period is named by its start. Units that have none are left out. */
  read(query: MetricQuery): { readonly unit: string; readonly points: readonly MetricPoint[] }[] {
    this.#reveal();
    const periodMillis = query.periodSeconds * 1000;
    const now = this.#options.clock.now();
    if (periodMillis % resolutionAt(query.start, now) !== 0) return [];
    return this.#unitsOf(query)
      .map((series) => ({ unit: series.unit, points: pointsOf(series, query, periodMillis, now) }))
      .filter(({ points }) => points.length > 0);
  }

  /** Every metric that was given data since `since`. */
  metrics(since: EpochMillis): MetricIdentity[] {
    return [...this.#series.values()].flatMap((units) => {
      const [first] = units.values();
      return first && [...units.values()].some((series) => series.lastTimestamp >= since) ? [first.metric] : [];
    });
  }

  #unitsOf({ metric, unit }: MetricQuery): Series[] {
    const units = [...(this.#series.get(metricKey(metric))?.values() ?? [])];
    return unit === undefined ? units : units.filter((series) => series.unit === unit);
  }

  #seriesOf(metric: MetricIdentity, unit: string, minuteDelayMillis: number): Series {
    const key = metricKey(metric);
    const units = this.#series.get(key) ?? new Map<string, Series>();
    this.#series.set(key, units);
    const known = units.get(unit);
    if (known) return known;
    const series = emptySeries({ ...metric, dimensions: copyOf(metric.dimensions) }, unit, minuteDelayMillis);
    units.set(unit, series);
    return series;
  }

  /** Lets PutMetricData's data be seen whose delay is over. All have the same delay: the queue is in order. */
  #reveal(): void {
    this.#ageNowAndThen();
    const now = this.#options.clock.now();
    const visible = this.#pending.findIndex(({ visibleAt }) => visibleAt > now);
    if (visible === 0) return;
    for (const { series, timestamp, observation, highResolution } of this.#pending.splice(
      0,
      visible < 0 ? this.#pending.length : visible,
    )) {
      observe(series, timestamp, observation, highResolution);
    }
  }

  #ageNowAndThen(): void {
    const now = this.#options.clock.now();
    if (now - this.#agedAt < AGING_MILLIS) return;
    this.#agedAt = now;
    for (const units of this.#series.values()) for (const series of units.values()) age(series, now);
  }
}

function pointsOf(
  series: Series,
  { start, end, distribution }: MetricQuery,
  periodMillis: number,
  now: EpochMillis,
): MetricPoint[] {
  const points: MetricPoint[] = [];
  for (let at = start; at < end; at += periodMillis) {
    const bucket = aggregate(series, { start: at, end: Math.min(at + periodMillis, end), now, distribution });
    if (bucket) points.push({ timestamp: at, bucket });
  }
  return points;
}

function copyOf(dimensions: readonly Dimension[]): Dimension[] {
  return dimensions.map(({ Name, Value }) => ({ Name, Value }));
}
