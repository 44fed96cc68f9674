import type { Benchmark, Finding } from './benchmark.ts';
import { compared } from './scale/compared.ts';
import { type DeployAll, deployByOurs, deployByPollLoop, deployBySfndeploy } from './scale/deploy-all.ts';
import { openFleet } from './scale/fleet.ts';
import { measured } from './scale/measured.ts';
import { type Outcome, outcomeOf } from './scale/outcome.ts';

const SIZES = { reduced: [1, 10, 100], full: [1, 10, 100, 300, 1000] };
/** Told in all detail: of these, the fleet that docs/scale.md is about. */
const DETAILED = { reduced: 100, full: 300 };

/** In the order of the comparison's columns. */
const PEERS: readonly DeployAll[] = [deployBySfndeploy, deployByPollLoop];

/** All deployments of an account share AWS's token buckets: one alias write and one alias read a second, nine DescribeAlarms, five ListExecutions. */
export const scale: Benchmark = {
  name: 'scale',
  about:
    'deployments of as many aliases, started within a second under the quotas of one account; each third one is bad: 1 to 100 of them, with --full to 1,000',
  run: async ({ full }) => {
    const began = performance.now();
    const extent = full ? 'full' : 'reduced';
    const details: Finding[] = [];
    const rows: { size: number; ours: Outcome; peers: Outcome[] }[] = [];
    for (const size of SIZES[extent]) {
      const { outcome: ours, findings } = await deployMany(size);
      if (size === DETAILED[extent]) details.push(...findings);
      const peers: Outcome[] = [];
      for (const deployAll of PEERS) {
        const fleet = await openFleet(size);
        peers.push(outcomeOf(fleet, await deployAll(fleet)));
      }
      rows.push({ size, ours, peers });
    }
    const seconds = (performance.now() - began) / 1000;
    return [...compared(rows), ...details, { name: 'wall time', value: seconds, unit: 's' }];
  },
};

/** Our deployer with so many at once: what became of them, and how. */
export async function deployMany(
  size: number,
): Promise<{ readonly outcome: Outcome; readonly findings: readonly Finding[] }> {
  const fleet = await openFleet(size);
  const weathered = await deployByOurs(fleet);
  const outcome = outcomeOf(fleet, weathered);
  return { outcome, findings: await measured(fleet, weathered) };
}
