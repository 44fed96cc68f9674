import { fileURLToPath } from 'node:url';
import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../../cli/scenario/read.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';

/** What is released: a candidate that is like stable, or one that fails every execution. */
export type Release = 'harmless' | 'failsAll';

/** How one rehearsed deployment ended. */
export interface Ending {
  readonly seed: number;
  /** The end state's name. */
  readonly outcome: string;
  readonly reason?: string;
  readonly candidateFailed: number;
  /** From the deployment's start to its end, in virtual time. */
  readonly seconds: number;
}

const EXAMPLES: Readonly<Record<Release, string>> = {
  harmless: 'sample-alias-machine-fixed',
  failsAll: 'sample-alias-machine',
};

/** Type A fails in every version, type B in the bad candidate. */
const BASE_FAILURES = 0.01;
const TRAFFIC = {
  perMinute: 20,
  poisson: true,
  inputShares: [
    { input: { type: 'A' }, share: BASE_FAILURES },
    { input: { type: 'B' }, share: 1 - BASE_FAILURES },
  ],
  warmUpSeconds: 3600,
};
const STRATEGY = 'Linear20PercentEvery5Minutes';

export const CIRCUMSTANCES = `STANDARD, ${TRAFFIC.perMinute} executions a minute at random times, ${100 * BASE_FAILURES} % of which fail anyway, ${STRATEGY}, no alarm`;

/** Rehearses one release, from the request to the end, with everything that is drawn at random following from the seed. */
export async function rehearseRelease({ release, seed }: { release: Release; seed: number }): Promise<Ending> {
  const { record, machines } = await rehearse(scenarioOf(release), { seed });
  const { outcome, reason, startedAt, endedAt } = record;
  if (endedAt === undefined) throw new Error(`the ${release} release of seed ${seed} did not end`);
  return {
    seed,
    outcome,
    ...(reason !== undefined && reason !== null && { reason }),
    candidateFailed: machines[0].executions.candidate.failed,
    seconds: (Date.parse(endedAt) - Date.parse(startedAt)) / 1000,
  };
}

function scenarioOf(release: Release): Scenario {
  const scenario = readScenario(fileURLToPath(new URL(`../../examples/${EXAMPLES[release]}`, import.meta.url)));
  const [machine] = scenario.machines;
  return {
    ...scenario,
    machines: [{ ...machine, type: 'STANDARD', traffic: trafficOf(TRAFFIC) }],
    alarms: [],
    events: [],
    request: { ...(scenario.request as object), alarms: [], strategy: STRATEGY },
  };
}
