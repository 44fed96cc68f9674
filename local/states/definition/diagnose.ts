import type { Wire } from '../../aws-json.ts';
import { isNestedTooDeeply, NESTED_TOO_DEEPLY } from '../../nesting.ts';
import { findJsonError, lineAndColumn } from '../json-error.ts';
import { type Diagnostic, newFindings } from './findings.ts';
import { checkMachine } from './machine.ts';
import { isObject } from './values.ts';

/**
 * What is wrong with a definition, so that AWS would not create it. Where AWS's wording is not known, the finding says the same in words
 * of our own.
 */
export function diagnose(text: string, type: 'STANDARD' | 'EXPRESS'): readonly Diagnostic[] {
  if (text.trim() === '') return [notAnObject()];
  let definition: Wire;
  try {
    definition = JSON.parse(text);
  } catch {
    return [notJson(text)];
  }
  if (!isObject(definition)) return [notAnObject()];
  if (isNestedTooDeeply(text)) return [tooDeep()];
  const findings = newFindings();
  checkMachine(definition, '', { findings, express: type === 'EXPRESS', names: new Set(), language: 'JSONPath' });
  return findings.diagnostics;
}

function notAnObject(): Diagnostic {
  return { severity: 'ERROR', code: 'SCHEMA_VALIDATION_FAILED', message: 'Definition must be a valid JSON object' };
}

function tooDeep(): Diagnostic {
  const message = `The definition is ${NESTED_TOO_DEEPLY}`;
  return { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', message };
}

function notJson(text: string): Diagnostic {
  const { message, offset } = findJsonError(text);
  const { line, column } = lineAndColumn(text, offset);
  const source = `[Source: (String)${JSON.stringify(text)}; line: ${line}, column: ${column}]`;
  return {
    severity: 'ERROR',
    code: 'INVALID_JSON_DESCRIPTION',
    message: `${message}\n at ${source}`,
    location: source,
  };
}
