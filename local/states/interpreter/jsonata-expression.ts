import jsonata from 'jsonata';
import type { Wire } from '../../aws-json.ts';
import { contextObject } from './context-object.ts';
import { jsonType } from './json-type.ts';
import { awsFunctions } from './jsonata-functions.ts';
import { BUDGET, limitEvaluation } from './jsonata-limits.ts';
import { queryError } from './state-error.ts';
import { atOnce, type Steps, settled } from './suspension.ts';
import { visibleVariables } from './variables.ts';
import type { Visit } from './visit.ts';

/** What `$states` has beside the input and the context, where a field may use it. */
export interface Extras {
  readonly result?: Wire;
  readonly errorOutput?: Wire;
  readonly context?: Wire;
}

/** A field of a JSONata state, compiled: `{% … %}` wherever it stands in the value is evaluated. */
export interface Expression {
  /** True if there is nothing to evaluate. */
  readonly constant: boolean;
  evaluate(visit: Visit, extras?: Extras): Steps<Wire>;
}

/** @param location the field's name, such as `Arguments`; AWS names a place inside it as `Arguments/FunctionName` */
export function compileExpression(value: Wire, location: string): Expression {
  if (typeof value === 'string') return compileText(value, location);
  if (Array.isArray(value)) return compileList(value, location);
  if (typeof value === 'object' && value !== null) return compileObject(value, location);
  return constant(value);
}

function constant(value: Wire): Expression {
  return { constant: true, evaluate: atOnce(() => value) };
}

function compileList(value: readonly Wire[], location: string): Expression {
  const items = value.map((item, index) => compileExpression(item, `${location}[${index}]`));
  if (items.every((item) => item.constant)) return constant(value);
  return {
    constant: false,
    *evaluate(visit, extras) {
      const list: Wire[] = [];
      for (const item of items) list.push(yield* item.evaluate(visit, extras));
      return list;
    },
  };
}

function compileObject(value: Readonly<Record<string, Wire>>, location: string): Expression {
  const members = Object.entries(value).map(
    ([key, member]) => [key, compileExpression(member, `${location}/${key}`)] as const,
  );
  if (members.every(([, member]) => member.constant)) return constant(value);
  return {
    constant: false,
    *evaluate(visit, extras) {
      const entries: [string, Wire][] = [];
      for (const [key, member] of members) entries.push([key, yield* member.evaluate(visit, extras)]);
      return Object.fromEntries(entries);
    },
  };
}

const BRACES = /^\{%([\s\S]*)%\}$/;

/** What stands between `{%` and `%}`, as AWS quotes it in a cause; undefined if `value` is no expression. */
export function sourceOf(value: Wire): string | undefined {
  return typeof value === 'string' ? BRACES.exec(value)?.[1]?.trim() : undefined;
}

function compileText(text: string, location: string): Expression {
  const source = sourceOf(text);
  if (source === undefined) return constant(text);
  const expression = jsonata(source);
  limitEvaluation(expression, source);
  return {
    constant: false,
    *evaluate(visit, extras) {
      let value: unknown;
      try {
        value = yield* settled(expression.evaluate(undefined, bindings(visit, extras)));
      } catch (error) {
        throw evaluationError(source, location, error);
      }
      return plainValue(value, source, location);
    },
  };
}

function bindings(visit: Visit, extras: Extras | undefined): Record<string, unknown> {
  return {
    ...awsFunctions(visit.flow.execution),
    ...visibleVariables(visit.flow.variables),
    states: { input: visit.input, context: extras?.context ?? contextObject(visit), ...extras },
    [BUDGET]: { steps: 0, depth: 0 },
  };
}

function evaluationError(source: string, location: string, error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string };
  return queryError(
    `The JSONata expression '${source}' specified for the field '${location}' threw an error during evaluation. ` +
      `${code === undefined ? '' : `${code}: `}${message}`,
    location,
  );
}

/** Compiles a field that must give a value of one type. */
export function compileTyped(
  value: Wire,
  location: string,
  type: 'array' | 'boolean' | 'number' | 'string',
): Expression {
  const expression = compileExpression(value, location);
  return {
    ...expression,
    *evaluate(visit, extras) {
      const found = yield* expression.evaluate(visit, extras);
      if (jsonType(found) === type) return found;
      throw queryError(
        `The JSONata expression '${sourceOf(value) ?? value}' specified for the field '${location}' returned an unexpected ` +
          `result type. Expected '${type}', but was '${jsonType(found)}' for value: ${JSON.stringify(found)}`,
        location,
      );
    },
  };
}

/** JSON out of what JSONata gives: its lists carry marks, and it may give functions or nothing at all. */
function plainValue(value: unknown, source: string, location: string): Wire {
  if (value === undefined) {
    throw queryError(
      `The JSONata expression '${source}' specified for the field '${location}' returned nothing (undefined).`,
      location,
    );
  }
  if (!isData(value)) {
    throw queryError(
      `The JSONata expression '${source}' specified for the field '${location}' returned an unsupported result type.`,
      location,
    );
  }
  return copy(value);
}

function isData(value: unknown): boolean {
  if (typeof value === 'function') return false;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isData);
  const marked = value as { _jsonata_lambda?: boolean; _jsonata_function?: boolean };
  if (marked._jsonata_lambda || marked._jsonata_function || value instanceof RegExp) return false;
  return Object.values(value).every(isData);
}

function copy(value: Wire): Wire {
  if (Array.isArray(value)) return value.map((item) => (item === undefined ? null : copy(item)));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, copy(member)]));
}
