import { expect, test } from '@jest/globals';
import { clockTime, inWords } from '../../report/duration.ts';

test.each([
  [0, '0:00'],
  [5.4, '0:05'],
  [151, '2:31'],
  [3751, '1:02:31'],
  [262_951, '3d 01:02:31'],
  [-600, '-10:00'],
])('%d seconds are %s on the clock', (seconds, text) => {
  expect(clockTime(seconds)).toBe(text);
});

test.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [151, '2 minutes 31 seconds'],
  [3600, '1 hour'],
  [86_400 + 7205, '1 day 2 hours'],
])('%d seconds are %s in words', (seconds, text) => {
  expect(inWords(seconds)).toBe(text);
});
