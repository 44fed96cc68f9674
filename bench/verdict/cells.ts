import type { Cell } from './cell.ts';
import { CANARY_10, LINEAR_10, LINEAR_50, SCHEDULES, type Schedule } from './schedule.ts';
import { EXECUTIONS } from './traffic.ts';

/** Starts a second, on both versions together. */
const TRAFFIC = { '2/h': 2 / 3600, '1/min': 1 / 60, '5/s': 5 } as const;
type Load = keyof typeof TRAFFIC;
const BASE_RATES = [0, 0.001, 0.01, 0.05];

/** A cell whose candidate is like stable. */
export interface HarmlessCell extends Cell {
  readonly load: Load;
}

/** Harmless candidates: all base rates at all loads, in quiet and with an outage that hits both versions. */
export const HARMLESS: readonly HarmlessCell[] = SCHEDULES.flatMap((schedule) =>
  [false, true].flatMap((incident) =>
    (Object.keys(TRAFFIC) as Load[]).flatMap((load) =>
      BASE_RATES.map((base) => harmless(schedule, load, base, incident)),
    ),
  ),
);

function harmless(schedule: Schedule, load: Load, base: number, incident: boolean): HarmlessCell {
  const name = `${schedule.name}, ${load}, ${percent(base)}${incident ? ', outage' : ''}`;
  const cell = { name, schedule, load, perSecond: TRAFFIC[load], stableRate: base, candidateRate: base };
  return incident ? { ...cell, incident } : cell;
}

/** Looked at for a day, each half minute: the longer one looks, the more often chance may speak. */
export const DAY_LONG: readonly Cell[] = (['1/min', '5/s'] as const).flatMap((load) =>
  [0.01, 0.05].map((base) => {
    const shiftSeconds = [0];
    const steps = [{ weightPercent: 10, bakeSeconds: 86_400 }];
    const schedule = {
      name: 'a day at 10 %',
      kind: 'canary',
      steps,
      shiftSeconds,
      fullSeconds: 86_400,
      endSeconds: 86_400,
    } as const;
    return harmless(schedule, load, base, false);
  }),
);

/** A cell whose candidate fails more often than stable. */
export interface HarmfulCell extends HarmlessCell {
  /** The harmless cell with the same base rate and load: what a rule costs there is what it pays for being quick here. */
  readonly harmless: string;
}

export const HARMFUL: readonly HarmfulCell[] = [
  harmful(LINEAR_10, '1/min', 0.001, 1),
  harmful(LINEAR_10, '1/min', 0.01, 1),
  harmful(LINEAR_10, '1/min', 0.001, 0.2),
  harmful(LINEAR_10, '5/s', 0.001, 1),
  harmful(LINEAR_10, '5/s', 0.001, 0.05),
  harmful(LINEAR_10, '5/s', 0.01, 0.05),
  harmful(LINEAR_10, '5/s', 0.01, 0.02),
  harmful(CANARY_10, '1/min', 0.001, 1),
  harmful(CANARY_10, '5/s', 0.001, 1),
  harmful(CANARY_10, '5/s', 0.01, 0.05),
  harmful(LINEAR_50, '1/min', 0.001, 1),
  harmful(LINEAR_50, '5/s', 0.001, 1),
  harmful(LINEAR_50, '5/s', 0.01, 0.05),
];

/** Failures seen as the executions themselves, seconds old. */
export const LISTED: HarmfulCell = {
  ...harmful(LINEAR_10, '5/s', 0.001, 1),
  name: `${LINEAR_10.name}, 5/s, 0.1 → 100 %, executions listed`,
  feed: EXECUTIONS,
};

function harmful(schedule: Schedule, load: Load, base: number, candidateRate: number): HarmfulCell {
  const { name: harmlessName, ...cell } = harmless(schedule, load, base, false);
  const name = `${schedule.name}, ${load}, ${percent(base).replace(' %', '')} → ${percent(candidateRate)}`;
  return { ...cell, name, candidateRate, harmless: harmlessName };
}

/** By schedule, load and rates in percent. @throws Error for a cell that there is not */
export function harmfulCell(schedule: Schedule, load: Load, base: number, candidateRate: number): HarmfulCell {
  const { name } = harmful(schedule, load, base, candidateRate);
  const cell = HARMFUL.find((one) => one.name === name);
  if (!cell) throw new Error(`no cell ${name}`);
  return cell;
}

function percent(rate: number): string {
  return `${Number((100 * rate).toPrecision(3))} %`;
}
