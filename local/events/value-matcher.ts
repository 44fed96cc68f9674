import { compileNumeric } from './numeric-range.ts';
import { patternRefusal } from './pattern-refusal.ts';
import { compileWildcard } from './wildcard.ts';

/** A value in an event that has no values inside. */
export type Scalar = string | number | boolean | null;

type Test = (value: Scalar) => boolean;

/** What an event may have at one place. */
export interface ValueMatcher {
  readonly matches: Test;
  /** Whether having nothing there will do: `{"exists": false}`. */
  readonly acceptsAbsence: boolean;
}

/** Each operator's operand becomes a test of one value. What tests text matches no other kind of value, but for `anything-but`. */
const operators: Readonly<Record<string, (operand: unknown, path: string) => Test>> = {
  prefix: (operand, path) => affixTest(operand, path, (value, wanted) => value.startsWith(wanted)),
  suffix: (operand, path) => affixTest(operand, path, (value, wanted) => value.endsWith(wanted)),
  'equals-ignore-case': (operand, path) => ignoringCase(text(operand, path), (value, wanted) => value === wanted),
  wildcard: (operand, path) => ofText(compileWildcard(text(operand, path), path)),
  'anything-but': (operand, path) => anythingBut(operand, path),
  numeric: (operand, path) => {
    const within = compileNumeric(operand, path);
    return (value) => typeof value === 'number' && within(value);
  },
  exists: (operand, path) => {
    if (typeof operand !== 'boolean') throw patternRefusal(path, operand, 'true or false');
    return () => operand;
  },
  cidr: (operand, path) => {
    throw patternRefusal(path, operand, 'an operator that local AWS supports; cidr is not one');
  },
};

/** These may stand inside `anything-but`, with a text or a list of texts. */
const INSIDE_ANYTHING_BUT = ['prefix', 'suffix', 'equals-ignore-case', 'wildcard'];

/**
 * Compiles the array at a pattern's leaf: one of its values or operators has to match.
 * @throws AwsError InvalidEventPatternException
 */
export function compileValues(wanted: readonly unknown[], path: string): ValueMatcher {
  if (wanted.length === 0) throw patternRefusal(path, wanted, 'at least one value');
  const exact = new Set<Scalar>();
  const tests: Test[] = [];
  let acceptsAbsence = false;
  for (const [index, item] of wanted.entries()) {
    const at = `${path}[${index}]`;
    if (isScalar(item)) {
      exact.add(item);
    } else {
      const [name, operand] = single(
        item,
        at,
        Object.keys(operators),
        'a text, a number, true, false, null or an operator',
      );
      tests.push(operators[name]!(operand, `${at}.${name}`));
      if (name === 'exists' && operand === false) acceptsAbsence = true;
    }
  }
  return { matches: (value) => exact.has(value) || tests.some((test) => test(value)), acceptsAbsence };
}

/** Whether the name is an operator's, and so cannot be a field's inside `$or`. */
export function isOperator(name: string): boolean {
  return Object.hasOwn(operators, name);
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** The one operator, out of `allowed`, that an object holds, and its operand. */
function single(item: unknown, path: string, allowed: readonly string[], expected: string): [string, unknown] {
  const entries = typeof item === 'object' && item !== null && !Array.isArray(item) ? Object.entries(item) : [];
  const [entry] = entries;
  if (entries.length !== 1 || !entry) throw patternRefusal(path, item, `${expected}: an object with one field`);
  if (allowed.includes(entry[0])) return entry;
  throw patternRefusal(`${path}.${entry[0]}`, entry[1], `only the operators ${allowed.join(', ')}`);
}

function affixTest(operand: unknown, path: string, holds: (value: string, wanted: string) => boolean): Test {
  if (typeof operand === 'string') return ofText((value) => holds(value, operand));
  const [name, wanted] = single(operand, path, ['equals-ignore-case'], 'a text or equals-ignore-case');
  return ignoringCase(text(wanted, `${path}.${name}`), holds);
}

function anythingBut(operand: unknown, path: string): Test {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const [name, inner] = single(operand, path, INSIDE_ANYTHING_BUT, 'values or an operator');
    const at = `${path}.${name}`;
    const unwanted = list(inner, at).map(([item, place]) => operators[name]!(filled(item, place), place));
    return (value) => !unwanted.some((test) => test(value));
  }
  const values = list(operand, path).map(([item, at]) => {
    if (typeof item === 'string' || Number.isFinite(item)) return item as string | number;
    throw patternRefusal(at, item, 'a text or a number');
  });
  if (new Set(values.map((value) => typeof value)).size > 1) {
    throw patternRefusal(path, operand, 'either texts or numbers, not both');
  }
  const unwanted = new Set<Scalar>(values);
  return (value) => !unwanted.has(value);
}

/** One operand, or several in an array, each with its path. */
function list(operand: unknown, path: string): [unknown, string][] {
  if (!Array.isArray(operand)) return [[operand, path]];
  if (operand.length === 0) throw patternRefusal(path, operand, 'at least one value');
  return operand.map((item, index) => [item, `${path}[${index}]`]);
}

function ofText(test: (value: string) => boolean): Test {
  return (value) => typeof value === 'string' && test(value);
}

function ignoringCase(wanted: string, holds: (value: string, wanted: string) => boolean): Test {
  const lower = wanted.toLowerCase();
  return ofText((value) => holds(value.toLowerCase(), lower));
}

function text(operand: unknown, path: string): string {
  if (typeof operand !== 'string') throw patternRefusal(path, operand, 'a text');
  return operand;
}

/** Every text begins with the empty one: to want anything but that matches nothing, and EventBridge refuses it. */
function filled(operand: unknown, path: string): string {
  if (text(operand, path) === '') throw patternRefusal(path, operand, 'a text that is not empty');
  return operand as string;
}
