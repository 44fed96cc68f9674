import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';

/** How long something took, and how much happened in it. */
export interface Pace {
  readonly name: string;
  readonly wallSeconds: number;
  /** With the traffic before the deployment: real time would take as long. */
  readonly virtualSeconds: number;
  /** During the deployment; those of the traffic before it come on top. */
  readonly executions: number;
  readonly promisedSeconds?: number;
}

/** @throws Error when the deployment did not succeed: then what was measured was something else */
export async function rehearsed(name: string, scenario: Scenario, promisedSeconds: number): Promise<Pace> {
  const began = performance.now();
  const { record, machines, virtualSeconds } = await rehearse(scenario);
  const wallSeconds = (performance.now() - began) / 1000;
  if (record.outcome !== 'Succeeded') throw new Error(`the rehearsal ended as ${record.outcome}: nothing was measured`);
  const [{ executions }] = machines;
  const count = executions.stable.started + executions.candidate.started;
  return { name, wallSeconds, virtualSeconds, executions: count, promisedSeconds };
}
