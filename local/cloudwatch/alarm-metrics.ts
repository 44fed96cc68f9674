import type { Wire } from '../aws-json.ts';
import type { TimeSeries } from './metric-math/values.ts';
import { checkedQueries } from './metric-queries.ts';
import type { MetricStore } from './metric-store.ts';
import { QueryRun, type QueryWindow } from './query-run.ts';
import { validationError } from './validation.ts';

const MOST_METRICS = 10;

/** Checks the `Metrics` of an alarm: exactly one is watched, at most ten are read, all by the same period. */
export function checkAlarmMetrics(metrics: readonly Wire[]): void {
  checkedQueries(metrics, 'Metrics');
  if (metrics.filter(({ MetricStat }) => MetricStat).length > MOST_METRICS) {
    throw validationError(`An alarm can be based on at most ${MOST_METRICS} metrics`);
  }
  if (metrics.filter(isWatched).length !== 1) {
    throw validationError('Exactly one element of the metrics list should return data.');
  }
  const periods = new Set(metrics.flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Period] : [])));
  if (periods.size > 1) throw validationError('All metrics of an alarm must have the same period');
}

/**
 * The series that is held against the threshold.
 * @throws AwsError ValidationException when the expression comes to a number, or to several series
 */
export function watchedSeries(metrics: readonly Wire[], store: MetricStore, window: QueryWindow): TimeSeries {
  const { Id } = metrics.find(isWatched);
  const { value } = new QueryRun(checkedQueries(metrics, 'Metrics'), store, window).result(Id);
  if (value.kind === 'series') return value;
  const [single, ...others] = value.items;
  if (single && others.length === 0) return single;
  throw validationError(`Error in expression '${Id}': an alarm needs one time series, not ${value.items.length}`);
}

export function metricsPeriod(metrics: readonly Wire[]): number {
  return metrics.find(({ MetricStat }) => MetricStat)?.MetricStat.Period ?? metrics.find(isWatched).Period ?? 60;
}

function isWatched({ ReturnData = true }: Wire): boolean {
  return ReturnData;
}
