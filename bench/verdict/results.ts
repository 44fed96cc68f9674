import type { Grid } from '../benchmark.ts';
import { type Cell, simulate, simulateHeld, type Tally } from './cell.ts';
import { DAY_LONG, HARMFUL, HARMLESS, LISTED } from './cells.ts';
import { FIRST_STEPS, type FirstStepTally, simulateFirstStep } from './first-step.ts';
import { COMPARISON, OURS, PEERS, WITH_BAKE, WITH_HOLD } from './rules.ts';

/** All that was simulated: by cell's name, by rule's name. */
export interface Results {
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Tally>>;
  readonly firstSteps: ReadonlyMap<string, FirstStepTally>;
}

const OUR_NAMES = [OURS, COMPARISON, WITH_BAKE, WITH_HOLD].map(({ name }) => name);
export const PEER_NAMES = PEERS.map(({ name }) => name);
const COLUMNS = [...OUR_NAMES, ...PEER_NAMES];

/** @param deployments of each cell; those that last a day are `longDeployments` */
export function simulateAll(deployments: number, longDeployments: number): Results {
  const ours = [COMPARISON, WITH_BAKE];
  const byRule = (cell: Cell) => {
    // No peer lists executions.
    const rules = cell === LISTED ? ours : [...ours, ...PEERS];
    const held = [OURS, WITH_HOLD].map((rule) => simulateHeld(cell, rule, deployments));
    return [cell.name, new Map([...simulate(cell, rules, deployments), ...held])] as const;
  };
  const steps = FIRST_STEPS.flatMap(({ bad, good }) => [bad, good]);
  return {
    cells: new Map([
      ...[...HARMLESS, ...HARMFUL, LISTED].map(byRule),
      ...DAY_LONG.map((cell) => [cell.name, simulate(cell, [COMPARISON], longDeployments)] as const),
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
  return (100 * (tally.deployments - tally.rolledBack - tally.inconclusive)) / tally.deployments;
}

export function inconclusivePercent({ inconclusive, deployments }: Tally): number {
  return (100 * inconclusive) / deployments;
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
    inconclusiveGrid(results),
    grid('minutes to the roll-back', harmful, ({ minutes }) => minutes),
    ...firstStepGrids(results),
  ];
}

function numberOf({ cells }: Results, cell: string, rule: string, value: (tally: Tally) => number): number | null {
  const tally = cells.get(cell)?.get(rule);
  if (!tally || Number.isNaN(value(tally))) return null;
  return value(tally);
}

/** The worst of all base rates and loads, for each schedule, in quiet and with an outage. */
function worst(all: Grid): Grid {
  const groups = new Set(HARMLESS.map(groupOf));
  const rows = [...groups].map((name) => {
    const members = all.rows.filter((_, i) => groupOf(HARMLESS[i]!) === name);
    const values = all.columns.map((_, i) => {
      const column = members.flatMap(({ values }) => values[i] ?? []);
      return column.length === 0 ? null : Math.max(...column);
    });
    return { name, values };
  });
  return { ...all, name: 'false roll-backs, %, in the worst of 12 cells', rows };
}

function groupOf({ schedule, incident }: Cell): string {
  return `${schedule.name}${incident ? ', outage' : ''}`;
}

/** Only ours can be. */
function inconclusiveGrid(results: Results): Grid {
  const cells = [...HARMLESS.filter(({ stableRate }) => stableRate === 0.01), ...HARMFUL];
  const rows = cells.map(({ name }) => ({ name, values: [inconclusivePercent(tallyOf(results, name, OURS.name))] }));
  return {
    name: 'inconclusive for an hour beyond a step’s time, and rolled back for that, %',
    columns: [OURS.name],
    rows,
  };
}

function firstStepGrids({ firstSteps }: Results): readonly Grid[] {
  const rows = <Value>(values: (tally: FirstStepTally) => Value) =>
    [...firstSteps].map(([name, tally]) => ({ name, values: values(tally) }));
  return [
    {
      name: 'ours, first step held for up to a day',
      columns: ['healthy, %', 'rolled back, %'],
      rows: rows(({ deployments, healthy, rolledBack }) => [
        (100 * healthy) / deployments,
        (100 * rolledBack) / deployments,
      ]),
    },
    {
      name: 'ours, first step held for up to a day, median hours to healthy',
      columns: ['hours'],
      rows: rows(({ medianHours }) => [medianHours]),
    },
  ];
}
