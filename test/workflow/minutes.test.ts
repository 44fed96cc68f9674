import { describe, expect, test } from '@jest/globals';
import { fullMinuteFrom, isCounted, mergeMinutes, minuteOf, secondsOf } from '../../workflow/minutes.ts';

describe('minutes', () => {
  test('are whole ones since 1970', () => {
    const seconds = secondsOf('2026-01-01T00:00:30.000Z');
    expect(fullMinuteFrom(seconds)).toBe(minuteOf(seconds) + 1);
    expect(fullMinuteFrom(seconds - 30)).toBe(minuteOf(seconds));
  });

  test('that are read again keep the higher count of each, and what a reading misses', () => {
    const known = [
      { minute: 1, candidate: { started: 3, succeeded: 2 }, alias: { started: 9 }, listed: { candidate: 1 } },
      { minute: 2, stable: { started: 1 } },
    ];
    const read = [
      { minute: 3, candidate: { failed: 1 } },
      { minute: 1, candidate: { started: 4, succeeded: 1, failed: 1 }, listed: { stable: 2 } },
    ];
    expect(mergeMinutes(known, read)).toEqual([
      {
        minute: 1,
        candidate: { started: 4, succeeded: 2, failed: 1 },
        alias: { started: 9 },
        listed: { candidate: 1, stable: 2 },
      },
      { minute: 2, stable: { started: 1 } },
      { minute: 3, candidate: { failed: 1 } },
    ]);
  });

  test('of which only the list has told are not counted yet', () => {
    expect(isCounted({ minute: 1, listed: { candidate: 1 } })).toBe(false);
    expect(isCounted({ minute: 1, alias: { started: 0 } })).toBe(true);
  });
});
