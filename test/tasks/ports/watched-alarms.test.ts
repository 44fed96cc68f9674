import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../../local/local-aws.ts';
import { awsAlarms } from '../../../tasks/ports/alarms.ts';
import { call } from '../../scenarios/failing-calls.ts';
import { ORDERS } from '../targets.ts';

const MACHINE = { Name: 'StateMachineArn', Value: ORDERS };
const metric = (MetricName: string, ...more: readonly object[]) => ({
  Namespace: 'AWS/States',
  MetricName,
  Dimensions: [MACHINE, ...more],
});
const RULE = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, EvaluationPeriods: 1 };
const ALIAS = { Name: 'Alias', Value: 'live' };
const VERSION = { Name: 'Version', Value: '2' };

/** What is read of an alarm over this, beside its state. */
async function readOf(kind: 'Metric' | 'Composite', fields: object) {
  const aws = new LocalAws();
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: aws.requestHandler(),
    maxAttempts: 1,
  };
  for (const AlarmName of ['first', 'second one'])
    await call(aws, 'cloudwatch', 'PutMetricAlarm', { ...simple(metric('ExecutionsFailed')), AlarmName });
  await call(aws, 'cloudwatch', `Put${kind}Alarm`, { AlarmName: 'it', ...fields });
  const [reading] = await awsAlarms(new CloudWatchClient(options)).read(['it']);
  const { onBoth, children } = reading!;
  return { onBoth, children };
}

const simple = (of: object) => ({ ...of, Statistic: 'Sum', Period: 60, ...RULE });
const math = (...metrics: readonly object[]) => ({
  ...RULE,
  Metrics: [
    ...metrics.map((Metric, i) => ({
      Id: `m${i}`,
      MetricStat: { Metric, Stat: 'Sum', Period: 60 },
      ReturnData: false,
    })),
    { Id: 'rate', Expression: metrics.map((_, i) => `m${i}`).join(' / '), ReturnData: true },
  ],
});

describe('an alarm counts both versions together', () => {
  test.each<[string, object, true | undefined]>([
    ['through the alias', simple(metric('ExecutionsFailed', ALIAS)), true],
    ['of the machine', simple(metric('ExecutionsTimedOut')), true],
    ['of the machine’s times', simple(metric('ExecutionTime')), true],
    ['in an expression', math(metric('ExecutionsFailed', ALIAS), metric('ExecutionsStarted', ALIAS)), true],
    [
      'not where it is of one version',
      math(metric('ExecutionsFailed', VERSION), metric('ExecutionsStarted', VERSION)),
      undefined,
    ],
    ['not of a metric that knows no versions', simple(metric('ExecutionThrottled')), undefined],
    ['not of anything else', simple({ ...metric('ExecutionsFailed'), Namespace: 'Orders' }), undefined],
  ])('%s', async (_, fields, onBoth) => {
    expect(await readOf('Metric', fields)).toEqual({ onBoth, children: undefined });
  });
});

test('a composite alarm names those it is made of, by name or ARN', async () => {
  const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:first';
  const AlarmRule = `(ALARM("second one") OR NOT OK(first)) AND INSUFFICIENT_DATA("${arn}")`;
  expect(await readOf('Composite', { AlarmRule })).toEqual({
    onBoth: undefined,
    children: ['second one', 'first', 'first'],
  });
});
