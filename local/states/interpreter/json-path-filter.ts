import { isDeepStrictEqual } from 'node:util';
import type { Wire } from '../../aws-json.ts';
import { type JsonPath, PathNotFound, readJsonPath } from './json-path.ts';

/** A filter of a path, such as `?(@.price < 10 && @.kind == 'book')`. */
export type Filter =
  | { readonly kind: 'and' | 'or'; readonly terms: readonly Filter[] }
  | { readonly kind: 'not'; readonly term: Filter }
  | { readonly kind: 'exists'; readonly operand: Operand }
  | { readonly kind: 'compare'; readonly left: Operand; readonly operator: string; readonly right: Operand };

export type Operand =
  | { readonly kind: 'literal'; readonly value: Wire }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  /** `@…` reads the item, `$…` the document. */
  | { readonly kind: 'path'; readonly from: 'item' | 'root'; readonly path: JsonPath };

export function matchesFilter(filter: Filter, item: Wire, root: Wire): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.terms.every((term) => matchesFilter(term, item, root));
    case 'or':
      return filter.terms.some((term) => matchesFilter(term, item, root));
    case 'not':
      return !matchesFilter(filter.term, item, root);
    case 'exists':
      return exists(filter.operand, item, root);
    case 'compare':
      return compare(filter, item, root);
  }
}

function exists(operand: Operand, item: Wire, root: Wire): boolean {
  const value = operandValue(operand, item, root);
  if (value === undefined) return false;
  // An indefinite path always gives a list; it exists if the list has something.
  return operand.kind !== 'path' || operand.path.definite || value.length > 0;
}

function operandValue(operand: Operand, item: Wire, root: Wire): Wire | undefined {
  if (operand.kind === 'literal') return operand.value;
  if (operand.kind === 'pattern') return operand.pattern;
  try {
    return readJsonPath(operand.path, operand.from === 'item' ? item : root);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

function compare(filter: Extract<Filter, { kind: 'compare' }>, item: Wire, root: Wire): boolean {
  const left = operandValue(filter.left, item, root);
  const right = operandValue(filter.right, item, root);
  const operator = filterOperators[filter.operator]!;
  return operator(left, right);
}

type FilterOperator = (left: Wire | undefined, right: Wire | undefined) => boolean;

export const filterOperators: Readonly<Record<string, FilterOperator>> = {
  '==': same,
  '===': same,
  '!=': (left, right) => !same(left, right),
  '!==': (left, right) => !same(left, right),
  '<': (left, right) => ordered(left, right) && left < right,
  '<=': (left, right) => ordered(left, right) && left <= right,
  '>': (left, right) => ordered(left, right) && left > right,
  '>=': (left, right) => ordered(left, right) && left >= right,
  '=~': (left, right) => typeof left === 'string' && right instanceof RegExp && right.test(left),
  in: (left, right) => Array.isArray(right) && right.some((item) => same(left, item)),
  nin: (left, right) => !Array.isArray(right) || !right.some((item) => same(left, item)),
  contains: (left, right) =>
    typeof left === 'string'
      ? typeof right === 'string' && left.includes(right)
      : Array.isArray(left) && left.some((item) => same(item, right)),
  subsetof: (left, right) => isSubset(left, right),
  anyof: (left, right) =>
    Array.isArray(left) && Array.isArray(right) && left.some((a) => right.some((b) => same(a, b))),
  noneof: (left, right) =>
    Array.isArray(left) && Array.isArray(right) && !left.some((a) => right.some((b) => same(a, b))),
  all: (left, right) => isSubset(right, left),
  size: (left, right) => (Array.isArray(left) || typeof left === 'string') && left.length === right,
  empty: (left, right) => (Array.isArray(left) || typeof left === 'string') && (left.length === 0) === right,
};

function same(left: Wire, right: Wire): boolean {
  return isDeepStrictEqual(left, right);
}

function ordered(left: Wire, right: Wire): boolean {
  return typeof left === typeof right && (typeof left === 'number' || typeof left === 'string');
}

function isSubset(left: Wire, right: Wire): boolean {
  return Array.isArray(left) && Array.isArray(right) && left.every((a) => right.some((b) => same(a, b)));
}
