import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '../../cli/json-text.ts';

describe('JSON as text', () => {
  test('is read as JSON.parse reads it, with or without a byte order mark', () => {
    expect(parseJson(' {"a": [1, true, null]} ')).toEqual({ kind: 'json', value: { a: [1, true, null] } });
    expect(parseJson('\uFEFF{}')).toEqual({ kind: 'json', value: {} });
  });

  test.each([
    ['', 1, 1, 'the end of the text'],
    ['{', 1, 2, 'the end of the text'],
    ['{"a": 1,}', 1, 9, '"}"'],
    ['[1, 2', 1, 6, 'the end of the text'],
    ['{"a" 1}', 1, 6, '"1"'],
    ['{\n  "a": [1,\n  2}\n', 3, 4, '"}"'],
    ['{\r\n  a: 1}', 2, 3, '"a"'],
    ['{"a": tru}', 1, 7, '"tru"'],
    ["{'a': 1}", 1, 2, `"'"`],
    ['[1] x', 1, 5, '"x"'],
    ['01', 1, 2, '"1"'],
  ])('%j is broken at line %d, column %d, where %s stands', (text, line, column, found) => {
    expect(parseJson(text)).toEqual({ kind: 'broken', line, column, found });
  });

  test('nested without end is broken somewhere, and nothing worse happens', () => {
    expect(parseJson('['.repeat(1_000_000)).kind).toBe('broken');
  });

  test('with any one character changed is read, or broken at a place within it', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (json, at, char) => {
        const text = json.slice(0, at % json.length) + char + json.slice((at % json.length) + 1);
        const parsed = parseJson(text);
        if (parsed.kind === 'json') return;
        const lines = text.split('\n');
        expect(parsed.line).toBeLessThanOrEqual(lines.length);
        expect(parsed.column).toBeLessThanOrEqual(lines[parsed.line - 1]!.length + 1);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
