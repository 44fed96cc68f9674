import type { Expression, Operator } from './expression.ts';
import { FUNCTIONS, type MathWindow } from './functions.ts';
import { MetricMathError } from './parse.ts';
import { combine, type TimeSeries, type Value } from './values.ts';

const OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<': (a, b) => Number(a < b),
  '<=': (a, b) => Number(a <= b),
  '>': (a, b) => Number(a > b),
  '>=': (a, b) => Number(a >= b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};
/** Words that stand for themselves, as parameters of FILL. */
const WORDS = ['REPEAT', 'LINEAR'];

/**
 * What an expression comes to, given what the ids it refers to stand for.
 * @throws MetricMathError
 */
export function evaluateExpression(
  expression: Expression,
  lookUp: (id: string) => Value | undefined,
  window: MathWindow,
): Value {
  const evaluate = (part: Expression): Value => evaluateExpression(part, lookUp, window);
  switch (expression.kind) {
    case 'number':
      return { kind: 'scalar', value: expression.value };
    case 'text':
      return { kind: 'text', value: expression.value };
    case 'reference':
      return reference(expression.id, lookUp);
    case 'list':
      return { kind: 'list', items: expression.items.map(evaluate).flatMap(seriesOf) };
    case 'negation':
      return combine({ kind: 'scalar', value: 0 }, evaluate(expression.operand), OPERATIONS['-']);
    case 'operation':
      return combine(evaluate(expression.left), evaluate(expression.right), OPERATIONS[expression.operator]);
    case 'call':
      return FUNCTIONS[expression.name]!(expression.parameters.map(evaluate), window);
  }
}

/** The time series a value holds. */
export function seriesOf(value: Value): readonly TimeSeries[] {
  if (value.kind === 'series') return [value];
  if (value.kind === 'list') return value.items;
  throw new MetricMathError('a time series or a list of them was expected');
}

function reference(id: string, lookUp: (id: string) => Value | undefined): Value {
  const value = lookUp(id);
  if (value) return value;
  if (WORDS.includes(id.toUpperCase())) return { kind: 'text', value: id.toUpperCase() };
  throw new MetricMathError(`Unknown identifier ${id}`);
}
