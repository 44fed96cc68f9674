import type { Wire } from '../../aws-json.ts';

/** Jayway's functions at the end of a path, such as `$.orders.length()`. */
export const pathFunctions = {
  length: (value: Wire): Wire => {
    if (Array.isArray(value) || typeof value === 'string') return value.length;
    return typeof value === 'object' && value !== null ? Object.keys(value).length : null;
  },
  size: (value: Wire): Wire => pathFunctions.length(value),
  keys: (value: Wire): Wire => (typeof value === 'object' && value !== null ? Object.keys(value) : null),
  first: (value: Wire): Wire => (Array.isArray(value) ? (value[0] ?? null) : null),
  last: (value: Wire): Wire => (Array.isArray(value) ? (value.at(-1) ?? null) : null),
  min: (value: Wire): Wire => (numbers(value).length ? Math.min(...numbers(value)) : null),
  max: (value: Wire): Wire => (numbers(value).length ? Math.max(...numbers(value)) : null),
  sum: (value: Wire): Wire => numbers(value).reduce((sum, number) => sum + number, 0),
  avg: (value: Wire): Wire => (numbers(value).length ? pathFunctions.sum(value) / numbers(value).length : null),
  stddev: (value: Wire): Wire => {
    const all = numbers(value);
    if (all.length === 0) return null;
    const mean = all.reduce((sum, number) => sum + number, 0) / all.length;
    return Math.sqrt(all.reduce((sum, number) => sum + (number - mean) ** 2, 0) / all.length);
  },
};

export type PathFunction = keyof typeof pathFunctions;

export function isPathFunction(name: string): name is PathFunction {
  return Object.hasOwn(pathFunctions, name);
}

function numbers(value: Wire): number[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'number') : [];
}
