import type { Wire } from '../aws-json.ts';
import { sortedDimensions } from './metric-identity.ts';

/**
 * The labels CloudWatch gives to metrics that were queried without one, by query id: the metric's name, and of its dimensions, its statistic
 * and its period what tells the request's metrics apart.
 */
export function defaultLabels(queries: readonly Wire[]): Map<string, string> {
  const metrics = queries.filter(({ MetricStat }) => MetricStat);
  const differ = (part: (stat: Wire) => string) => new Set(metrics.map(({ MetricStat }) => part(MetricStat))).size > 1;
  const byStatistic = differ(({ Stat }) => Stat);
  const byPeriod = differ(({ Period }) => String(Period));
  const byDimensions = differ(dimensionsText) && !differ(({ Metric }) => Metric.MetricName);
  return new Map(
    metrics.map(({ Id, MetricStat }) => [
      Id,
      [
        byDimensions && dimensionsText(MetricStat),
        MetricStat.Metric.MetricName,
        byStatistic && MetricStat.Stat,
        byPeriod && String(MetricStat.Period),
      ]
        .filter(Boolean)
        .join(' '),
    ]),
  );
}

function dimensionsText({ Metric }: Wire): string {
  return sortedDimensions(Metric.Dimensions ?? [])
    .map(({ Value }) => Value)
    .join(' ');
}
