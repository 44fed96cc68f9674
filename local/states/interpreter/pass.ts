import { compileFields } from './fields.ts';
import type { State, StateSource } from './machine.ts';

/** Pass: gives its input on, or what Result, Parameters or Output say. */
export function compilePass(source: StateSource): State['run'] {
  const fields = compileFields(source);
  const { Result: result, Next: next } = source.fields;
  const hasResult = result !== undefined && source.language === 'JSONPath';
  return function* (visit) {
    const input = yield* fields.argument(visit, fields.input(visit));
    return yield* fields.exit(visit, hasResult ? result : input, next);
  };
}
