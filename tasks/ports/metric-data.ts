import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { TryAgain } from '../../workflow/errors.ts';
import { translated } from './aws-errors.ts';

/** One statistic of a metric of Step Functions, each so many seconds. */
export interface MetricSeries {
  readonly metricName: string;
  readonly stateMachineArn: string;
  /** Of one version or alias; absent: of the machine, however it was started. */
  readonly by?: { readonly version: number } | { readonly alias: string };
  /** ExecutionsStarted is emitted twice per execution (1, then 0): only its Sum counts starts. */
  readonly statistic: 'Sum' | 'Maximum';
}

export interface MetricWindow {
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  readonly periodSeconds: number;
}

export interface MetricPoint {
  readonly at: Date;
  readonly value: number;
}

/** GetMetricData takes at most so many queries a call (CloudWatch quotas). */
const QUERIES = 500;

/** The data points of each series, in the order of the series; a series that does not exist has none. */
export async function readMetrics(
  cloudwatch: CloudWatchClient,
  series: readonly MetricSeries[],
  window: MetricWindow,
): Promise<readonly (readonly MetricPoint[])[]> {
  const points: MetricPoint[][] = series.map(() => []);
  for (let begin = 0; begin < series.length; begin += QUERIES) {
    const queries = series
      .slice(begin, begin + QUERIES)
      .map((one, i) => queryOf(`q${begin + i}`, one, window.periodSeconds));
    let NextToken: string | undefined;
    do {
      const page = await translated('cloudwatch:GetMetricData', 'AWS/States', () =>
        cloudwatch.send(
          new GetMetricDataCommand({
            StartTime: window.from,
            EndTime: window.to,
            MetricDataQueries: queries,
            NextToken,
          }),
        ),
      );
      for (const { Id, Timestamps = [], Values = [], StatusCode } of page.MetricDataResults ?? []) {
        if (StatusCode === 'InternalError') throw unread();
        points[Number(Id!.slice(1))]!.push(...Timestamps.map((at, i) => ({ at, value: Values[i]! })));
      }
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return points;
}

function queryOf(
  Id: string,
  { metricName, stateMachineArn, by, statistic }: MetricSeries,
  Period: number,
): MetricDataQuery {
  const Dimensions = [
    { Name: 'StateMachineArn', Value: stateMachineArn },
    ...(by
      ? ['version' in by ? { Name: 'Version', Value: String(by.version) } : { Name: 'Alias', Value: by.alias }]
      : []),
  ];
  const Metric = { Namespace: 'AWS/States', MetricName: metricName, Dimensions };
  return { Id, MetricStat: { Metric, Period, Stat: statistic } };
}

function unread(): TryAgain {
  return new TryAgain({
    reason: 'InternalError',
    summary: 'cloudwatch:GetMetricData on AWS/States: AWS answered InternalError.',
  });
}
