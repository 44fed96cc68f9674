import { expect, test } from '@jest/globals';
import { harmless, painter } from '../../report/paint.ts';

test('colour is added only where it is welcome', () => {
  expect(painter(true).bad('no')).toBe('\u001b[31mno\u001b[39m');
  expect(painter(false).bad('no')).toBe('no');
});

test('text from outside cannot steer the terminal', () => {
  expect(harmless('a\u001b[2Jb\rc\u202ed')).toBe('a\\u001b[2Jb\\u000dc\\u202ed');
  expect(harmless('a\u200bb\u2028c\ufeff')).toBe('a\\u200bb\\u2028c\\ufeff');
  expect(harmless('\u{e0041}')).toBe('\\ue0041');
  expect(harmless('größer → 50 %')).toBe('größer → 50 %');
});
