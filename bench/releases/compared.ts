import type { ComparedRow, Comparison, Grid } from '../benchmark.ts';
import type { Ended } from './outcome.ts';
import { type Cell, interval95, type Results } from './results.ts';
import type { Way } from './ways.ts';

/** What is compared: one number of a cell's deployments in one way, null where there is none. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  value(ended: readonly Ended[]): number | null;
}

/** Says why a row's peers are better, or as good. */
export type Reason = (cell: Cell, row: ComparedRow) => string;

/** Rows in which ours has no number are left out. */
export function comparison(
  { name, unit, value }: Measure,
  cells: readonly Cell[],
  [ours, ...peers]: readonly [Way, ...Way[]],
  results: Results,
  why: Reason,
): Comparison {
  const rows = cells.flatMap((cell): ComparedRow[] => {
    const own = value(results.of(cell, ours));
    if (own === null) return [];
    const row = { name: cell.name, ours: own, peers: peers.map((peer) => value(results.of(cell, peer))) };
    return [row.peers.some((peer) => peer !== null && peer <= own) ? { ...row, why: why(cell, row) } : row];
  });
  return { name, unit, better: 'less', peers: peers.map((peer) => peer.name), rows };
}

/** Half the width of each mean's 95 % interval. */
export function intervals(
  name: string,
  cells: readonly Cell[],
  ways: readonly Way[],
  results: Results,
  valuesOf: (ended: readonly Ended[]) => readonly number[],
): Grid {
  const rows = cells.map((cell) => ({
    name: cell.name,
    values: ways.map((way) => interval95(valuesOf(results.of(cell, way)))),
  }));
  return { name, columns: ways.map((way) => way.name), rows };
}
