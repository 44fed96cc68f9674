import { type CloudWatchClient, type MetricDataQuery, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { parseStateMachineArn } from '../workflow/arns.ts';
import type { Usage } from '../workflow/expected-course.ts';
import { openAws } from './aws.ts';
import type { Arguments } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';

interface Target {
  readonly stateMachineArn: string;
  readonly alias: string;
}

const DAY_MINUTES = 1440;
const MINUTE_MILLIS = 60_000;
const CLOCKS_AGREE_MILLIS = 5 * MINUTE_MILLIS;
/** CloudWatch may have no smaller periods of a day ago than these five minutes. */
const PERIOD_SECONDS = 300;

/** By the judge's words: aborted executions count neither way. */
const METRICS = {
  started: 'ExecutionsStarted',
  succeeded: 'ExecutionsSucceeded',
  failed: 'ExecutionsFailed',
  timedOut: 'ExecutionsTimedOut',
} as const;

/**
 * How a target was used in the last 24 hours, by what CloudWatch counted of its alias.
 * @param values those of the options for AWS
 * @throws UsageFault for options that do not fit, Fault when CloudWatch cannot be read
 */
export async function usualTraffic(target: Target, values: Arguments['values']): Promise<Usage> {
  // Its metrics are where the machine is.
  const { region } = parseStateMachineArn(target.stateMachineArn)!;
  const { cloudwatch: client } = openAws({ ...values, region: values.region ?? region });
  try {
    const sums = await sumsOf(client, target);
    const failures = sums.failed + sums.timedOut;
    const history = { executions: sums.succeeded + failures, failures };
    return { perMinute: sums.started / DAY_MINUTES, history };
  } catch (error) {
    const { name, message } = error as Error;
    throw new Fault(
      EXIT.fault,
      `--from-metrics: CloudWatch cannot be read (${name}: ${message.replace(/\s+/g, ' ').trim()}).`,
    );
  } finally {
    client.destroy();
  }
}

type Sums = Record<keyof typeof METRICS, number>;

async function sumsOf(client: CloudWatchClient, target: Target): Promise<Sums> {
  const sums = await read(client, target);
  // The clock that counts is AWS's: the client learns from its first answer how far this computer's is off.
  return Math.abs(client.config.systemClockOffset) < CLOCKS_AGREE_MILLIS ? sums : read(client, target);
}

async function read(client: CloudWatchClient, { stateMachineArn, alias }: Target): Promise<Sums> {
  const Dimensions = [
    { Name: 'StateMachineArn', Value: stateMachineArn },
    { Name: 'Alias', Value: alias },
  ];
  const now = Math.ceil((Date.now() + client.config.systemClockOffset) / MINUTE_MILLIS) * MINUTE_MILLIS;
  const sums: Sums = { started: 0, succeeded: 0, failed: 0, timedOut: 0 };
  const pages = paginateGetMetricData(
    { client },
    {
      StartTime: new Date(now - DAY_MINUTES * MINUTE_MILLIS),
      EndTime: new Date(now),
      MetricDataQueries: Object.entries(METRICS).map(
        ([Id, MetricName]): MetricDataQuery => ({
          Id,
          // ExecutionsStarted is emitted twice for each execution (1, then 0): only sums count.
          MetricStat: {
            Metric: { Namespace: 'AWS/States', MetricName, Dimensions },
            Period: PERIOD_SECONDS,
            Stat: 'Sum',
          },
        }),
      ),
    },
  );
  for await (const { MetricDataResults = [] } of pages) {
    for (const { Id, Values = [] } of MetricDataResults) {
      sums[Id as keyof Sums] += Values.reduce((sum, value) => sum + value, 0);
    }
  }
  return sums;
}
