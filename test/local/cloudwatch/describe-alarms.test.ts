import { beforeEach, describe, expect, test } from '@jest/globals';
import { alarm, type InProcessCloudWatch, inProcessCloudWatch, SMALL_ALARM } from './in-process-cloudwatch.ts';

let cloudWatch: InProcessCloudWatch;
let call: InProcessCloudWatch['call'];
beforeEach(async () => {
  cloudWatch = inProcessCloudWatch();
  call = cloudWatch.call;
  for (const AlarmName of ['b', 'a', 'c']) {
    await call('PutMetricAlarm', { ...SMALL_ALARM, AlarmName, AlarmActions: [`arn:aws:sns:us-east-1:1:${AlarmName}`] });
  }
  await call('PutCompositeAlarm', { AlarmName: 'all', AlarmRule: 'ALARM(a) AND ALARM(b)' });
});

const names = async (input: object) => {
  const { MetricAlarms, CompositeAlarms } = await call('DescribeAlarms', input);
  return [...MetricAlarms, ...CompositeAlarms].map(({ AlarmName }: { AlarmName: string }) => AlarmName);
};

describe('DescribeAlarms', () => {
  test('answers metric alarms only, in order of names, unless other types are asked for', async () => {
    expect(await names({})).toEqual(['a', 'b', 'c']);
    expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual(['all']);
    expect(await names({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] })).toEqual(['a', 'b', 'c', 'all']);
  });

  test('leaves out names that do not exist', async () => {
    expect(await names({ AlarmNames: ['c', 'missing', 'a'] })).toEqual(['a', 'c']);
  });

  test('knows an order that alarms have joined and left, and names each once', async () => {
    expect(await names({})).toEqual(['a', 'b', 'c']);
    await call('PutMetricAlarm', { ...SMALL_ALARM, AlarmName: 'aa' });
    await call('DeleteAlarms', { AlarmNames: ['c', 'missing'] });
    expect(await names({})).toEqual(['a', 'aa', 'b']);
    expect(await names({ AlarmNames: ['b', 'c', 'aa', 'b'] })).toEqual(['aa', 'b']);
  });

  test('filters by prefix, state and action', async () => {
    await call('SetAlarmState', { AlarmName: 'b', StateValue: 'ALARM', StateReason: 'test' });
    expect(await names({ AlarmNamePrefix: 'a', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })).toEqual(['a', 'all']);
    expect(await names({ StateValue: 'ALARM' })).toEqual(['b']);
    expect(await names({ ActionPrefix: 'arn:aws:sns:us-east-1:1:c' })).toEqual(['c']);
  });

  test('answers in pages', async () => {
    const first = await call('DescribeAlarms', { MaxRecords: 2 });
    expect(first.MetricAlarms).toHaveLength(2);
    const second = await call('DescribeAlarms', { MaxRecords: 2, NextToken: first.NextToken });
    expect(second.MetricAlarms).toHaveLength(1);
    expect(second.NextToken).toBeUndefined();
  });

  test('finds the children and the parents of an alarm', async () => {
    const { MetricAlarms } = await call('DescribeAlarms', { ChildrenOfAlarmName: 'all' });
    expect(Object.keys(MetricAlarms[0])).toEqual(['AlarmName', 'AlarmArn', 'StateValue', 'StateUpdatedTimestamp']);
    expect(await names({ ChildrenOfAlarmName: 'all' })).toEqual(['a', 'b']);
    expect(await names({ ParentsOfAlarmName: 'a' })).toEqual(['all']);
  });

  test.each([
    [{ MaxRecords: 101 }, "Value '101' at 'maxRecords' failed to satisfy constraint"],
    [{ StateValue: 'RED' }, 'Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]'],
    [{ AlarmTypes: ['Metric'] }, "at 'alarmTypes'"],
    [{ AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'cannot be specified together'],
    [
      { ChildrenOfAlarmName: 'all', StateValue: 'OK' },
      'ChildrenOfAlarmName cannot be specified together with StateValue',
    ],
    [{ AlarmNames: Array(101).fill('a') }, 'Member must have length less than or equal to 100'],
  ])('refuses %j', async (input, message) => {
    await expect(call('DescribeAlarms', input)).rejects.toThrow(message);
  });

  test('refuses a token that it did not give out', async () => {
    await expect(call('DescribeAlarms', { NextToken: 'made up' })).rejects.toMatchObject({ name: 'InvalidNextToken' });
  });

  test('is throttled only where that is asked for', async () => {
    const throttled = inProcessCloudWatch({ describeAlarmsPerSecond: 9 });
    for (let i = 0; i < 9; i++) await throttled.call('DescribeAlarms');
    await expect(throttled.call('DescribeAlarms')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await throttled.pass(1);
    await throttled.call('DescribeAlarms');
  });
});

describe('DescribeAlarmsForMetric', () => {
  test('finds the alarms on exactly that metric', async () => {
    const metric = { Namespace: 'ns', MetricName: 'm' };
    expect((await call('DescribeAlarmsForMetric', metric)).MetricAlarms).toHaveLength(3);
    expect((await call('DescribeAlarmsForMetric', { ...metric, Statistic: 'Average' })).MetricAlarms).toEqual([]);
    const Dimensions = [{ Name: 'a', Value: '1' }];
    expect((await call('DescribeAlarmsForMetric', { ...metric, Dimensions })).MetricAlarms).toEqual([]);
  });
});

describe('DeleteAlarms', () => {
  test('passes over names that do not exist', async () => {
    await call('DeleteAlarms', { AlarmNames: ['c', 'missing'] });
    expect(await names({})).toEqual(['a', 'b']);
  });

  test('refuses alarms that a composite alarm depends on', async () => {
    await expect(call('DeleteAlarms', { AlarmNames: ['a'] })).rejects.toThrow(
      'Cannot delete a as there are composite alarm(s) depending on it.',
    );
  });

  test('refuses two composite alarms at once', async () => {
    await call('PutCompositeAlarm', { AlarmName: 'other', AlarmRule: 'TRUE' });
    await expect(call('DeleteAlarms', { AlarmNames: ['all', 'other'] })).rejects.toThrow('Only one composite alarm');
  });
});

describe('alarm actions', () => {
  test('are switched off and on', async () => {
    await call('DisableAlarmActions', { AlarmNames: ['a', 'missing'] });
    expect((await alarm(cloudWatch, 'a')).ActionsEnabled).toBe(false);
    await call('EnableAlarmActions', { AlarmNames: ['a'] });
    expect((await alarm(cloudWatch, 'a')).ActionsEnabled).toBe(true);
  });
});

describe('SetAlarmState', () => {
  test('refuses an unknown state, an unknown alarm, and data that is not JSON', async () => {
    const input = { AlarmName: 'a', StateValue: 'OK', StateReason: 'test' };
    await expect(call('SetAlarmState', { ...input, StateValue: 'GREEN' })).rejects.toThrow(
      "1 validation error detected: Value 'GREEN' at 'stateValue' failed to satisfy constraint: " +
        'Member must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]',
    );
    await expect(call('SetAlarmState', { ...input, AlarmName: 'missing' })).rejects.toMatchObject({
      name: 'ResourceNotFound',
      $metadata: { httpStatusCode: 404 },
    });
    await expect(call('SetAlarmState', { ...input, StateReasonData: 'no' })).rejects.toMatchObject({
      name: 'InvalidFormatFault',
    });
  });
});

describe('tags of alarms', () => {
  test('are kept from the creation on, and an update does not change them', async () => {
    const tagged = { ...SMALL_ALARM, AlarmName: 'tagged' };
    await call('PutMetricAlarm', { ...tagged, Tags: [{ Key: 'team', Value: 'blue' }] });
    await call('PutMetricAlarm', { ...tagged, Tags: [{ Key: 'team', Value: 'red' }] });
    const ResourceARN = (await alarm(cloudWatch, 'tagged')).AlarmArn;
    expect(await call('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [{ Key: 'team', Value: 'blue' }] });
  });

  test('cannot be put on what does not exist', async () => {
    const ResourceARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:missing';
    await expect(call('TagResource', { ResourceARN, Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
