import { compileFields } from './fields.ts';
import type { State, StateSource } from './machine.ts';

/** Succeed: ends its line of work well. */
export function compileSucceed(source: StateSource): State['run'] {
  const fields = compileFields(source);
  return (visit) => fields.exit(visit, fields.input(visit), undefined);
}
