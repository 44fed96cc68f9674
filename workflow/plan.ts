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
  /** How often evidence may be read in all, extensions included, for the history to stay within its budget. */
  readonly pollBudget: number;
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
  return {
    kind: 'planned',
    plan: { steps, pollSeconds, totalSeconds, historyEvents, pollBudget: pollBudget(steps, request.targets.length) },
  };
}

/** The steps for targets none of which has an alias yet: there is no traffic to shift, so it is created on the candidate and watched. */
export function planForNewAliases(plan: Plan, targets: number): Plan {
  const { pollSeconds } = plan;
  const steps = plan.steps.slice(-1);
  const totalSeconds = steps[0]?.bakeSeconds ?? 0;
  const historyEvents = eventsOf(steps, pollSeconds, targets);
  return { steps, pollSeconds, totalSeconds, historyEvents, pollBudget: pollBudget(steps, targets) };
}

function refused(path: string, found: string, expected: string): Planned {
  return { kind: 'refused', problems: [{ path, found, expected }] };
}

/** What is left of the history when everything but the polls is counted. */
function pollBudget(steps: readonly Step[], targets: number): number {
  return Math.max(1, Math.floor((HISTORY_BUDGET - eventsWithoutPolls(steps, targets)) / EVENTS_PER_POLL));
}

/** Half of the polls are for the plan; the rest is there for a step that has to be extended. */
function slowestNeeded(steps: readonly Step[], totalSeconds: number, targets: number): number {
  const polls = Math.max(1, pollBudget(steps, targets) / 2 - steps.length);
  return Math.max(QUICKEST_POLL_SECONDS, Math.ceil(totalSeconds / polls));
}

function eventsOf(steps: readonly Step[], pollSeconds: number, targets: number): number {
  const polls = steps.reduce((sum, step) => sum + pollsOf(step, pollSeconds), 0);
  return eventsWithoutPolls(steps, targets) + polls * EVENTS_PER_POLL;
}

/** How often a step is looked at while it bakes. */
export function pollsOf({ bakeSeconds }: Step, pollSeconds: number): number {
  return Math.max(1, Math.ceil(bakeSeconds / pollSeconds));
}

function eventsWithoutPolls(steps: readonly Step[], targets: number): number {
  const perStep = EVENTS_PER_STEP + EVENTS_PER_STEP_AND_TARGET * targets;
  return EVENTS_AROUND + EVENTS_AROUND_PER_TARGET * targets + steps.length * perStep;
}
