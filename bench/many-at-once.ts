import type { Benchmark, Finding } from './benchmark.ts';
import { openFleet } from './many-at-once/fleet.ts';
import { measured } from './many-at-once/measured.ts';
import { deployAll } from './many-at-once/storm.ts';

/** Deployments of as many aliases, started within a second in one account. */
const FULL = 300;
const REDUCED = 40;

/** All of them share AWS's token buckets: one alias write and one alias read a second, nine DescribeAlarms, five ListExecutions. */
export const manyAtOnce: Benchmark = {
  name: 'many-at-once',
  about: `${FULL} deployments of as many aliases at once, ${REDUCED} without --full, under the quotas of one account; each third one is bad`,
  run: async ({ full }) => {
    const began = performance.now();
    const findings = await deployMany(full ? FULL : REDUCED);
    return [...findings, { name: 'wall time', value: (performance.now() - began) / 1000, unit: 's' }];
  },
};

export async function deployMany(size: number): Promise<readonly Finding[]> {
  const fleet = await openFleet(size);
  const { executions, alarms } = await deployAll(fleet);
  return measured(fleet, executions, alarms);
}
