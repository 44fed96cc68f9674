import type { Wire } from '../../aws-json.ts';
import { compileJsonPath, isObject, type PathStep } from './json-path.ts';
import { StateError } from './state-error.ts';

/** Puts a result into a copy of the input. */
export type PlaceResult = (input: Wire, result: Wire) => Wire;

/** Compiles a ResultPath: absent or `$` replaces the input, null drops the result, a path sets that place and makes what is missing on the way. */
export function compileResultPath(text: string | null | undefined): PlaceResult {
  if (text === null) return (input) => input;
  if (text === undefined || text === '$') return (_, result) => result;
  const { steps } = compileJsonPath(text);
  return (input, result) => place(input, steps, 0, result, input);
}

function place(value: Wire, steps: readonly PathStep[], i: number, result: Wire, input: Wire): Wire {
  const step = steps[i];
  if (!step) return result;
  if (step.kind === 'names') {
    const name = step.names[0]!;
    if (value !== undefined && !isObject(value)) throw mismatch(name, input);
    return withMember(value, name, place(value && ownMember(value, name), steps, i + 1, result, input));
  }
  if (step.kind !== 'indices') throw mismatch('', input);
  const index = step.indices[0]!;
  if (!Array.isArray(value) || index >= value.length) throw mismatch(String(index), input);
  return value.with(index, place(value[index], steps, i + 1, result, input));
}

function ownMember(value: Wire, name: string): Wire | undefined {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function withMember(value: Wire, name: string, member: Wire): Wire {
  // A computed key in a literal defines a member of that name, whatever it is: `__proto__` too.
  return { ...value, [name]: member };
}

function mismatch(step: string, input: Wire): StateError {
  return new StateError({
    error: 'States.ResultPathMatchFailure',
    cause: `Unable to apply step "${step}" to input ${JSON.stringify(input)}`,
    prefaced: true,
  });
}
