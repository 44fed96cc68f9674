import { HISTORY_BUDGET } from './limits.ts';

/** What a healthy deployment goes through, counted: as history events and as state transitions. */
export interface Course {
  readonly steps: number;
  readonly targets: number;
  readonly polls: number;
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

/** ValidateRequest, LockTargets, InspectAlarms, PlanDeployment, ConfirmPromotion and FinishDeployment; IsThereAnythingToDo and DidEveryTargetArrive; Succeeded. */
const EVENTS_AROUND = EXECUTION + 6 * TASK + 2 * CHOICE + SUCCEED;
const TRANSITIONS_AROUND = 6 + 2 + 1;
/** InspectTargets, PublishVersions and PromoteTargets. A way back has no more than promotion has. */
const MAPS_AROUND = 3;
/** Bake, CheckHealth and WhatIsTheVerdict. */
const EVENTS_PER_POLL = WAIT + TASK + CHOICE;
const TRANSITIONS_PER_POLL = 3;
/** BeginStep and ConfirmShift, with ShiftTargets between. */
const TASKS_PER_STEP = 2;

/** The events of a healthy deployment's history when nothing has to be tried again. */
export function historyEventsOf({ steps, targets, polls }: Course): number {
  const map = MAP + targets * (ITERATION + TASK);
  const perStep = TASKS_PER_STEP * TASK + map;
  return EVENTS_AROUND + MAPS_AROUND * map + steps * perStep + polls * EVENTS_PER_POLL;
}

/** The states it enters, which is what AWS charges for. */
export function stateTransitionsOf({ steps, targets, polls }: Course): number {
  const map = 1 + targets;
  return TRANSITIONS_AROUND + MAPS_AROUND * map + steps * (TASKS_PER_STEP + map) + polls * TRANSITIONS_PER_POLL;
}

/** How many polls the history's budget has room for beside everything else. */
export function pollBudgetOf(steps: number, targets: number): number {
  const others = historyEventsOf({ steps, targets, polls: 0 });
  return Math.max(1, Math.floor((HISTORY_BUDGET - others) / EVENTS_PER_POLL));
}
