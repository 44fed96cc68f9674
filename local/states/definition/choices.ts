import type { Wire } from '../../aws-json.ts';
import { checkAssignment } from './assignment.ts';
import type { Findings } from './findings.ts';
import type { QueryLanguage } from './machine.ts';
import { checkExpressions, isPath } from './queries.ts';
import { isExpression, isObject } from './values.ts';

const ORDERS = ['LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals', 'Equals'];
const ORDERED = ['String', 'Numeric', 'Timestamp'].flatMap((type) => ORDERS.map((order) => `${type}${order}`));
const COMPARED = [...ORDERED, 'BooleanEquals'];
const TESTS = ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];
const OPERATORS = [...COMPARED, ...COMPARED.map((operator) => `${operator}Path`), 'StringMatches', ...TESTS];
const COMBINATIONS = ['And', 'Or', 'Not'];
const RULE_FIELDS = ['Next', 'Assign', 'Comment', 'Output'];

export function checkChoices(choices: Wire, location: string, language: QueryLanguage, findings: Findings): undefined {
  if (choices === undefined) return findings.add('These fields are required: [Choices]', location);
  if (!Array.isArray(choices) || choices.length === 0) {
    return findings.add('Expected a non-empty array of rules', `${location}/Choices`);
  }
  for (const [index, rule] of choices.entries()) {
    const where = `${location}/Choices[${index}]`;
    if (!isObject(rule)) {
      findings.add('Expected value of type Object', where);
      continue;
    }
    if (rule.Next === undefined) findings.add('These fields are required: [Next]', where);
    if (rule.Assign !== undefined) checkAssignment(rule.Assign, `${where}/Assign`, language, findings);
    if (language === 'JSONata') checkCondition(rule, where, findings);
    else checkComparison(rule, where, RULE_FIELDS, findings);
  }
}

function checkCondition(rule: Wire, where: string, findings: Findings): undefined {
  for (const field of Object.keys(rule)) {
    if (![...RULE_FIELDS, 'Condition'].includes(field))
      findings.add(`Field '${field}' is not supported in JSONata`, where);
  }
  if (rule.Condition === undefined) return findings.add('These fields are required: [Condition]', where);
  if (!isExpression(rule.Condition) && typeof rule.Condition !== 'boolean') {
    findings.add('Expected a JSONata expression or a boolean', `${where}/Condition`);
  }
  checkExpressions(rule.Condition, `${where}/Condition`, findings);
  checkExpressions(rule.Output, `${where}/Output`, findings);
}

/** One operator and its variable, or And, Or or Not of rules that are the same again. */
function checkComparison(rule: Wire, where: string, allowed: readonly string[], findings: Findings): undefined {
  if (!isObject(rule)) return findings.add('Expected value of type Object', where);
  const fields = Object.keys(rule).filter((field) => !allowed.includes(field));
  const known = fields.filter((field) => OPERATORS.includes(field) || COMBINATIONS.includes(field));
  for (const field of fields) {
    if (field !== 'Variable' && !known.includes(field)) findings.add(`Field '${field}' is not supported`, where);
  }
  if (known.length !== 1) return findings.add('Exactly one comparison operator, And, Or or Not is required', where);
  const operator = known[0]!;
  if (operator === 'Not') return checkComparison(rule.Not, `${where}/Not`, ['Comment'], findings);
  if (operator === 'And' || operator === 'Or')
    return checkCombination(rule[operator], `${where}/${operator}`, findings);
  if (rule.Variable === undefined) return findings.add('These fields are required: [Variable]', where);
  if (!isPath(rule.Variable)) findings.add('Value is not a valid JSONPath', `${where}/Variable`);
  checkOperand(operator, rule[operator], where, findings);
}

function checkCombination(rules: Wire, where: string, findings: Findings): undefined {
  if (!Array.isArray(rules) || rules.length === 0) return findings.add('Expected a non-empty array of rules', where);
  for (const [index, rule] of rules.entries()) checkComparison(rule, `${where}[${index}]`, ['Comment'], findings);
}

function checkOperand(operator: string, operand: Wire, where: string, findings: Findings): undefined {
  const type = operator.endsWith('Path')
    ? 'path'
    : operator.startsWith('Numeric')
      ? 'number'
      : TESTS.includes(operator) || operator.startsWith('Boolean')
        ? 'boolean'
        : 'string';
  const fits = type === 'path' ? isPath(operand) : typeof operand === type;
  if (!fits) findings.add(`Expected value of type ${type}`, `${where}/${operator}`);
}
