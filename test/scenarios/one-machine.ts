import type { Rehearsal, RehearsalOptions } from '../../cli/rehearsal/rehearsal.ts';
import type { Scenario, ScenarioMachine } from '../../cli/scenario/scenario.ts';
import type { ObservedMachine } from '../../report/observed-machine.ts';
import { rehearse as rehearseAll } from './recorded.ts';

export type RehearsalOfOne = Rehearsal & Pick<ObservedMachine, 'alias' | 'executions'>;

/** Rehearses a scenario of one machine, and answers beside the rehearsal what was seen of that machine. */
export async function rehearse(scenario: Scenario, options?: RehearsalOptions): Promise<RehearsalOfOne> {
  const rehearsal = await rehearseAll(scenario, options);
  const [{ alias, executions }] = rehearsal.machines;
  return { ...rehearsal, alias, executions };
}

/** The scenario with its machine in other circumstances. */
export function withMachine(scenario: Scenario, changes: Partial<ScenarioMachine>): Scenario {
  const [machine] = scenario.machines;
  return { ...scenario, machines: [{ ...machine, ...changes }] };
}
