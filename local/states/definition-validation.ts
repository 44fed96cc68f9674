import type { Operation, Wire } from '../aws-json.ts';
import { diagnose } from './definition/diagnose.ts';

const MAXIMUM_DIAGNOSTICS = 100;

export function definitionValidationOperations(): Record<string, Operation> {
  return { ValidateStateMachineDefinition: validateStateMachineDefinition };
}

/** Warnings are told only when they are asked for; only an error makes the result FAIL. */
function validateStateMachineDefinition(input: Wire): Wire {
  const all = diagnose(input.definition, input.type ?? 'STANDARD');
  const asked = input.severity === 'WARNING' ? all : all.filter(({ severity }) => severity === 'ERROR');
  const diagnostics = asked.slice(0, input.maxResults || MAXIMUM_DIAGNOSTICS);
  return {
    result: all.some(({ severity }) => severity === 'ERROR') ? 'FAIL' : 'OK',
    diagnostics,
    truncated: diagnostics.length < asked.length,
  };
}
