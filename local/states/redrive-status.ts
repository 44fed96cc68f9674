import type { EpochMillis } from '../clock.ts';
import { type Execution, seemsRunning } from './execution.ts';
import { stateOf } from './state-machine.ts';

const DAY_MILLIS = 24 * 3600 * 1000;
const REDRIVABLE_PERIOD = 14 * DAY_MILLIS;
const MAXIMUM_OPEN_TIME = 365 * DAY_MILLIS;
const MAXIMUM_EVENTS = 24_999;

/** Why an execution, as a reader at `now` sees it, cannot be redriven, in AWS's words; `undefined` when it can. */
export function whyNotRedrivable(execution: Execution, now: EpochMillis): string | undefined {
  const status = seemsRunning(execution, now) ? 'RUNNING' : execution.status;
  if (stateOf(execution.machine).status === 'DELETING') return 'State machine is in DELETING status';
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if ((execution.interpretation?.history.length ?? 0) >= MAXIMUM_EVENTS)
    return 'Execution history event limit exceeded';
  if (now - execution.startDate > MAXIMUM_OPEN_TIME) return 'Execution has exceeded the max execution time';
  if (now - execution.stopDate! > REDRIVABLE_PERIOD) return 'Execution redrivable period exceeded';
  return undefined;
}
