import type { Grid } from '../benchmark.ts';
import { type Cell, simulate, type Tally } from './cell.ts';
import { DAY_LONG, HARMFUL, HARMLESS, LISTED } from './cells.ts';
import { FIRST_STEPS, type FirstStepTally, simulateFirstStep } from './first-step.ts';
import { HELD, OURS, OURS_WITHOUT_BAKE, PEERS } from './rules.ts';

/** All that was simulated: by cell's name, by rule's name. */
export interface Results {
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Tally>>;
  readonly firstSteps: ReadonlyMap<string, FirstStepTally>;
}

export const OUR_NAMES = [OURS_WITHOUT_BAKE.name, OURS.name, HELD];
export const PEER_NAMES = PEERS.map(({ name }) => name);
const COLUMNS = [...OUR_NAMES, ...PEER_NAMES];

/** @param deployments of each cell; those that last a day are `longDeployments` */
export function simulateAll(deployments: number, longDeployments: number): Results {
  const rules = [OURS_WITHOUT_BAKE, OURS, ...PEERS];
  const simulated = (cells: readonly Cell[], count: number, used = rules) =>
    cells.map((cell) => [cell.name, simulate(cell, used, count)] as const);
  const steps = FIRST_STEPS.flatMap(({ bad, good }) => [bad, good]);
  return {
    cells: new Map([
      ...simulated(HARMLESS, deployments),
      ...simulated([...HARMFUL, LISTED], deployments),
      ...simulated(DAY_LONG, longDeployments, [OURS_WITHOUT_BAKE]),
    ]),
    firstSteps: new Map(steps.map((step) => [step.name, simulateFirstStep(step, deployments)])),
  };
}

/** @throws Error where that was not simulated */
export function tallyOf({ cells }: Results, cell: string, rule: string): Tally {
  const tally = cells.get(cell)?.get(rule);
  if (!tally) throw new Error(`${rule} was not simulated in ${cell}`);
  return tally;
}

export function rolledBackPercent({ rolledBack, deployments }: Tally): number {
  return (100 * rolledBack) / deployments;
}

export function missedPercent(tally: Tally): number {
  return 100 - rolledBackPercent(tally);
}

/** The standard error of a percentage, as if one more had happened and one more had not, so that it is never 0. */
export function percentError(percent: number, deployments: number): number {
  const share = ((percent / 100) * deployments + 1) / (deployments + 2);
  return 100 * Math.sqrt((share * (1 - share)) / deployments);
}

/** Everything, crosswise. */
export function grids(results: Results): readonly Grid[] {
  const harmful = [...HARMFUL, LISTED].map(({ name }) => name);
  const grid = (name: string, cells: readonly string[], value: (tally: Tally) => number): Grid => ({
    name,
    columns: COLUMNS,
    rows: cells.map((cell) => ({ name: cell, values: COLUMNS.map((rule) => numberOf(results, cell, rule, value)) })),
  });
  const all = grid(
    'false roll-backs, %',
    HARMLESS.map(({ name }) => name),
    rolledBackPercent,
  );
  return [
    { ...all, onlyJson: true },
    worst(all),
    grid('excess failures before the roll-back', harmful, ({ excess }) => excess),
    grid('missed, %', harmful, missedPercent),
    grid('minutes to the roll-back', harmful, ({ minutes }) => minutes),
    firstStepGrid(results),
  ];
}

function numberOf({ cells }: Results, cell: string, rule: string, value: (tally: Tally) => number): number | null {
  const tally = cells.get(cell)?.get(rule);
  if (!tally || Number.isNaN(value(tally))) return null;
  return value(tally);
}

/** The worst of all base rates and loads, for each schedule, in quiet and with an outage. */
function worst(all: Grid): Grid {
  const groups = Map.groupBy(HARMLESS, ({ schedule, incident }) => `${schedule.name}${incident ? ', outage' : ''}`);
  const rows = [...groups].map(([name, cells]) => {
    const members = all.rows.filter((row) => cells.some((cell) => cell.name === row.name));
    const values = all.columns.map((_, i) => {
      const column = members.flatMap(({ values }) => values[i] ?? []);
      return column.length === 0 ? null : Math.max(...column);
    });
    return { name, values };
  });
  return { ...all, name: 'false roll-backs, %, in the worst of 12 cells', rows };
}

function firstStepGrid({ firstSteps }: Results): Grid {
  return {
    name: 'ours, first step held for up to a day',
    columns: ['healthy, %', 'rolled back, %', 'median hours to healthy'],
    rows: [...firstSteps].map(([name, { deployments, healthy, rolledBack, medianHours }]) => ({
      name,
      values: [(100 * healthy) / deployments, (100 * rolledBack) / deployments, medianHours],
    })),
  };
}
