import type { Wire } from '../../aws-json.ts';
import { compareInstants, parseTimestamp } from './timestamp.ts';

type Comparison = (value: Wire, operand: Wire) => boolean;

/** The comparisons of Choice rules. A value of another type than the operator's does not hold; it is no error. */
export const comparisons: Readonly<Record<string, Comparison>> = {
  BooleanEquals: (value, operand) => typeof value === 'boolean' && value === operand,
  StringEquals: strings((order) => order === 0),
  StringLessThan: strings((order) => order < 0),
  StringLessThanEquals: strings((order) => order <= 0),
  StringGreaterThan: strings((order) => order > 0),
  StringGreaterThanEquals: strings((order) => order >= 0),
  StringMatches: (value, operand) =>
    typeof value === 'string' && typeof operand === 'string' && like(operand).test(value),
  NumericEquals: numbers((a, b) => a === b),
  NumericLessThan: numbers((a, b) => a < b),
  NumericLessThanEquals: numbers((a, b) => a <= b),
  NumericGreaterThan: numbers((a, b) => a > b),
  NumericGreaterThanEquals: numbers((a, b) => a >= b),
  TimestampEquals: timestamps((order) => order === 0),
  TimestampLessThan: timestamps((order) => order < 0),
  TimestampLessThanEquals: timestamps((order) => order <= 0),
  TimestampGreaterThan: timestamps((order) => order > 0),
  TimestampGreaterThanEquals: timestamps((order) => order >= 0),
};

export const typeTests: Readonly<Record<string, (value: Wire) => boolean>> = {
  IsNull: (value) => value === null,
  IsString: (value) => typeof value === 'string',
  IsNumeric: (value) => typeof value === 'number',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
};

function strings(holds: (order: number) => boolean): Comparison {
  return (value, operand) =>
    typeof value === 'string' && typeof operand === 'string' && holds(value === operand ? 0 : value < operand ? -1 : 1);
}

function numbers(holds: (a: number, b: number) => boolean): Comparison {
  return (value, operand) => typeof value === 'number' && typeof operand === 'number' && holds(value, operand);
}

function timestamps(holds: (order: number) => boolean): Comparison {
  return (value, operand) => {
    if (typeof value !== 'string' || typeof operand !== 'string') return false;
    const a = parseTimestamp(value);
    const b = parseTimestamp(operand);
    return a !== undefined && b !== undefined && holds(compareInstants(a, b));
  };
}

const patterns = new Map<string, RegExp>();

/** `*` stands for any text, `\*` for an asterisk, `\\` for a backslash. */
function like(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known) return known;
  const source = pattern.replace(/\\([*\\])|([\s\S])/g, (_, escaped: string | undefined, plain: string) => {
    if (escaped === undefined && plain === '*') return '[\\s\\S]*';
    return (escaped ?? plain).replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  });
  const made = new RegExp(`^${source}$`);
  // Patterns come from definitions; a path may bring in others, which must not pile up.
  if (patterns.size > 1000) patterns.clear();
  patterns.set(pattern, made);
  return made;
}
