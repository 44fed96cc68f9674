import { AwsError } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import type { AlarmState, MetricAlarm } from './alarm.ts';
import { type Evaluation, type EvaluationInput, evaluate } from './alarm-evaluation.ts';
import { metricsPeriod, watchedSeries } from './alarm-metrics.ts';
import { thresholdReason, timestampText } from './alarm-wording.ts';
import { metricIdentity } from './metric-identity.ts';
import { floorTo } from './metric-series.ts';
import type { MetricStore } from './metric-store.ts';
import type { QueryWindow } from './query-run.ts';
import { needsDistribution, parseStatistic, type Statistic, statisticValue } from './statistics.ts';

/** One period of an alarm's evaluation range. */
interface WatchedPoint {
  readonly timestamp: EpochMillis;
  readonly value: number | null;
  readonly sampleCount?: number | undefined;
}

/** How much further back than its evaluation periods an alarm looks: AWS's examples show two periods more. */
const EXTRA_PERIODS = 2;
/** Data of standard resolution lies at the start of its minute and comes late: an alarm with short periods must look back over both. */
const EXTRA_SECONDS_OF_SHORT_PERIODS = 120;

/** The alarm's state by what can be seen at `now`; undefined when it stays in the state it is in. */
export function watch(alarm: MetricAlarm, store: MetricStore, now: EpochMillis): AlarmState | undefined {
  try {
    return judged(alarm, watchedPoints(alarm, store, now), now);
  } catch (error) {
    if (error instanceof AwsError) return notEvaluated(alarm, error.message);
    throw error;
  }
}

function judged(alarm: MetricAlarm, points: readonly WatchedPoint[], now: EpochMillis): AlarmState | undefined {
  const { settings } = alarm;
  const input: EvaluationInput = {
    evaluationPeriods: settings.EvaluationPeriods,
    datapointsToAlarm: settings.DatapointsToAlarm ?? settings.EvaluationPeriods,
    treatMissingData: treatmentOf(alarm),
    comparison: settings.ComparisonOperator,
    threshold: settings.Threshold,
    datapoints: points.map(({ value }) => value),
    previousState: alarm.state.value,
  };
  const evaluation = evaluate(input);
  if (evaluation.state === alarm.state.value || isTooSparse(alarm, evaluation, points)) return undefined;
  const { treatMissingData, comparison, threshold, evaluationPeriods, previousState } = input;
  const story = { evaluation, datapoints: points, comparison, threshold, evaluationPeriods, previousState };
  return {
    value: evaluation.state,
    reason: thresholdReason({ ...story, treatMissingData, datapointsToAlarm: settings.DatapointsToAlarm }),
    reasonData: reasonData(alarm, evaluation, points, now),
  };
}

/** An expression can turn out, with other data than at first, not to come to one time series. */
function notEvaluated({ state }: MetricAlarm, reason: string): AlarmState | undefined {
  return state.reason === reason ? undefined : { value: 'INSUFFICIENT_DATA', reason };
}

/** All metrics of an alarm have the same period. */
export function periodOf({ settings }: MetricAlarm): number {
  return settings.Period ?? metricsPeriod(settings.Metrics);
}

/** A sliding window: it ends at the last whole minute (for short periods, at the last whole period) and goes back period by period. */
function watchedPoints(alarm: MetricAlarm, store: MetricStore, now: EpochMillis): WatchedPoint[] {
  const periodSeconds = periodOf(alarm);
  const end = floorTo(Math.min(periodSeconds, 60) * 1000, now);
  const start = end - rangeOf(alarm.settings.EvaluationPeriods, periodSeconds) * periodSeconds * 1000;
  const window = { start, end, now };
  const found = alarm.settings.Metrics ? mathPoints(alarm, store, window) : metricPoints(alarm, store, window);
  const points: WatchedPoint[] = [];
  for (let timestamp = start; timestamp < end; timestamp += periodSeconds * 1000) {
    points.push({ timestamp, value: null, ...found.get(timestamp) });
  }
  return points;
}

type Found = ReadonlyMap<EpochMillis, { readonly value: number | null; readonly sampleCount?: number }>;

function metricPoints({ settings }: MetricAlarm, store: MetricStore, { start, end }: QueryWindow): Found {
  const statistic = parseStatistic(settings.Statistic ?? settings.ExtendedStatistic)!;
  const [found] = store.read({
    metric: metricIdentity(settings),
    unit: settings.Unit,
    start,
    end,
    periodSeconds: settings.Period,
    distribution: needsDistribution(statistic),
  });
  return new Map(
    found?.points.map(({ timestamp, bucket }) => [
      timestamp,
      { value: statisticValue(statistic, bucket) ?? null, sampleCount: bucket.count },
    ]),
  );
}

function mathPoints({ settings }: MetricAlarm, store: MetricStore, window: QueryWindow): Found {
  const series = watchedSeries(settings.Metrics, store, window);
  return new Map([...series.points].map(([at, value]) => [at, { value }]));
}

function rangeOf(evaluationPeriods: number, periodSeconds: number): number {
  const extra = periodSeconds < 60 ? Math.ceil(EXTRA_SECONDS_OF_SHORT_PERIODS / periodSeconds) : EXTRA_PERIODS;
  return evaluationPeriods + extra;
}

/** Alarms on DynamoDB's metrics ignore missing data whatever they are put with. */
function treatmentOf({ settings }: MetricAlarm): EvaluationInput['treatMissingData'] {
  return settings.Namespace === 'AWS/DynamoDB' ? 'ignore' : (settings.TreatMissingData ?? 'missing');
}

/**
 * Whether a percentile is too uncertain to act on: fewer than 10/(1-p) samples for p above one half, 10/p below. Only alarms that were put with
 * `EvaluateLowSampleCountPercentile: ignore` mind it.
 */
function isTooSparse({ settings }: MetricAlarm, { considered }: Evaluation, points: readonly WatchedPoint[]): boolean {
  if (settings.EvaluateLowSampleCountPercentile !== 'ignore') return false;
  const statistic: Statistic | undefined = parseStatistic(settings.ExtendedStatistic ?? '');
  if (statistic?.kind !== 'percentile') return false;
  const needed = 10 / (statistic.share > 0.5 ? 1 - statistic.share : statistic.share);
  return considered.some((position) => points[position]!.sampleCount! < needed - 1e-9);
}

function reasonData(
  alarm: MetricAlarm,
  { considered, missing }: Evaluation,
  points: readonly WatchedPoint[],
  now: EpochMillis,
): string {
  const { settings } = alarm;
  const evaluated = considered.map((position) => points[position]!);
  const unseen = points.filter(({ value }) => value === null).slice(-missing);
  const oldest = evaluated.at(-1);
  return JSON.stringify({
    version: '1.0',
    queryDate: timestampText(now),
    ...(oldest && { startDate: timestampText(oldest.timestamp) }),
    unit: settings.Unit,
    statistic: settings.Statistic,
    extendedStatistic: settings.ExtendedStatistic,
    period: periodOf(alarm),
    recentDatapoints: evaluated.map(({ value }) => value).reverse(),
    threshold: settings.Threshold,
    evaluatedDatapoints: (oldest ? evaluated : unseen.reverse()).map(({ timestamp, value, sampleCount }) => ({
      timestamp: timestampText(timestamp),
      ...(value !== null && { sampleCount, value }),
    })),
  });
}
