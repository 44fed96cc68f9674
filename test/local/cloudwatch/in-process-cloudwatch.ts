import type { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import * as cloudWatchClient from '@aws-sdk/client-cloudwatch';
import { CloudWatch, type CloudWatchOptions } from '../../../local/cloudwatch/service.ts';
import { inProcessHandler } from '../../../local/in-process.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';

export const NOON = Date.UTC(2026, 2, 1, 12, 0, 0);
const context = { account: '123456789012', region: 'us-east-1' };

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
type Answer = any;
const commands = cloudWatchClient as unknown as Record<string, new (input: object) => DescribeAlarmsCommand>;

/** A CloudWatch of its own, spoken to through the SDK's client, at noon of a virtual day. */
export function inProcessCloudWatch(options: Partial<CloudWatchOptions> = {}) {
  const clock = new VirtualClock(NOON);
  const service = new CloudWatch({ clock, context, ...options });
  const client = new cloudWatchClient.CloudWatchClient({
    region: context.region,
    endpoint: 'http://in-process.invalid',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: inProcessHandler([service], context),
  });
  const call = async (operation: string, input: object = {}): Promise<Answer> => {
    const Command = commands[`${operation}Command`]!;
    const { $metadata, ...answer } = await client.send(new Command(input));
    return answer;
  };
  return { clock, service, call, pass: (seconds: number) => clock.advanceBy(seconds * 1000) };
}

export type InProcessCloudWatch = ReturnType<typeof inProcessCloudWatch>;

/** The smallest alarm: more than 5 of metric `m` in namespace `ns` in one minute. */
export const SMALL_ALARM = {
  AlarmName: 'small',
  Namespace: 'ns',
  MetricName: 'm',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
};

export async function putValue(
  { call }: InProcessCloudWatch,
  MetricName: string,
  Value: number,
  more: object = {},
): Promise<void> {
  await call('PutMetricData', { Namespace: 'ns', MetricData: [{ MetricName, Value, ...more }] });
}

export async function alarm({ call }: InProcessCloudWatch, name: string): Promise<Answer> {
  const { MetricAlarms, CompositeAlarms } = await call('DescribeAlarms', {
    AlarmNames: [name],
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
  });
  return MetricAlarms[0] ?? CompositeAlarms[0];
}
