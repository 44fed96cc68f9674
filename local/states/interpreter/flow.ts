import type { Wire } from '../../aws-json.ts';
import type { Machine } from './machine.ts';
import { sleepUntil } from './sleep.ts';
import { ExecutionOver, runtimeError } from './state-error.ts';
import type { Steps } from './suspension.ts';
import { type Exit, enter, type Flow, failureOf, type Visit } from './visit.ts';

/** Goes from state to state, and answers the last one's output. */
export function runStates(flow: Flow, machine: Machine, input: Wire): Steps<Wire> {
  return goOn(flow, machine, () => enterState(flow, machine, machine.startAt, input));
}

/**
 * Takes a line of work up in the state in which it was cut off, with the input that it had. There is no event of entering again, but for a Fail state, which AWS says is
 * entered anew (Developer Guide, "Restarting state machine executions with redrive").
 */
export function resumeStates(flow: Flow, machine: Machine, visit: Visit): Steps<Wire> {
  const { state, input } = visit;
  if (state.type === 'Fail') return goOn(flow, machine, () => enterState(flow, machine, state.name, input));
  visit.redriven = true;
  return goOn(flow, machine, () => stay(visit));
}

function* goOn(flow: Flow, machine: Machine, first: () => Steps<Exit>): Steps<Wire> {
  const { pace, clock, mayGoOn } = flow.execution;
  let exit = yield* first();
  while (exit.next !== undefined) {
    if (!mayGoOn()) throw new ExecutionOver({ status: 'ABORTED' }, { wholly: true });
    if (pace?.isOut()) yield* sleepUntil(clock, pace.restart());
    exit = yield* enterState(flow, machine, exit.next, exit.output);
  }
  return exit.output;
}

function enterState(flow: Flow, machine: Machine, name: string, input: Wire): Steps<Exit> {
  const state = machine.states.get(name);
  if (!state) throw runtimeError(`There is no state named ${JSON.stringify(name)}`);
  return stay(enter(flow, state, input));
}

function* stay(visit: Visit): Steps<Exit> {
  try {
    return yield* visit.state.run(visit);
  } catch (error) {
    throw failureOf(visit, error);
  }
}
