import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AlarmStateChange } from '../../../local/cloudwatch/alarm-events.ts';
import { type InProcessCloudWatch, inProcessCloudWatch, NOON, SMALL_ALARM } from './in-process-cloudwatch.ts';

let cloudWatch: InProcessCloudWatch;
let call: InProcessCloudWatch['call'];
let events: AlarmStateChange[];
beforeEach(() => {
  events = [];
  cloudWatch = inProcessCloudWatch({ onAlarmStateChange: (event) => events.push(event) });
  call = cloudWatch.call;
});

const set = (AlarmName: string, StateValue: string, more: object = {}) =>
  call('SetAlarmState', { AlarmName, StateValue, StateReason: `now ${StateValue}`, ...more });
const summaries = async (input: object = {}) =>
  (await call('DescribeAlarmHistory', input)).AlarmHistoryItems.map(
    ({ HistorySummary }: { HistorySummary: string }) => HistorySummary,
  );

describe('the history of alarms', () => {
  test('tells of each change, newest first, and outlives the alarm', async () => {
    await call('PutMetricAlarm', SMALL_ALARM);
    await set('small', 'OK');
    await set('small', 'OK');
    await cloudWatch.pass(1);
    await call('PutMetricAlarm', { ...SMALL_ALARM, Threshold: 6 });
    await call('DeleteAlarms', { AlarmNames: ['small'] });
    expect(await summaries({ AlarmName: 'small' })).toEqual([
      'Alarm "small" deleted',
      'Alarm "small" updated',
      'Alarm updated from INSUFFICIENT_DATA to OK',
      'Alarm "small" created',
    ]);
    expect(await summaries({ ScanBy: 'TimestampAscending', MaxRecords: 1 })).toEqual(['Alarm "small" created']);
    expect(await summaries({ HistoryItemType: 'StateUpdate' })).toHaveLength(1);
    expect(await summaries({ HistoryItemType: 'Action' })).toEqual([]);
    expect(await summaries({ EndDate: new Date(NOON) })).toHaveLength(2);
    expect(await summaries({ StartDate: new Date(NOON + 1000) })).toHaveLength(2);
    expect(await summaries({ AlarmName: 'other' })).toEqual([]);
  });

  test('holds the states before and after, and the configuration', async () => {
    await call('PutMetricAlarm', { ...SMALL_ALARM, Dimensions: [{ Name: 'a', Value: '1' }] });
    await set('small', 'ALARM', { StateReasonData: '{"by":"hand"}' });
    const { AlarmHistoryItems } = await call('DescribeAlarmHistory', {});
    const [changed, created] = AlarmHistoryItems;
    expect(changed).toMatchObject({
      AlarmType: 'MetricAlarm',
      HistoryItemType: 'StateUpdate',
      Timestamp: new Date(NOON),
    });
    expect(JSON.parse(changed.HistoryData)).toEqual({
      version: '1.0',
      oldState: { stateValue: 'INSUFFICIENT_DATA', stateReason: 'Unchecked: Initial alarm creation' },
      newState: { stateValue: 'ALARM', stateReason: 'now ALARM', stateReasonData: { by: 'hand' } },
    });
    expect(JSON.parse(created.HistoryData)).toMatchObject({
      version: '1.0',
      type: 'Create',
      createdAlarm: { alarmName: 'small', threshold: 5, dimensions: [{ name: 'a', value: '1' }] },
    });
  });

  test('shows composite alarms only to those who ask for them', async () => {
    await call('PutCompositeAlarm', { AlarmName: 'always', AlarmRule: 'TRUE' });
    expect(await summaries()).toEqual([]);
    expect(await summaries({ AlarmTypes: ['CompositeAlarm'] })).toEqual([
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
      'Alarm "always" created',
    ]);
  });

  test('is kept for 30 days', async () => {
    await call('PutCompositeAlarm', { AlarmName: 'always', AlarmRule: 'TRUE' });
    await cloudWatch.pass(31 * 24 * 3600);
    await set('always', 'OK');
    expect(await summaries({ AlarmTypes: ['CompositeAlarm'] })).toEqual(['Alarm updated from ALARM to OK']);
  });
});

describe('the event of a state change', () => {
  test('is EventBridge’s "CloudWatch Alarm State Change"', async () => {
    const more = { AlarmDescription: 'too many', Unit: 'Count', Dimensions: [{ Name: 'a', Value: '1' }] };
    await call('PutMetricAlarm', { ...SMALL_ALARM, ...more });
    await cloudWatch.pass(1);
    await set('small', 'ALARM', { StateReasonData: '{"by":"hand"}' });
    await set('small', 'ALARM');
    expect(events).toEqual([
      {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        'detail-type': 'CloudWatch Alarm State Change',
        source: 'aws.cloudwatch',
        account: '123456789012',
        time: '2026-03-01T12:00:01Z',
        region: 'us-east-1',
        resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:small'],
        detail: {
          alarmName: 'small',
          state: {
            value: 'ALARM',
            reason: 'now ALARM',
            reasonData: '{"by":"hand"}',
            timestamp: '2026-03-01T12:00:01.000+0000',
          },
          previousState: {
            value: 'INSUFFICIENT_DATA',
            reason: 'Unchecked: Initial alarm creation',
            timestamp: '2026-03-01T12:00:00.000+0000',
          },
          configuration: {
            description: 'too many',
            metrics: [
              {
                id: expect.stringMatching(/^[0-9a-f-]{36}$/),
                metricStat: {
                  metric: { namespace: 'ns', name: 'm', dimensions: { a: '1' } },
                  period: 60,
                  stat: 'Sum',
                  unit: 'Count',
                },
                returnData: true,
              },
            ],
          },
        },
      },
    ]);
  });

  test('is sent for composite alarms after that of the child', async () => {
    await call('PutMetricAlarm', SMALL_ALARM);
    await call('PutCompositeAlarm', { AlarmName: 'any', AlarmRule: 'ALARM(small)' });
    events.length = 0;
    await set('small', 'ALARM');
    expect(events.map(({ detail }) => [detail.alarmName, detail.configuration.alarmRule])).toEqual([
      ['small', undefined],
      ['any', 'ALARM(small)'],
    ]);
  });
});
