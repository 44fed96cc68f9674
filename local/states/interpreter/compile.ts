import type { Wire } from '../../aws-json.ts';
import { compileChoice } from './choice.ts';
import { compileFail } from './fail.ts';
import type { Machine, QueryLanguage, State, StateSource } from './machine.ts';
import { compileMap } from './map.ts';
import { compileParallel } from './parallel.ts';
import { compilePass } from './pass.ts';
import { runtimeError } from './state-error.ts';
import { compileSucceed } from './succeed.ts';
import { compileTask } from './task.ts';
import { compileWait } from './wait.ts';

const compilers: Readonly<Record<string, (source: StateSource) => State['run']>> = {
  Pass: compilePass,
  Task: compileTask,
  Choice: compileChoice,
  Wait: compileWait,
  Succeed: compileSucceed,
  Fail: compileFail,
  Parallel: compileParallel,
  Map: compileMap,
};

const compiled = new WeakMap<object, Machine>();

/** Compiles a definition once: the same object gives the same machine. */
export function compileMachine(definition: Wire): Machine {
  const known = compiled.get(definition);
  if (known) return known;
  const machine = compileStates(definition, definition.QueryLanguage ?? 'JSONPath');
  compiled.set(definition, machine);
  return machine;
}

function compileStates(definition: Wire, language: QueryLanguage): Machine {
  const states = Object.entries<Wire>(definition.States).map(([name, fields]): [string, State] => [
    name,
    compileState({
      name,
      fields,
      language: fields.QueryLanguage ?? language,
      compileInner: (inner) => compileStates(inner, inner.QueryLanguage ?? language),
    }),
  ]);
  return { startAt: definition.StartAt, states: new Map(states), timeoutSeconds: definition.TimeoutSeconds };
}

/** A state that cannot be compiled fails when it is run: definitions are validated elsewhere, and the other states may do. */
function compileState(source: StateSource): State {
  const { name, fields } = source;
  const compile = Object.hasOwn(compilers, fields.Type) ? compilers[fields.Type] : undefined;
  if (!compile) return brokenState(source, `There is no state type ${JSON.stringify(fields.Type)}`);
  try {
    return { name, type: fields.Type, run: compile(source) };
  } catch (error) {
    return brokenState(source, (error as Error).message);
  }
}

function brokenState({ name, fields }: StateSource, why: string): State {
  return {
    name,
    type: String(fields.Type),
    // biome-ignore lint/correctness/useYield: it only fails
    *run() {
      throw runtimeError(why);
    },
  };
}
