import { describe, expect, test } from '@jest/globals';
import { type AlarmReading, judge, type WatchedAlarms } from '../../workflow/judge.ts';

const BEGAN = '2026-01-01T00:00:00.000Z';
const LATER = '2026-01-01T00:05:00.000Z';

function reading(name: string, state: AlarmReading['state'], since = LATER): AlarmReading {
  return { name, state, since, why: 'Threshold Crossed' };
}

function watching(...names: readonly string[]): WatchedAlarms {
  return { names, ignored: [] };
}

describe('the verdict', () => {
  test('is healthy while all alarms are quiet', () => {
    expect(judge(watching('a', 'b'), [reading('a', 'OK'), reading('b', 'OK')])).toEqual({
      verdict: 'healthy',
      reasons: ['all 2 alarms are quiet'],
    });
  });

  test('is unhealthy when one fires, and says which, since when and why', () => {
    expect(judge(watching('a', 'b'), [reading('a', 'OK'), reading('b', 'ALARM')])).toEqual({
      verdict: 'unhealthy',
      reason: 'AlarmFiring',
      reasons: [`alarm "b" is firing since ${LATER}: Threshold Crossed`],
      firing: [{ name: 'b', since: LATER }],
    });
  });

  test('does not take missing data for a fault, but says so', () => {
    expect(judge(watching('a'), [reading('a', 'INSUFFICIENT_DATA')])).toEqual({
      verdict: 'healthy',
      reasons: ['alarm "a" is quiet (no data yet: "a")'],
    });
  });

  test('is inconclusive when an alarm was deleted meanwhile', () => {
    expect(judge(watching('a'), [])).toMatchObject({ verdict: 'inconclusive', reason: 'AlarmMissing' });
  });

  test('is unhealthy rather than inconclusive when one alarm is gone and another fires', () => {
    expect(judge(watching('a', 'b'), [reading('b', 'ALARM')])).toMatchObject({ verdict: 'unhealthy' });
  });

  test('leaves out an alarm that was accepted as firing, until it fires anew', () => {
    const accepted: WatchedAlarms = { names: ['a'], ignored: [{ name: 'a', since: BEGAN }] };
    expect(judge(accepted, [reading('a', 'ALARM', BEGAN)])).toMatchObject({ verdict: 'healthy' });
    expect(judge(accepted, [reading('a', 'ALARM', LATER)])).toMatchObject({ verdict: 'unhealthy' });
  });

  test('reads as not judged where there is nothing to judge by', () => {
    expect(judge(watching(), [])).toEqual({
      verdict: 'healthy',
      reasons: ['not judged: the request names no alarm, time alone decides'],
    });
  });
});
