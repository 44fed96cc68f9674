import type { Wire } from '../../aws-json.ts';
import { comparisons, typeTests } from './choice-operators.ts';
import { compileQuery, find, type Query, type Subject } from './query.ts';
import { runtimeError } from './state-error.ts';

type Condition = (subject: Subject) => boolean;

/** Compiles a Choice rule of a JSONPath state: And, Or, Not, or one comparison. */
export function compileRule(rule: Wire): Condition {
  if (rule.And) {
    const terms: Condition[] = rule.And.map(compileRule);
    return (subject) => terms.every((term) => term(subject));
  }
  if (rule.Or) {
    const terms: Condition[] = rule.Or.map(compileRule);
    return (subject) => terms.some((term) => term(subject));
  }
  if (rule.Not) {
    const term = compileRule(rule.Not);
    return (subject) => !term(subject);
  }
  return compileComparison(rule);
}

const NOT_OPERATORS = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);

function compileComparison(rule: Wire): Condition {
  const variable = compileQuery(rule.Variable);
  const operator = Object.keys(rule).find((key) => !NOT_OPERATORS.has(key));
  if (operator === undefined) throw new SyntaxError('a Choice rule without an operator');
  const operand = rule[operator];
  if (operator === 'IsPresent') return (subject) => (find(variable, subject) !== undefined) === operand;
  const test = Object.hasOwn(typeTests, operator) ? typeTests[operator] : undefined;
  if (test) return (subject) => test(variableOf(variable, subject)) === operand;
  const compare = comparisons[operator.replace(/Path$/, '')];
  if (!compare) throw new SyntaxError(`unknown Choice operator ${operator}`);
  if (!operator.endsWith('Path')) return (subject) => compare(variableOf(variable, subject), operand);
  const other = compileQuery(operand);
  return (subject) => compare(variableOf(variable, subject), variableOf(other, subject));
}

function variableOf(query: Query, subject: Subject): Wire {
  const value = find(query, subject);
  if (value !== undefined) return value;
  throw runtimeError(`Invalid path '${query.text}': The choice state's condition path references an invalid value.`);
}
