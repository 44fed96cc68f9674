import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldedPath } from '../../report/folded-path.ts';

describe('a folded path', () => {
  test('keeps a path without repeats as it is', () => {
    expect(foldedPath(['A', 'B', 'C', 'A'])).toEqual(['A', 'B', 'C', 'A']);
  });

  test('shows one repeated state with its count', () => {
    expect(foldedPath(['A', 'B', 'B', 'B', 'C'])).toEqual(['A', 'B ×3', 'C']);
  });

  test('shows a repeated run of states in brackets', () => {
    expect(foldedPath(['Shift', 'Bake', 'Check', 'Bake', 'Check', 'Bake', 'Check', 'Promote'])).toEqual([
      'Shift',
      '(Bake → Check) ×3',
      'Promote',
    ]);
  });

  test('folds the loop inside the loop first', () => {
    const step = ['Shift', 'Bake', 'Check', 'Bake', 'Check'];
    expect(foldedPath([...step, ...step, ...step, 'Promote'])).toEqual(['(Shift → (Bake → Check) ×2) ×3', 'Promote']);
  });

  test('is empty for no path', () => {
    expect(foldedPath([])).toEqual([]);
  });

  test('says exactly what the path was, whatever it was', () => {
    const state = fc.constantFrom('A', 'B', 'C');
    fc.assert(
      fc.property(fc.array(state, { maxLength: 40 }), (path) => {
        expect(foldedPath(path).flatMap(unfolded)).toEqual(path);
      }),
      { seed: 1 },
    );
  });
});

/** Reads a folded item back: `(A → B) ×2`, nested as it may be. */
function unfolded(item: string): string[] {
  const repeated = /^(.*) ×(\d+)$/.exec(item);
  if (!repeated) return splitTop(item).length === 1 ? [item] : splitTop(item).flatMap(unfolded);
  const [, inner, times] = repeated;
  if (splitTop(item).length > 1) return splitTop(item).flatMap(unfolded);
  const bare = inner!.startsWith('(') && inner!.endsWith(')') ? inner!.slice(1, -1) : inner!;
  const once = splitTop(bare).flatMap(unfolded);
  return Array.from({ length: Number(times) }, () => once).flat();
}

function splitTop(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0 && text.startsWith(' → ', at)) {
      parts.push(text.slice(from, at));
      from = at + 3;
    }
  }
  return [...parts, text.slice(from)];
}
