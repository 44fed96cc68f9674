import { HISTORY_BUDGET, TRANSITION_BUDGET } from './limits.ts';

/** What a healthy deployment goes through, counted: as history events and as state transitions. */
export interface Course {
  readonly steps: number;
  readonly targets: number;
  readonly polls: number;
  /** Runs of smoke tests, of all targets. */
  readonly smokeTests: number;
  /** Old versions are pruned. */
  readonly prunes: boolean;
}

/** Events that one state leaves in a history, recorded on AWS; of a Map beside its iterations, and of each iteration beside its states. */
const TASK = 5;
const CHOICE = 2;
const WAIT = 2;
const SUCCEED = 2;
const MAP = 4;
const ITERATION = 2;
/** The execution's own first and last. */
const EXECUTION = 2;

/** ValidateRequest, LockTargets, InspectAlarms, PlanDeployment, ConfirmPromotion and FinishDeployment; IsItARestore, IsThereAnythingToDo and DidEveryTargetArrive; Succeeded. */
const EVENTS_AROUND = EXECUTION + 6 * TASK + 3 * CHOICE + SUCCEED;
const TRANSITIONS_AROUND = 6 + 3 + 1;
/** InspectTargets, PublishVersions and PromoteTargets. A way back has no more than promotion has. */
const MAPS_AROUND = 3;
/** Bake, CheckHealth and WhatIsTheVerdict. */
const EVENTS_PER_POLL = WAIT + TASK + CHOICE;
const TRANSITIONS_PER_POLL = 3;
/** BeginStep and ConfirmShift, with ShiftTargets between. */
const TASKS_PER_STEP = 2;

/** A Task that waits for an execution is submitted, too. */
const WAITING_TASK = TASK + 1;
/** WhatTypeIsTheMachine, RunSmokeTest and JudgeSmokeTest. */
const EVENTS_PER_SMOKE_TEST = ITERATION + CHOICE + WAITING_TASK + TASK;
const TRANSITIONS_PER_SMOKE_TEST = 3;

/** The events of a healthy deployment's history when nothing has to be tried again. */
export function historyEventsOf(course: Course): number {
  const { steps, targets, polls, smokeTests, prunes } = course;
  const map = MAP + targets * (ITERATION + TASK);
  const perStep = TASKS_PER_STEP * TASK + map;
  // RunSmokeTests, ConfirmSmokeTests and WhatIsTheVerdict.
  const testing = smokeTests > 0 ? MAP + TASK + CHOICE + smokeTests * EVENTS_PER_SMOKE_TEST : 0;
  const always = EVENTS_AROUND + MAPS_AROUND * map + testing + (prunes ? TASK : 0);
  return always + steps * perStep + polls * EVENTS_PER_POLL;
}

/** The states it enters, which is what AWS charges for. */
export function stateTransitionsOf({ steps, targets, polls, smokeTests, prunes }: Course): number {
  const map = 1 + targets;
  const testing = smokeTests > 0 ? 3 + smokeTests * TRANSITIONS_PER_SMOKE_TEST : 0;
  const always = TRANSITIONS_AROUND + MAPS_AROUND * map + testing + (prunes ? 1 : 0);
  return always + steps * (TASKS_PER_STEP + map) + polls * TRANSITIONS_PER_POLL;
}

/** How many polls the history's budget has room for beside everything else. */
export function pollBudgetOf(course: Omit<Course, 'polls'>): number {
  const others = historyEventsOf({ ...course, polls: 0 });
  return Math.max(1, Math.floor((HISTORY_BUDGET - others) / EVENTS_PER_POLL));
}

/** How many polls a plan pays for that chooses its own pace; extensions are paid for on top. */
export function paidPollsOf(course: Omit<Course, 'polls'>): number {
  const others = stateTransitionsOf({ ...course, polls: 0 });
  return Math.max(course.steps, Math.floor((TRANSITION_BUDGET - others) / TRANSITIONS_PER_POLL));
}
