import type { Wire } from '../../aws-json.ts';
import type { Findings } from './findings.ts';
import { isObject } from './values.ts';

/** One place where a definition says which state comes next. */
interface Transition {
  readonly target: Wire;
  readonly field: string;
  readonly location: string;
}

/** Every transition leads to a state of the same machine, and every state can be reached. */
export function checkTransitions(machine: Wire, location: string, findings: Findings): undefined {
  const states: Record<string, Wire> = machine.States;
  const start = { target: machine.StartAt, field: 'StartAt', location: `${location}/StartAt` };
  const reached = new Set<string>();
  const ahead = machine.StartAt === undefined ? [] : [start];
  for (let transition = ahead.pop(); transition; transition = ahead.pop()) {
    const { target } = transition;
    if (typeof target !== 'string' || !Object.hasOwn(states, target) || reached.has(target)) continue;
    reached.add(target);
    ahead.push(...transitionsOf(states[target], `${location}/States/${target}`));
  }
  const all = Object.entries(states).flatMap(([name, state]) => transitionsOf(state, `${location}/States/${name}`));
  for (const transition of machine.StartAt === undefined ? all : [start, ...all]) {
    if (typeof transition.target !== 'string' || Object.hasOwn(states, transition.target)) continue;
    const message = `Missing '${transition.field}' target: ${transition.target}`;
    findings.add(message, transition.location, 'MISSING_TRANSITION_TARGET');
  }
  for (const name of machine.StartAt === undefined ? [] : Object.keys(states)) {
    if (reached.has(name)) continue;
    const message = `State ${JSON.stringify(name)} is not reachable.`;
    findings.add(message, `${location}/States/${name}`, 'MISSING_TRANSITION_TARGET');
  }
}

function transitionsOf(state: Wire, location: string): Transition[] {
  if (!isObject(state)) return [];
  const of = (owner: Wire, field: string, where: string): Transition[] =>
    isObject(owner) && owner[field] !== undefined
      ? [{ target: owner[field], field, location: `${where}/${field}` }]
      : [];
  const listed = (field: string) =>
    (Array.isArray(state[field]) ? state[field] : []).flatMap((item: Wire, index: number) =>
      of(item, 'Next', `${location}/${field}[${index}]`),
    );
  return [...of(state, 'Next', location), ...listed('Choices'), ...of(state, 'Default', location), ...listed('Catch')];
}
