import { expect, test } from '@jest/globals';
import { exitCodeOf } from '../../cli/exit-codes.ts';

test.each([
  ['Succeeded', undefined, 0],
  ['NothingToDo', undefined, 0],
  ['RolledBack', undefined, 3],
  ['ValidationError', undefined, 4],
  ['CriticalError', undefined, 5],
  ['TIMED_OUT', undefined, 1],
  ['toString', undefined, 1],
  ['RolledBack', 'RolledBack', 0],
  ['Succeeded', 'RolledBack', 6],
  ['TIMED_OUT', 'RolledBack', 6],
] as const)('the end %s, expected %s, exits with %d', (outcome, expected, code) => {
  expect(exitCodeOf(outcome, expected)).toBe(code);
});
