import { beforeEach, describe, expect, test } from '@jest/globals';
import {
  alarm,
  type InProcessCloudWatch,
  inProcessCloudWatch,
  NOON,
  putValue,
  SMALL_ALARM,
} from './in-process-cloudwatch.ts';

let cloudWatch: InProcessCloudWatch;
let call: InProcessCloudWatch['call'];
beforeEach(() => {
  cloudWatch = inProcessCloudWatch();
  call = cloudWatch.call;
});

const put = (more: object = {}) => call('PutMetricAlarm', { ...SMALL_ALARM, ...more });
const state = async (name = 'small') => (await alarm(cloudWatch, name))?.StateValue;

describe('a metric alarm', () => {
  test('begins with insufficient data, and says in AWS’s words when it fires and when it comes back', async () => {
    await put();
    expect(await alarm(cloudWatch, 'small')).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateTransitionedTimestamp: new Date(NOON),
    });
    await putValue(cloudWatch, 'm', 6);
    await cloudWatch.pass(65);
    const fired = await alarm(cloudWatch, 'small');
    expect(fired).toMatchObject({
      StateValue: 'ALARM',
      StateReason: 'Threshold Crossed: 1 datapoint [6.0 (01/03/26 12:00:00)] was greater than the threshold (5.0).',
      StateUpdatedTimestamp: new Date(NOON + 65_000),
      StateTransitionedTimestamp: new Date(NOON + 65_000),
    });
    expect(JSON.parse(fired.StateReasonData)).toEqual({
      version: '1.0',
      queryDate: '2026-03-01T12:01:05.000+0000',
      startDate: '2026-03-01T12:00:00.000+0000',
      statistic: 'Sum',
      period: 60,
      recentDatapoints: [6],
      threshold: 5,
      evaluatedDatapoints: [{ timestamp: '2026-03-01T12:00:00.000+0000', sampleCount: 1, value: 6 }],
    });
    await putValue(cloudWatch, 'm', 1);
    await cloudWatch.pass(60);
    expect(await state()).toBe('OK');
  });

  test('holds its state over old data while nothing newer comes, and then lapses', async () => {
    await put();
    await putValue(cloudWatch, 'm', 6);
    await cloudWatch.pass(65 + 120);
    expect(await state()).toBe('ALARM');
    await cloudWatch.pass(60);
    expect(await alarm(cloudWatch, 'small')).toMatchObject({
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Insufficient Data: 1 datapoint was unknown.',
    });
  });

  test('is looked at a few seconds into each minute and not between', async () => {
    await put({ TreatMissingData: 'notBreaching' });
    await cloudWatch.pass(4);
    expect(await state()).toBe('INSUFFICIENT_DATA');
    await cloudWatch.pass(1);
    expect(await state()).toBe('OK');
    await call('SetAlarmState', { AlarmName: 'small', StateValue: 'ALARM', StateReason: 'drill' });
    await cloudWatch.pass(59);
    expect(await state()).toBe('ALARM');
    await cloudWatch.pass(1);
    expect(await state()).toBe('OK');
  });

  test('slides its window by the minute where its period is longer', async () => {
    await put({ Period: 300 });
    await cloudWatch.pass(180);
    await putValue(cloudWatch, 'm', 6);
    await cloudWatch.pass(65);
    expect(await state()).toBe('ALARM');
  });

  test('needs M out of N', async () => {
    await put({ EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
    await putValue(cloudWatch, 'm', 6);
    await cloudWatch.pass(125);
    expect(await state()).toBe('OK');
    await putValue(cloudWatch, 'm', 7);
    await cloudWatch.pass(60);
    expect(await alarm(cloudWatch, 'small')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: expect.stringContaining('Threshold Crossed: 2 out of the last 3 datapoints [7.0'),
    });
  });

  test('sees a failure of a service one to two minutes after it happened', async () => {
    const metric = { namespace: 'AWS/States', metricName: 'ExecutionsFailed', dimensions: [] };
    const alarmOnStates = { Namespace: 'AWS/States', MetricName: 'ExecutionsFailed', Threshold: 0 };
    await put({ ...alarmOnStates, TreatMissingData: 'notBreaching' });
    await cloudWatch.pass(30);
    cloudWatch.service.metrics.put({ ...metric, value: 1, timestamp: cloudWatch.clock.now() });
    await cloudWatch.pass(90);
    expect(await state()).toBe('OK');
    await cloudWatch.pass(5);
    expect(await state()).toBe('ALARM');
  });

  test('with a period of seconds is looked at every ten seconds', async () => {
    await put({ Period: 10, TreatMissingData: 'notBreaching' });
    await cloudWatch.pass(5);
    await putValue(cloudWatch, 'm', 6, { StorageResolution: 1 });
    await cloudWatch.pass(10);
    expect(await state()).toBe('ALARM');
  });

  test('on a percentile may wait for enough samples', async () => {
    await put({ Statistic: undefined, ExtendedStatistic: 'p90' });
    await put({
      AlarmName: 'patient',
      Statistic: undefined,
      ExtendedStatistic: 'p90',
      EvaluateLowSampleCountPercentile: 'ignore',
    });
    await putValue(cloudWatch, 'm', 0, { Value: undefined, Values: [6], Counts: [99] });
    await cloudWatch.pass(65);
    expect([await state(), await state('patient')]).toEqual(['ALARM', 'INSUFFICIENT_DATA']);
    await putValue(cloudWatch, 'm', 0, { Value: undefined, Values: [6], Counts: [100] });
    await cloudWatch.pass(60);
    expect(await state('patient')).toBe('ALARM');
  });

  test('on DynamoDB ignores missing data whatever it was put with', async () => {
    await put({ Namespace: 'AWS/DynamoDB', TreatMissingData: 'breaching' });
    await cloudWatch.pass(300);
    expect(await state()).toBe('INSUFFICIENT_DATA');
  });

  test('keeps its state when it is put again', async () => {
    await put();
    await call('SetAlarmState', { AlarmName: 'small', StateValue: 'OK', StateReason: 'set by hand' });
    await cloudWatch.pass(1);
    await put({ Threshold: 9 });
    expect(await alarm(cloudWatch, 'small')).toMatchObject({
      Threshold: 9,
      StateValue: 'OK',
      StateReason: 'set by hand',
      AlarmConfigurationUpdatedTimestamp: new Date(NOON + 1000),
      StateUpdatedTimestamp: new Date(NOON),
    });
  });

  test('lets no virtual time pass by itself', async () => {
    await put();
    await cloudWatch.clock.runUntilIdle();
    expect(cloudWatch.clock.now()).toBe(NOON);
  });

  test.each([
    [{ EvaluationPeriods: undefined }, "Value null at 'evaluationPeriods'"],
    [{ ComparisonOperator: 'Greater' }, 'Member must satisfy enum value set'],
    [{ Threshold: undefined }, 'Threshold is required'],
    [{ Period: 61 }, 'Period must be 10, 20, 30 or a multiple of 60'],
    [{ EvaluationPeriods: 1441 }, '(EvaluationPeriods * Period must be <= 86400)'],
    [{ Period: 3600, EvaluationPeriods: 169 }, '(EvaluationPeriods * Period must be <= 604800)'],
    [{ DatapointsToAlarm: 2 }, 'DatapointsToAlarm must not be greater than EvaluationPeriods'],
    [{ TreatMissingData: 'bad' }, 'The value bad is not supported for TreatMissingData parameter'],
    [{ Statistic: undefined }, 'Exactly one of Statistic and ExtendedStatistic'],
    [{ ExtendedStatistic: 'p90' }, 'Exactly one of Statistic and ExtendedStatistic'],
    [{ MetricName: undefined }, 'Exactly one of MetricName and Metrics'],
    [{ AlarmName: 'x'.repeat(256) }, "at 'alarmName' failed to satisfy constraint"],
  ])('is refused with %j', async (more, message) => {
    await expect(put(more)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  test.each([
    { ThresholdMetricId: 'band' },
    { ComparisonOperator: 'GreaterThanUpperThreshold' },
    { WarmUpConfiguration: { WarmUpPeriodDurationInMinutes: 5 } },
    { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } },
    { EvaluationWindow: { WallClockWindow: { Timezone: 'UTC' } } },
  ])('is refused by name with %j, which local AWS does not have', async (more) => {
    await expect(put(more)).rejects.toMatchObject({ name: 'UnsupportedByLocalAws' });
  });
});

describe('an alarm on metric math', () => {
  const metric = (Id: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'ns', MetricName: Id, Dimensions: [] }, Period: 60, Stat: 'Sum' },
    ReturnData: false,
  });
  const failureRate = { Id: 'rate', Expression: 'IF(started >= 10, failed / started)', ReturnData: true };
  const math = (...Metrics: object[]) =>
    put({
      MetricName: undefined,
      Namespace: undefined,
      Statistic: undefined,
      Period: undefined,
      Threshold: 0.2,
      Metrics,
    });

  test('fires on what its expression comes to', async () => {
    await math(failureRate, metric('failed'), metric('started'));
    await putValue(cloudWatch, 'failed', 3);
    await putValue(cloudWatch, 'started', 9);
    await cloudWatch.pass(65);
    expect(await state()).toBe('INSUFFICIENT_DATA');
    await putValue(cloudWatch, 'failed', 3);
    await putValue(cloudWatch, 'started', 10);
    await cloudWatch.pass(60);
    const fired = await alarm(cloudWatch, 'small');
    expect(fired.StateReason).toContain('1 datapoint [0.3 (01/03/26 12:01:00)] was greater than the threshold (0.2)');
    expect(JSON.parse(fired.StateReasonData)).toMatchObject({ period: 60, recentDatapoints: [0.3] });
    expect(fired).toMatchObject({ Metrics: [failureRate, metric('failed'), metric('started')], Dimensions: [] });
    expect(fired).not.toHaveProperty('MetricName');
  });

  test('taken literally by FILL, data that comes late looks like none', async () => {
    await math({ ...failureRate, Expression: 'FILL(failed, 0)' }, metric('failed'));
    await cloudWatch.pass(65);
    expect(await state()).toBe('OK');
  });

  test.each([
    [
      [{ ...failureRate, Expression: 'SUM(failed)' }, metric('failed')],
      'it must come to a time series, not to a scalar',
    ],
    [[{ ...failureRate, Expression: '[failed, failed]' }, metric('failed')], 'an alarm needs one time series, not 2'],
    [[failureRate, metric('failed'), { ...metric('started'), ReturnData: true }], 'Exactly one element'],
    [[failureRate, metric('failed')], 'unknown identifier started'],
    [Array.from({ length: 11 }, (_, i) => ({ ...metric(`m${i}`), ReturnData: i === 0 })), 'at most 10 metrics'],
  ])('is refused with %j', async (Metrics, message) => {
    await expect(math(...Metrics)).rejects.toThrow(message);
  });

  test('cannot be mixed with a single metric', async () => {
    await expect(put({ Metrics: [metric('a')] })).rejects.toThrow(
      'Metrics cannot be specified together with MetricName, Namespace, Period, Statistic',
    );
  });
});
