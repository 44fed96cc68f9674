import { inWorkers } from '../workers/in-workers.ts';
import type { Ended } from './outcome.ts';
import type { Job, Release } from './release.ts';
import { runRelease } from './run.ts';
import type { Way } from './ways.ts';

/** What is run a number of times in each way: a row. */
export interface Cell {
  readonly name: string;
  readonly release: Release;
  readonly alarmGoesOff?: true;
  /** How often. */
  readonly deployments: number;
}

/** All deployments of all cells, by cell's and by way's name. */
export interface Results {
  /** Empty where the way does not know the cell's plan. */
  of(cell: Cell, way: Way): readonly Ended[];
}

const RUN = new URL('run.ts', import.meta.url).href;

/** Runs every cell in every way, with the seeds 1, 2, …: the same traffic for all. */
export async function runAll(cells: readonly Cell[], ways: readonly Way[]): Promise<Results> {
  const planned = cells.flatMap((cell) => ways.flatMap((way) => jobsOf(cell, way).map((job) => ({ cell, way, job }))));
  const ended = await inWorkers(
    RUN,
    runRelease,
    planned.map(({ job }) => job),
  );
  const all = new Map<string, Ended[]>();
  planned.forEach(({ cell, way }, i) => {
    const key = keyOf(cell, way);
    all.set(key, [...(all.get(key) ?? []), ended[i]!]);
  });
  return { of: (cell, way) => all.get(keyOf(cell, way)) ?? [] };
}

function keyOf(cell: Cell, way: Way): string {
  return `${cell.name}/${way.name}`;
}

function jobsOf({ release, alarmGoesOff, deployments }: Cell, way: Way): readonly Job[] {
  const alarm = way.alarmFor(release);
  if (!alarm) return [];
  return Array.from({ length: deployments }, (_, i) => ({
    release,
    deployer: way.deployer,
    ...(alarm !== 'none' && { alarm }),
    ...(alarmGoesOff && { alarmGoesOff }),
    seed: i + 1,
  }));
}

/** Those that gave the candidate any traffic. */
export function begun(ended: readonly Ended[]): readonly Ended[] {
  return ended.filter(({ end }) => end !== 'refused');
}

/** Null where there is nothing to take a mean of. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean, to either side; null where fewer than two say nothing of their spread. */
export function interval95(values: readonly number[]): number | null {
  const average = mean(values);
  if (average === null || values.length < 2) return null;
  const squares = values.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return 1.96 * Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Null of nothing. */
export function percentOf(part: number, whole: number): number | null {
  return whole === 0 ? null : (100 * part) / whole;
}
