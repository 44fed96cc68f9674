import type { Wire } from '../aws-json.ts';
import { patternRefusal } from './pattern-refusal.ts';
import { compileValues, isOperator, type Scalar, type ValueMatcher } from './value-matcher.ts';

/** EventBridge allows so many combinations of the alternatives in a pattern's `$or`s (user guide). */
const MOST_ALTERNATIVES = 1000;

/** What has to be at one place in the event. */
interface Leaf extends ValueMatcher {
  readonly path: readonly string[];
}

/** Which element of which array was entered on the way to a value. */
interface Place {
  readonly array: string;
  readonly index: number;
  readonly outer: Place | undefined;
}

/**
 * Compiles an event pattern of EventBridge. All fields of a pattern have to match, each with one of its values or operators: exact values,
 * prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric, exists; `$or` holds alternatives.
 *
 * As on AWS, an array in the event matches by any of its elements; what a pattern asks of the fields of objects in one array has to hold for
 * one and the same element; `exists` is about values, not about objects, so that an empty or nested object does not exist. Numbers are compared as
 * numbers (on AWS as they are written: 300 is not 300.0 there).
 * @throws AwsError InvalidEventPatternException, which names the path
 */
export function compilePattern(pattern: unknown): (event: Wire) => boolean {
  const alternatives = alternativesOf(pattern, []).map(sortedByName);
  return (event) => alternatives.some((leaves) => allHold(leaves, 0, event, undefined));
}

/** A pattern as its alternatives: without `$or` there is one. */
function alternativesOf(pattern: unknown, path: readonly string[]): Leaf[][] {
  const at = path.join('.');
  if (!isObject(pattern)) throw patternRefusal(at, pattern, path.length > 0 ? 'an array or an object' : 'an object');
  const entries = Object.entries(pattern);
  if (entries.length === 0) throw patternRefusal(at, pattern, 'an object that is not empty');
  let alternatives: Leaf[][] = [[]];
  for (const [key, wanted] of entries) {
    const inner = key === '$or' ? orAlternatives(wanted, path) : fieldAlternatives(wanted, [...path, key]);
    if (alternatives.length * inner.length > MOST_ALTERNATIVES) tooMany(at, pattern);
    alternatives = alternatives.flatMap((leaves) => inner.map((more) => [...leaves, ...more]));
  }
  return alternatives;
}

function fieldAlternatives(wanted: unknown, path: readonly string[]): Leaf[][] {
  if (!Array.isArray(wanted)) return alternativesOf(wanted, path);
  return [[{ path, ...compileValues(wanted, path.join('.')) }]];
}

/** The fields inside `$or` are fields of the object that it stands in. */
function orAlternatives(wanted: unknown, path: readonly string[]): Leaf[][] {
  const at = [...path, '$or'].join('.');
  if (!Array.isArray(wanted) || wanted.length < 2) throw patternRefusal(at, wanted, 'an array of two or more patterns');
  const alternatives = wanted.flatMap((pattern, index) => {
    if (!isObject(pattern) || Object.keys(pattern).length === 0 || Object.keys(pattern).some(isOperator)) {
      throw patternRefusal(`${at}[${index}]`, pattern, 'a pattern: an object of fields');
    }
    return alternativesOf(pattern, path);
  });
  if (alternatives.length > MOST_ALTERNATIVES) tooMany(at, wanted);
  return alternatives;
}

function tooMany(path: string, found: unknown): never {
  throw patternRefusal(path, found, `at most ${MOST_ALTERNATIVES} combinations of alternatives`);
}

/** EventBridge goes through a pattern's fields by name; where `exists: false` meets arrays of objects, the order matters. */
function sortedByName(leaves: readonly Leaf[]): Leaf[] {
  const named = leaves.map((leaf) => ({ leaf, name: leaf.path.join('.') }));
  return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map(({ leaf }) => leaf);
}

/** Whether the leaves from `index` on hold in the event, inside the array elements entered so far. */
function allHold(leaves: readonly Leaf[], index: number, event: Wire, within: Place | undefined): boolean {
  const leaf = leaves[index];
  if (!leaf) return true;
  let present = false;
  const held = someValue(leaf.path, event, 0, 0, within, (value, inside) => {
    present = true;
    return leaf.matches(value) && allHold(leaves, index + 1, event, inside);
  });
  return held || (leaf.acceptsAbsence && !present && allHold(leaves, index + 1, event, within));
}

/** Whether `accept` says yes to one of the values at `path`. */
function someValue(
  path: readonly string[],
  value: Wire,
  depth: number,
  level: number,
  within: Place | undefined,
  accept: (value: Scalar, within: Place | undefined) => boolean,
): boolean {
  if (Array.isArray(value)) {
    const array = `${level} ${path.slice(0, depth).join('.')}`;
    return value.some((element, index) => {
      const entered = find(within, array);
      if (entered && entered.index !== index) return false;
      const inside = entered ? within : { array, index, outer: within };
      return someValue(path, element, depth, level + 1, inside, accept);
    });
  }
  if (depth === path.length) return value !== undefined && !isObject(value) && accept(value, within);
  if (!isObject(value) || !Object.hasOwn(value, path[depth]!)) return false;
  return someValue(path, value[path[depth]!], depth + 1, 0, within, accept);
}

function find(place: Place | undefined, array: string): Place | undefined {
  for (let entered = place; entered; entered = entered.outer) if (entered.array === array) return entered;
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
