import {
  ALL_AT_ONCE,
  CANARY_10,
  LINEAR_10,
  LINEAR_50,
  LOADS,
  type Load,
  PLANS,
  type Plan,
  type Release,
} from '../releases/release.ts';
import type { Cell } from '../releases/results.ts';

/** Of stable's executions, and of a candidate's that is as good. */
export const BASE = 0.001;
const DEFECTS = [0.05, 0.2, 1];
const LATER_SECONDS = 600;

const [QUIET, STEADY, BUSY] = LOADS;
/** Runs at five a second take longest, and differ least. */
const REDUCED = new Map<Load, number>([
  [QUIET, 2],
  [STEADY, 4],
  [BUSY, 2],
]);
const FULL = new Map<Load, number>([
  [QUIET, 6],
  [STEADY, 12],
  [BUSY, 5],
]);

/** Bad candidates: with `full` every defect, from the start and after ten minutes, at each load and in each plan. */
export function harmCells(full: boolean): readonly Cell[] {
  if (full) {
    const gradual = PLANS.flatMap((plan) =>
      LOADS.flatMap((load) =>
        DEFECTS.flatMap((candidate) => [0, LATER_SECONDS].map((later) => cell(plan, load, candidate, later, FULL))),
      ),
    );
    return [...gradual, ...LOADS.map((load) => cell(ALL_AT_ONCE, load, 1, 0, FULL))];
  }
  return [
    ...LOADS.flatMap((load) => [
      cell(LINEAR_10, load, 1, 0, REDUCED),
      cell(LINEAR_10, load, 0.05, 0, REDUCED),
      cell(LINEAR_10, load, 1, LATER_SECONDS, REDUCED),
    ]),
    ...[CANARY_10, LINEAR_50].flatMap((plan) => [STEADY, BUSY].map((load) => cell(plan, load, 1, 0, REDUCED))),
    cell(ALL_AT_ONCE, STEADY, 1, 0, REDUCED),
  ];
}

function cell(
  plan: Plan,
  load: Load,
  candidate: number,
  defectAfterSeconds: number,
  counts: ReadonlyMap<Load, number>,
): Cell {
  const release: Release = { plan, load, base: BASE, candidate, defectAfterSeconds };
  const onset = defectAfterSeconds === 0 ? '' : ' after 10 min';
  const deployments = counts.get(load)!;
  return { name: `${plan.name}, ${load.name}, ${100 * candidate} %${onset}, n = ${deployments}`, release, deployments };
}
