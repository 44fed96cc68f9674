import type { Wire } from '../../aws-json.ts';
import { compileTyped } from './jsonata-expression.ts';
import type { StateSource } from './machine.ts';
import { compileQuery, followPath } from './query.ts';
import { queryError, runtimeError } from './state-error.ts';
import { atOnce, type Steps } from './suspension.ts';
import { subjectOf, type Visit } from './visit.ts';

/** A number that a state has as it stands, by a path, or by an expression: TimeoutSeconds, MaxConcurrency and their like. */
export type NumberField = (visit: Visit, input: Wire) => Steps<number | undefined>;

/** A field, and what it may be when it is only known at run time. */
export interface NumberFieldRule {
  readonly name: string;
  /** Default: whole numbers only. */
  readonly fractions?: boolean;
  /** Says in AWS's words why the number will not do. */
  complaint(number: number): string | undefined;
}

export function positive(name: string): NumberFieldRule {
  return {
    name,
    complaint: (number) => (number > 0 ? undefined : `Expected positive integer for ${name}, got '${number}' instead.`),
  };
}

export function compileNumberField({ fields, language }: StateSource, rule: NumberFieldRule): NumberField {
  const path = fields[`${rule.name}Path`];
  if (path !== undefined) return byPath(path, rule);
  const given = fields[rule.name];
  if (language === 'JSONata' && typeof given === 'string') return byExpression(given, rule);
  return atOnce(() => given);
}

function byPath(path: string, rule: NumberFieldRule): NumberField {
  const query = compileQuery(path);
  return atOnce((visit, input) => {
    const value = followPath(query, subjectOf(visit, input));
    const number = parseNumber(value, rule);
    if (number === undefined) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      throw runtimeError(
        `The ${rule.name}Path field refers to value "${text}" which is not a valid ${typeName(rule)}: ${path}`,
      );
    }
    const complaint = rule.complaint(number);
    if (complaint) throw runtimeError(complaint);
    return number;
  });
}

function byExpression(text: string, rule: NumberFieldRule): NumberField {
  const expression = compileTyped(text, rule.name, 'number');
  return function* (visit) {
    const number = yield* expression.evaluate(visit);
    const complaint =
      parseNumber(number, rule) === undefined
        ? `The ${rule.name} field must be a valid ${typeName(rule)} but was: ${number}`
        : rule.complaint(number);
    if (complaint) throw queryError(complaint, rule.name);
    return number;
  };
}

/** A number, also one that is written as text: AWS takes both behind a path. */
function parseNumber(value: Wire, { fractions }: NumberFieldRule): number | undefined {
  const number = typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return fractions || Number.isInteger(number) ? number : undefined;
}

function typeName({ fractions }: NumberFieldRule): string {
  return fractions ? 'float' : 'integer';
}
