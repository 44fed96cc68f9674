import type { EpochMillis } from '../clock.ts';
import type { Execution } from './execution.ts';
import { stateOf } from './state-machine.ts';

const DAY_MILLIS = 24 * 3600 * 1000;
const LAUNCH = Date.UTC(2023, 10, 15);
const REDRIVABLE_PERIOD = 14 * DAY_MILLIS;
const MAXIMUM_OPEN_TIME = 365 * DAY_MILLIS;
const MAXIMUM_EVENTS = 24_999;

/**
 * Why an execution of that status cannot be redriven now, in AWS's words (API reference, `redriveStatusReason`); `undefined` when it can.
 * @param status as whoever asks knows it
 */
export function whyNotRedrivable(
  { machine, startDate, stopDate, interpretation }: Execution,
  status: Execution['status'],
  now: EpochMillis,
): string | undefined {
  if (stateOf(machine).status === 'DELETING') return 'State machine is in DELETING status';
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (startDate < LAUNCH) return 'Execution was started before the launch of RedriveExecution';
  if ((interpretation?.history.length ?? 0) >= MAXIMUM_EVENTS) return 'Execution history event limit exceeded';
  if (now - startDate > MAXIMUM_OPEN_TIME) return 'Execution has exceeded the max execution time';
  if (now - stopDate! > REDRIVABLE_PERIOD) return 'Execution redrivable period exceeded';
  if (!interpretation) return 'local AWS can redrive only those executions of a machine whose histories it keeps';
  return undefined;
}
