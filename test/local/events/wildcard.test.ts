import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileWildcard } from '../../../local/events/wildcard.ts';

const few = (alphabet: string) => fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }).map((each) => each.join(''));

test('a wildcard matches what the regular expression of the same sense matches', () => {
  const patterns = few('ab*').filter((pattern) => !pattern.includes('**'));
  fc.assert(
    fc.property(patterns, few('ab'), (pattern, text) => {
      const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
      expect(compileWildcard(pattern, 'x')(text)).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});

test('escaped stars and backslashes stand for themselves', () => {
  const matches = compileWildcard('a\\*\\\\*z', 'x');
  expect(matches('a*\\z')).toBe(true);
  expect(matches('a*\\-*-z')).toBe(true);
  expect(matches('ab\\z')).toBe(false);
  expect(() => compileWildcard('a\\', 'x')).toThrow('a backslash only before * or \\');
});

test('many wildcards in a long text take no time', () => {
  expect(compileWildcard(`${'a*'.repeat(200)}b`, 'x')('a'.repeat(20_000))).toBe(false);
});
