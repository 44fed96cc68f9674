import { EVENTS_PER_POLL, HISTORY_BUDGET, SECONDS_PER_YEAR } from './limits.ts';
import type { Problem } from './parse.ts';
import type { DeploymentRequest } from './request.ts';
import { type Step, stepsOf } from './strategy.ts';

/** The course a deployment will take if everything stays healthy. */
export interface Plan {
  /** Rising weights; the last step is at 100 percent and its bake is the final one. */
  readonly steps: readonly Step[];
  readonly pollSeconds: number;
  readonly totalSeconds: number;
  /** What the execution's history will hold, at most, without retries. */
  readonly historyEvents: number;
}

export type Planned =
  | { readonly kind: 'planned'; readonly plan: Plan }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** How often evidence is read where there is nothing to save. */
const QUICKEST_POLL_SECONDS = 15;
/** Beginning, end and way back of a deployment, all Maps included. */
const EVENTS_AROUND = 60;
const EVENTS_AROUND_PER_TARGET = 60;
/** BeginStep, ShiftTargets and ConfirmShift once, and per target within. */
const EVENTS_PER_STEP = 15;
const EVENTS_PER_STEP_AND_TARGET = 9;

/** Lays out the steps of a request and chooses the pace at which evidence is read, so that the history stays within its budget. */
export function planDeployment(request: DeploymentRequest): Planned {
  const steps = stepsOf(request.strategy, request.finalBakeSeconds);
  const totalSeconds = steps.reduce((sum, step) => sum + step.bakeSeconds, 0);
  if (totalSeconds > SECONDS_PER_YEAR) {
    return refused(
      'strategy',
      `a plan of ${totalSeconds} seconds`,
      `at most ${SECONDS_PER_YEAR}: AWS ends any execution after a year`,
    );
  }
  const pollSeconds = request.pollSeconds ?? slowestNeeded(steps, totalSeconds, request.targets.length);
  const historyEvents = eventsOf(steps, pollSeconds, request.targets.length);
  if (historyEvents > HISTORY_BUDGET) {
    const path = request.pollSeconds === undefined ? 'strategy' : 'pollSeconds';
    return refused(
      path,
      `a plan of ${historyEvents} history events`,
      `at most ${HISTORY_BUDGET}; poll less often or take fewer steps`,
    );
  }
  return { kind: 'planned', plan: { steps, pollSeconds, totalSeconds, historyEvents } };
}

/** The steps for targets none of which has an alias yet: there is no traffic to shift, so it is created on the candidate and watched. */
export function planForNewAliases(plan: Plan, targets: number): Plan {
  const steps = plan.steps.slice(-1);
  const totalSeconds = steps[0]?.bakeSeconds ?? 0;
  return {
    steps,
    pollSeconds: plan.pollSeconds,
    totalSeconds,
    historyEvents: eventsOf(steps, plan.pollSeconds, targets),
  };
}

function refused(path: string, found: string, expected: string): Planned {
  return { kind: 'refused', problems: [{ path, found, expected }] };
}

function slowestNeeded(steps: readonly Step[], totalSeconds: number, targets: number): number {
  const withoutPolls = eventsOf(
    steps.map((step) => ({ ...step, bakeSeconds: 0 })),
    1,
    targets,
  );
  const polls = Math.max(1, Math.floor((HISTORY_BUDGET - withoutPolls) / EVENTS_PER_POLL) - steps.length);
  return Math.max(QUICKEST_POLL_SECONDS, Math.ceil(totalSeconds / polls));
}

function eventsOf(steps: readonly Step[], pollSeconds: number, targets: number): number {
  const perStep = EVENTS_PER_STEP + EVENTS_PER_STEP_AND_TARGET * targets;
  const polls = steps.reduce((sum, step) => sum + Math.max(1, Math.ceil(step.bakeSeconds / pollSeconds)), 0);
  return EVENTS_AROUND + EVENTS_AROUND_PER_TARGET * targets + steps.length * perStep + polls * EVENTS_PER_POLL;
}
