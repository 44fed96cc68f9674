import type { Wire } from '../../aws-json.ts';
import type { Machine } from './machine.ts';
import { sleepUntil } from './sleep.ts';
import { runtimeError } from './state-error.ts';
import type { Steps } from './suspension.ts';
import { type Exit, enter, type Flow, failureOf } from './visit.ts';

/** Goes from state to state, and answers the last one's output. */
export function* runStates(flow: Flow, machine: Machine, input: Wire): Steps<Wire> {
  const { pace, clock } = flow.execution;
  let name = machine.startAt;
  let value = input;
  for (;;) {
    const exit: Exit = yield* runState(flow, machine, name, value);
    if (exit.next === undefined) return exit.output;
    name = exit.next;
    value = exit.output;
    if (pace?.isOut()) yield* sleepUntil(clock, pace.restart());
  }
}

function* runState(flow: Flow, machine: Machine, name: string, input: Wire): Steps<Exit> {
  const state = machine.states.get(name);
  if (!state) throw runtimeError(`There is no state named ${JSON.stringify(name)}`);
  const visit = enter(flow, state, input);
  try {
    return yield* state.run(visit);
  } catch (error) {
    throw failureOf(visit, error);
  }
}
