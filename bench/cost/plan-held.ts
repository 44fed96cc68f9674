import type { Measurement } from '../benchmark.ts';
import type { Rehearsed } from './our-deployment.ts';

const TOLERATED_PERCENT = 2;

/** How far what was counted is from what `stepshift plan` says: the worst of all deployments. Its price is that of the transitions. */
export function againstPlan(all: readonly Rehearsed[]): readonly Measurement[] {
  const worst = (name: string, offOf: (one: Rehearsed) => number): Measurement => ({
    name: `the plan’s ${name}, off by at most`,
    value: Math.max(...all.map((one) => 100 * Math.abs(offOf(one)))),
    unit: '%',
    promise: { atMost: TOLERATED_PERCENT },
  });
  return [
    worst('state transitions and price', ({ bill, plan }) => bill.transitions / plan.stateTransitions - 1),
    worst('history events', ({ bill, plan }) => bill.events / plan.historyEvents - 1),
    worst('time', ({ bill, plan }) => bill.seconds / plan.totalSeconds - 1),
  ];
}
