import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeProblem, findJsonError, lineAndColumn } from '../../../local/states/json-error.ts';

test.each([
  ['{"a": 1,}', "Unexpected character ('}' (code 125)): was expecting double-quote to start field name"],
  ['{"a" 1}', "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value"],
  ['{"a": 1 "b": 2}', "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries"],
  ['[1 2]', "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries"],
  [
    '[tru]',
    "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
  ],
  ['{"a": "open', 'Unexpected end-of-input: was expecting closing quote for a string value'],
  ['"\\x"', "Unrecognized character escape 'x' (code 120)"],
  [
    '{"a": 1',
    'Unexpected end-of-input: expected close marker for Object (start marker at [Source: UNKNOWN; line: 1, column: 2])',
  ],
])('%j is explained', (text, message) => {
  expect(describeProblem(text)).toBe(message);
});

test('the place of an error counts lines and columns from 1', () => {
  const text = '{\n  "a": 1,\n  b: 2\n}';
  expect(lineAndColumn(text, findJsonError(text).offset)).toEqual({ line: 3, column: 4 });
});

test('every text that is not JSON is explained', () => {
  const broken = fc
    .tuple(fc.json(), fc.nat(), fc.string({ maxLength: 3 }))
    .map(([text, at, noise]) => text.slice(0, at % (text.length + 1)) + noise);
  fc.assert(
    fc.property(broken, (text) => {
      fc.pre(!isJson(text));
      expect(findJsonError(text).message).not.toBe('');
    }),
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a document', () => {
  const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}"]}"${']}'.repeat(depth / 2)}`;

  test("may be nested as deep as AWS's parser reads, and no deeper", () => {
    expect(describeProblem(nested(1000))).toBeUndefined();
    expect(describeProblem(nested(1002))).toBe('The document is nested more than 1000 levels deep');
    expect(describeProblem(`[${'[],'.repeat(2000)}[]]`)).toBeUndefined();
    expect(describeProblem(JSON.stringify('['.repeat(3000)))).toBeUndefined();
  });
});
