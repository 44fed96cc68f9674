import type { Execution } from './execution.ts';
import { ExecutionOver, runtimeEnd } from './state-error.ts';
import type { UnservedTask } from './task-services.ts';

/** What a state asks for that is not here: an error of the set-up, which ends the execution and which no Catch may hide. */
export function unserved(execution: Execution, what: UnservedTask): ExecutionOver {
  execution.onUnserved?.(what);
  return new ExecutionOver(runtimeEnd(what.message), { wholly: true });
}
