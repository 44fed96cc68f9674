import jsonata from 'jsonata';
import type { Wire } from '../../aws-json.ts';
import { compileIntrinsic } from '../interpreter/intrinsic-call.ts';
import { parsePath } from '../interpreter/json-path-parser.ts';
import type { Findings } from './findings.ts';
import type { QueryLanguage } from './machine.ts';
import { isExpression } from './values.ts';

/** Whether a text is a JSONPath into the state's input, the context object (`$$.`) or a variable (`$name`). */
export function isPath(value: Wire): boolean {
  if (typeof value !== 'string' || !value.startsWith('$')) return false;
  return parses(() => parsePath(value.replace(/^\$(?:\$|[A-Za-z_][\w]*)/, '$')));
}

/** Whether a text names one place in the state's own data: names and indices only, neither the context object nor a variable. */
export function isReferencePath(value: Wire): boolean {
  return isPath(value) && /^\$(?![\w$])/.test(value) && !/[@,:?*()]|\.\./.test(withoutQuoted(value));
}

/** Checks a payload template, or a value that may have JSONata in it, in the language of its state. */
export function checkTemplate(value: Wire, location: string, language: QueryLanguage, findings: Findings): undefined {
  if (language === 'JSONata') return checkExpressions(value, location, findings);
  checkDynamicMembers(value, location, findings);
}

/** Checks every `name.$` in a payload template, however deep. */
function checkDynamicMembers(value: Wire, location: string, findings: Findings): undefined {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries<Wire>(value)) {
    if (name.endsWith('.$') && !Array.isArray(value)) {
      if (isPath(member) || isIntrinsic(member)) continue;
      findings.add(
        `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`,
        location,
      );
    } else {
      checkDynamicMembers(member, location, findings);
    }
  }
}

function isIntrinsic(value: Wire): boolean {
  return typeof value === 'string' && value.startsWith('States.') && parses(() => compileIntrinsic(value, 'field'));
}

/** Checks the syntax of every `{% … %}` in a value. */
export function checkExpressions(value: Wire, location: string, findings: Findings): undefined {
  if (isExpression(value)) {
    const problem = expressionProblem(value);
    if (problem) findings.add(`The JSONata expression is not valid: ${problem}`, location);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) checkExpressions(member, `${location}/${name}`, findings);
  }
}

function expressionProblem(text: string): string | undefined {
  try {
    jsonata(text.slice(2, -2));
    return undefined;
  } catch (error) {
    return (error as { message?: string }).message ?? String(error);
  }
}

function parses(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch {
    return false;
  }
}

function withoutQuoted(path: string): string {
  return path.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, '');
}
