import type { Grid, Measurement } from '../benchmark.ts';
import type { Ended } from '../releases/outcome.ts';
import { type Job, LINEAR_10, LOADS, OURS } from '../releases/release.ts';
import { interval95, mean } from '../releases/results.ts';
import { runRelease } from '../releases/run.ts';
import { inWorkers } from '../workers/in-workers.ts';

/** What a candidate that fails everything may cost at five executions a second with a first step of 10 %. */
const PROMISED = { STANDARD: 15, EXPRESS: 75 } as const;
type Type = keyof typeof PROMISED;
const RUN = new URL('../releases/run.ts', import.meta.url).href;
const BASE = 0.001;

/** By executions as evidence (STANDARD), and by metrics alone (EXPRESS). */
export async function firstMinutes(deployments: number): Promise<readonly (Measurement | Grid)[]> {
  const types = Object.keys(PROMISED) as Type[];
  const jobs = types.flatMap((type) => Array.from({ length: deployments }, (_, i) => jobOf(type, i + 1)));
  const ended = await inWorkers(RUN, runRelease, jobs);
  const byType = types.map((type, i) => [type, ended.slice(i * deployments, (i + 1) * deployments)] as const);
  const rows = byType.map(([type, all]) => ({ name: `${type}, n = ${deployments}`, values: spread(all) }));
  const columns = ['mean', '± 95 %', '95th percentile', 'highest', 'seconds to the roll-back, mean', 'promoted'];
  return [
    ...byType.map(([type, all]) => promise(type, all)),
    { name: '5/s, first step 10 %, a candidate that fails everything: failed executions', columns, rows },
  ];
}

function jobOf(type: Type, seed: number): Job {
  return { release: { plan: LINEAR_10, load: LOADS[2], base: BASE, candidate: 1, type }, deployer: OURS, seed };
}

function promise(type: Type, ended: readonly Ended[]): Measurement {
  const name = `5/s, 10 %, fails everything, ${type}: failed executions, mean of ${ended.length}`;
  return { name, value: mean(ended.map(({ failed }) => failed))!, unit: '', promise: { atMost: PROMISED[type] } };
}

function spread(ended: readonly Ended[]): readonly (number | null)[] {
  const failed = ended.map((one) => one.failed).sort((a, b) => a - b);
  const back = ended.flatMap(({ backAfter }) => (backAfter === undefined ? [] : [backAfter]));
  return [
    mean(failed),
    interval95(failed),
    percentile95(failed),
    failed.at(-1)!,
    mean(back),
    ended.filter(({ end }) => end !== 'rolledBack').length,
  ];
}

/** Of numbers in order: the lowest that 95 of a hundred do not exceed. */
export function percentile95(sorted: readonly number[]): number {
  return sorted[Math.ceil(0.95 * sorted.length) - 1]!;
}
