import { patternRefusal } from './pattern-refusal.ts';

/** EventBridge compares numbers from -5.0e9 to 5.0e9 (user guide, numeric matching). */
const LARGEST = 5e9;

const compare = {
  '=': (value: number, bound: number) => value === bound,
  '<': (value: number, bound: number) => value < bound,
  '<=': (value: number, bound: number) => value <= bound,
  '>': (value: number, bound: number) => value > bound,
  '>=': (value: number, bound: number) => value >= bound,
};

type Comparison = keyof typeof compare;

/**
 * Compiles the operand of `numeric`: `["=", 5]`, one bound, or a lower bound and then an upper one.
 * @throws AwsError InvalidEventPatternException
 */
export function compileNumeric(operand: unknown, path: string): (value: number) => boolean {
  const comparisons = comparisonsOf(operand, path);
  return (value) =>
    Math.abs(value) <= LARGEST && comparisons.every(([operator, bound]) => compare[operator](value, bound));
}

function comparisonsOf(operand: unknown, path: string): readonly (readonly [Comparison, number])[] {
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) {
    throw patternRefusal(path, operand, 'one or two pairs of a comparison and a number');
  }
  const pairs: [Comparison, number][] = [];
  for (let at = 0; at < operand.length; at += 2) {
    pairs.push([comparison(operand[at], `${path}[${at}]`), bound(operand[at + 1], `${path}[${at + 1}]`)]);
  }
  if (pairs.length === 2) requireRange(pairs[0]!, pairs[1]!, operand, path);
  return pairs;
}

function comparison(found: unknown, path: string): Comparison {
  if (typeof found === 'string' && Object.hasOwn(compare, found)) return found as Comparison;
  throw patternRefusal(path, found, `one of ${Object.keys(compare).join(' ')}`);
}

function bound(found: unknown, path: string): number {
  if (typeof found === 'number' && Math.abs(found) <= LARGEST) return found;
  throw patternRefusal(path, found, `a number from ${-LARGEST} to ${LARGEST}`);
}

function requireRange(
  [lower, from]: readonly [Comparison, number],
  [upper, to]: readonly [Comparison, number],
  operand: unknown,
  path: string,
): void {
  if (!lower.startsWith('>') || !upper.startsWith('<')) {
    throw patternRefusal(path, operand, 'a lower bound (> or >=) and then an upper one (< or <=)');
  }
  if (from >= to) throw patternRefusal(path, operand, 'a lower bound that is less than the upper one');
}
