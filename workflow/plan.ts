import { historyEventsOf, paidPollsOf, pollBudgetOf, stateTransitionsOf } from './course.ts';
import {
  ALARMS_TELL_SECONDS,
  COMPARISON_TELLS_SECONDS,
  HISTORY_BUDGET,
  LATE_EVIDENCE_SECONDS,
  PIPELINE_SECONDS,
  SECONDS_PER_YEAR,
} from './limits.ts';
import { constantPace, looksBetween, type Pace, pollsOf } from './pace.ts';
import { choosePace } from './pace-choice.ts';
import type { Problem } from './parse.ts';
import type { DeploymentRequest } from './request.ts';
import { type Step, stepsOf } from './strategy.ts';

/** The course a deployment will take if everything stays healthy. */
export interface Plan {
  /** Rising weights; the last step is at 100 percent and its bake is the final one. No bake is too short for what judges it to tell. */
  readonly steps: readonly Step[];
  readonly pace: Pace;
  readonly totalSeconds: number;
  /** What the execution's history will hold, at most, when nothing has to be tried again. */
  readonly historyEvents: number;
  /** The states that will be entered, which is what AWS charges for. */
  readonly stateTransitions: number;
  /** How often evidence may be read in all, extensions included, for the history to stay within its budget. */
  readonly pollBudget: number;
  /** A step that cannot tell takes up to so much longer: until there is more evidence, or until a person has decided. */
  readonly maximumExtensionSeconds: number;
}

export type Planned =
  | { readonly kind: 'planned'; readonly plan: Plan; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** A step of a plan in time, counted from the first shift. */
export interface ScheduledStep extends Step {
  /** From 1. */
  readonly step: number;
  readonly beginsAtSeconds: number;
  readonly polls: number;
  /** The longest wait between looks: so long an alarm may go unheard. */
  readonly longestPollSeconds: number;
}

/** Lays out the steps of a request and chooses the pace at which evidence is read, so that history and price stay within their budgets. */
export function planDeployment(request: DeploymentRequest): Planned {
  const asked = stepsOf(request.strategy, request.finalBakeSeconds);
  const shortest = shortestBakeSeconds(request);
  const steps = asked.map((step) => ({ ...step, bakeSeconds: Math.max(step.bakeSeconds, shortest) }));
  const { pollSeconds } = request;
  const maximumExtensionSeconds = extensionSecondsOf(request);
  const total = secondsOf(steps);
  if (total > SECONDS_PER_YEAR) {
    const expected = `at most ${SECONDS_PER_YEAR}: AWS ends any execution after a year`;
    return refused('strategy', `a plan of ${total} seconds`, expected);
  }
  const course = courseOf(steps, request);
  const budget = { polls: paidPollsOf(course), withExtensions: pollBudgetOf(course) };
  const chosen = (): Pace => choosePace(steps, budget, (step) => longestWaitSeconds(step, request));
  const pace = pollSeconds === undefined ? chosen() : constantPace(pollSeconds);
  const plan = planOf({ steps, pace, maximumExtensionSeconds }, request);
  if (plan.historyEvents > HISTORY_BUDGET) {
    const path = pollSeconds === undefined ? 'strategy' : 'pollSeconds';
    const expected = `at most ${HISTORY_BUDGET}; poll less often or take fewer steps`;
    return refused(path, `a plan of ${plan.historyEvents} history events`, expected);
  }
  return {
    kind: 'planned',
    plan,
    warnings: [...shortBakes(asked, steps, shortest), ...nothingBeside(request, steps), ...beyondPipelines(total)],
  };
}

/** The plan for targets none of which has an alias yet: there is no traffic to shift, so it is created on the candidate and watched. */
export function planForNewAliases(plan: Plan, request: Counted): Plan {
  return planOf({ ...plan, steps: plan.steps.slice(-1) }, request);
}

/** The steps of a plan with their times and looks. */
export function scheduleOf({ steps, pace }: Plan): readonly ScheduledStep[] {
  return steps.map((step, index) => ({
    step: index + 1,
    ...step,
    beginsAtSeconds: secondsOf(steps.slice(0, index)),
    polls: pollsOf(step, pace),
    longestPollSeconds: looksBetween(pace, 0, step.bakeSeconds).longestSeconds,
  }));
}

type Layout = Pick<Plan, 'steps' | 'pace' | 'maximumExtensionSeconds'>;

/** What of a request the history grows by. */
type Counted = Pick<DeploymentRequest, 'targets' | 'smokeTests' | 'keepVersions'>;

function courseOf(steps: readonly Step[], { targets, smokeTests, keepVersions }: Counted) {
  return {
    steps: steps.length,
    targets: targets.length,
    smokeTests: smokeTests.length * targets.length,
    prunes: keepVersions > 0,
  };
}

function planOf({ steps, pace, maximumExtensionSeconds }: Layout, request: Counted): Plan {
  const polls = steps.reduce((sum, step) => sum + pollsOf(step, pace), 0);
  const course = { ...courseOf(steps, request), polls };
  return {
    steps,
    pace,
    totalSeconds: secondsOf(steps),
    historyEvents: historyEventsOf(course),
    stateTransitions: stateTransitionsOf(course),
    pollBudget: pollBudgetOf(course),
    maximumExtensionSeconds,
  };
}

function secondsOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { bakeSeconds }) => sum + bakeSeconds, 0);
}

/** What the request allows a step that cannot tell. */
function extensionSecondsOf({ onInconclusive, maximumExtensionSeconds, timeoutSeconds }: DeploymentRequest): number {
  if (onInconclusive === 'hold') return timeoutSeconds;
  return onInconclusive === 'extend' ? maximumExtensionSeconds : 0;
}

/** How much longer than its bake a step may go on: evidence that is late is waited for in any case. */
function longestWaitSeconds({ approval }: Step, request: DeploymentRequest): number {
  return Math.max(LATE_EVIDENCE_SECONDS, extensionSecondsOf(request), approval ? request.timeoutSeconds : 0);
}

/** What judges a step needs so long until it can tell at all. */
function shortestBakeSeconds({ compare, alarms }: DeploymentRequest): number {
  if (compare !== 'off') return COMPARISON_TELLS_SECONDS;
  return alarms.length > 0 ? ALARMS_TELL_SECONDS : 0;
}

function refused(path: string, found: string, expected: string): Planned {
  return { kind: 'refused', problems: [{ path, found, expected }] };
}

function shortBakes(asked: readonly Step[], steps: readonly Step[], shortest: number): readonly string[] {
  const longer = steps.filter((step, index) => step.bakeSeconds > asked[index]!.bakeSeconds).length;
  if (longer === 0) return [];
  return [
    `Bakes shorter than ${shortest} seconds are lengthened to that (${longer} of ${steps.length}): nothing can tell sooner what happens at a new weight.`,
  ];
}

/** All at once there are no executions of stable while the candidate has its own. */
function nothingBeside({ compare, alarms }: DeploymentRequest, steps: readonly Step[]): readonly string[] {
  if (compare === 'off' || compare.finalBake === 'on' || alarms.length > 0 || steps.length > 1) return [];
  return [
    'All at once there is nothing beside the candidate to compare it with: it can be told healthy, and never unhealthy. Name alarms, take a first step below 100 %, or set compare.finalBake to "on".',
  ];
}

/** The bakes alone fill it: the deployment takes some seconds more. */
function beyondPipelines(totalSeconds: number): readonly string[] {
  if (totalSeconds < PIPELINE_SECONDS) return [];
  return ['CodePipeline gives up on an action after 7 days, and this plan takes longer: start it by other means.'];
}
