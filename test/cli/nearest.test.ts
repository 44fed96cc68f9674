import { expect, test } from '@jest/globals';
import { nearest } from '../../cli/nearest.ts';

const KNOWN = ['--json', '--seed', '--help'];

test.each([
  ['--jsn', '--json'],
  ['--JSON', '--json'],
  ['--sede', '--seed'],
  ['-help', '--help'],
])('%s was meant to be %s', (name, meant) => {
  expect(nearest(name, KNOWN)).toBe(meant);
});

test.each(['--verbose', 'x', ''])('%j was meant to be none of them', (name) => {
  expect(nearest(name, KNOWN)).toBeUndefined();
});
