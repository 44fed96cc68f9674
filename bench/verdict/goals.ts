import type { Measurement } from '../benchmark.ts';
import { DAY_LONG, HARMLESS, harmfulCell, LISTED } from './cells.ts';
import { FIRST_STEPS } from './first-step.ts';
import { missedPercent, percentError, type Results, tallyOf } from './results.ts';
import { COMPARISON, WITH_BAKE, WITH_HOLD } from './rules.ts';
import { CANARY_10, LINEAR_10, LINEAR_50 } from './schedule.ts';

/** What simulation is allowed to miss a goal by. */
const STANDARD_ERRORS = 3;

/** A goal, met if the value is at most three standard errors above it; without a goal: what is not promised. */
function finding(name: string, unit: string, value: number, error: number, goal?: number): Measurement {
  if (goal === undefined) return { name, value, unit };
  const promise = { atMost: goal + STANDARD_ERRORS * error };
  return { name: `${name} (goal: ${goal})`, value, unit, promise };
}

/** The goals that simulations of the best attainable rule had set, beside what ours comes to. */
export function goals(results: Results): readonly Measurement[] {
  const excess = (name: string, cell: { readonly name: string }, rule: string, goal?: number) => {
    const { excess, excessError } = tallyOf(results, cell.name, rule);
    return finding(`${name}: excess failures`, '', excess, excessError, goal);
  };
  const missed = (name: string, cell: { readonly name: string }, rule: string, goal?: number) => {
    const tally = tallyOf(results, cell.name, rule);
    const percent = missedPercent(tally);
    return finding(`${name}: missed`, '%', percent, percentError(percent, tally.deployments), goal);
  };
  const slow = [0.001, 0.01].map((base) => harmfulCell(LINEAR_10, '1/min', base, 1));
  const quick = [LINEAR_10, CANARY_10].map((schedule) => harmfulCell(schedule, '5/s', 0.001, 1));
  const partial = [LINEAR_10, CANARY_10].map((schedule) => harmfulCell(schedule, '5/s', 0.01, 0.05));
  const half = harmfulCell(LINEAR_50, '5/s', 0.001, 1);
  return [
    falseRollBacks(results),
    afterADay(results),
    ...slow.map((cell) => excess(`2 ${cell.name}`, cell, WITH_BAKE.name, 3.6)),
    ...slow.map((cell) => missed(`2 ${cell.name}`, cell, WITH_BAKE.name, 0)),
    excess(`2 ${slow[0]!.name}, settle and hold`, slow[0]!, WITH_HOLD.name, 3.0),
    ...quick.map((cell) => excess(`3 ${cell.name}`, cell, WITH_BAKE.name, 70)),
    excess(`3 ${LISTED.name}`, LISTED, WITH_BAKE.name, 12),
    excess(`4 ${partial[0]!.name}`, partial[0]!, WITH_BAKE.name, 14),
    excess(`4 ${partial[1]!.name}`, partial[1]!, WITH_BAKE.name, 20),
    ...partial.map((cell) => missed(`4 ${cell.name}`, cell, WITH_BAKE.name, 1)),
    excess(`5 ${half.name}`, half, WITH_BAKE.name, 375),
    missed(`5 ${half.name}`, half, WITH_BAKE.name, 0),
    healthyThoughBad(results),
    missed('7 not promised, 1 → 2 % at 5/s', harmfulCell(LINEAR_10, '5/s', 0.01, 0.02), WITH_BAKE.name),
    missed('7 not promised, 0.1 → 20 % at 1/min', harmfulCell(LINEAR_10, '1/min', 0.001, 0.2), WITH_BAKE.name),
  ];
}

/** An outage that goes on into the final bake is excluded: there the final bake's rule is left out. */
function falseRollBacks(results: Results): Measurement {
  const worst = highest(
    HARMLESS.map((cell) => {
      const rule = cell.incident && cell.schedule === LINEAR_50 ? COMPARISON : WITH_BAKE;
      return rolledBack(results, cell.name, rule.name);
    }),
  );
  return finding('1 false roll-backs, worst cell', '%', worst.percent, worst.error, 1);
}

function afterADay(results: Results): Measurement {
  const worst = highest(DAY_LONG.map(({ name }) => rolledBack(results, name, COMPARISON.name)));
  return finding('1 false roll-backs after a day of looking, worst cell', '%', worst.percent, worst.error, 0.6);
}

function healthyThoughBad({ firstSteps }: Results): Measurement {
  const worst = highest(
    FIRST_STEPS.map(({ bad }) => {
      const { healthy, deployments } = firstSteps.get(bad.name)!;
      return share(healthy, deployments);
    }),
  );
  return finding(
    '6 as bad as the stated regression, and called healthy, worst cell',
    '%',
    worst.percent,
    worst.error,
    20,
  );
}

interface Share {
  readonly percent: number;
  readonly error: number;
}

function rolledBack(results: Results, cell: string, rule: string): Share {
  const tally = tallyOf(results, cell, rule);
  return share(tally.rolledBack, tally.deployments);
}

function share(count: number, deployments: number): Share {
  const percent = (100 * count) / deployments;
  return { percent, error: percentError(percent, deployments) };
}

function highest(shares: readonly Share[]): Share {
  return shares.reduce((worst, one) => (one.percent > worst.percent ? one : worst));
}
