import { beforeEach, describe, expect, test } from '@jest/globals';
import { alarm, type InProcessCloudWatch, inProcessCloudWatch, NOON, SMALL_ALARM } from './in-process-cloudwatch.ts';

let cloudWatch: InProcessCloudWatch;
let call: InProcessCloudWatch['call'];
beforeEach(async () => {
  cloudWatch = inProcessCloudWatch();
  call = cloudWatch.call;
  for (const AlarmName of ['a', 'b']) await call('PutMetricAlarm', { ...SMALL_ALARM, AlarmName });
});

const set = (AlarmName: string, StateValue: string) =>
  call('SetAlarmState', { AlarmName, StateValue, StateReason: 'test' });
const compose = (AlarmName: string, AlarmRule: string) => call('PutCompositeAlarm', { AlarmName, AlarmRule });
const state = async (name: string) => (await alarm(cloudWatch, name)).StateValue;
const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;

describe('a composite alarm', () => {
  test('is evaluated as soon as it is put, and put again', async () => {
    await compose('both', 'ALARM(a) AND ALARM(b)');
    expect(await alarm(cloudWatch, 'both')).toMatchObject({
      StateValue: 'OK',
      StateReason: `${arn('both')} was created and its alarm rule evaluates to OK`,
    });
    await compose('both', 'INSUFFICIENT_DATA(a)');
    expect(await alarm(cloudWatch, 'both')).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${arn('both')} was updated and its alarm rule evaluates to ALARM`,
    });
  });

  test('follows its children, and tells which of them made it change', async () => {
    await compose('any', 'ALARM(a) OR ALARM(b)');
    await cloudWatch.pass(1);
    await set('a', 'ALARM');
    await cloudWatch.pass(1);
    await set('b', 'ALARM');
    const any = await alarm(cloudWatch, 'any');
    expect(any).toMatchObject({
      StateValue: 'ALARM',
      StateReason: `${arn('a')} transitioned to ALARM at Sunday 01 March, 2026 12:00:01 UTC`,
      StateTransitionedTimestamp: new Date(NOON + 1000),
    });
    expect(JSON.parse(any.StateReasonData)).toEqual({
      triggeringAlarms: [{ arn: arn('a'), state: { value: 'ALARM', timestamp: '2026-03-01T12:00:01.000+0000' } }],
    });
    await set('a', 'OK');
    expect(await state('any')).toBe('ALARM');
    await set('b', 'OK');
    expect(await state('any')).toBe('OK');
  });

  test('follows composite alarms in turn', async () => {
    await compose('inner', 'ALARM(a)');
    await compose('outer', `ALARM("${arn('inner')}") AND NOT ALARM(b)`);
    await set('a', 'ALARM');
    expect(await state('outer')).toBe('ALARM');
    await set('b', 'ALARM');
    expect(await state('outer')).toBe('OK');
  });

  test('in a cycle is evaluated once and not for ever', async () => {
    await compose('left', 'ALARM(a)');
    await compose('right', 'NOT ALARM(left)');
    await compose('left', 'ALARM(a) OR ALARM(right)');
    await set('a', 'ALARM');
    expect(await state('left')).toBe('ALARM');
  });

  test('returns from a state set by hand only when a child changes', async () => {
    await compose('any', 'ALARM(a)');
    await set('any', 'ALARM');
    await cloudWatch.pass(3600);
    expect(await state('any')).toBe('ALARM');
    await set('a', 'OK');
    expect(await state('any')).toBe('OK');
  });

  test('is refused when its rule names alarms that do not exist', async () => {
    await expect(compose('any', 'ALARM(a) OR OK(x) OR ALARM(y)')).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'Could not save the composite alarm as alarms [x, y] in the alarm rule do not exist',
    });
  });

  test('is refused under the name of a metric alarm', async () => {
    await expect(compose('a', 'TRUE')).rejects.toThrow('An alarm of another type exists already');
  });

  test('with a suppressor is refused by name', async () => {
    const input = { AlarmName: 'any', AlarmRule: 'TRUE', ActionsSuppressor: 'a' };
    await expect(call('PutCompositeAlarm', input)).rejects.toThrow('does not support ActionsSuppressor');
  });
});
