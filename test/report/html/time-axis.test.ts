import { expect, test } from '@jest/globals';
import { tickSeconds, tickText } from '../../../report/html/time-axis.ts';

test.each([
  [130, 10, 15],
  [3600, 12, 300],
  [86_400, 12, 7200],
  [604_800, 8, 86_400],
  [31_536_000, 12, 2_678_400],
])('%d seconds in at most %d parts are ticked every %d', (total, most, distance) => {
  expect(tickSeconds(total, most)).toBe(distance);
});

test.each([
  [0, 60, '0'],
  [90, 30, '1:30'],
  [3600, 600, '1:00:00'],
  [7200, 3600, '2:00 h'],
  [93_600, 7200, '1 d 2:00 h'],
  [172_800, 86_400, '2 d'],
])('%d seconds on an axis of %d is %s', (seconds, distance, text) => {
  expect(tickText(seconds, distance)).toBe(text);
});
