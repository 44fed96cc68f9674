import { AwsError, epochSeconds, type Operation, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import type { Account } from './account.ts';
import type { Execution, Redrive } from './execution.ts';
import { findExecution } from './executions.ts';
import { whyNotRedrivable } from './redrive-status.ts';
import { runAgain } from './run-execution.ts';

/** A client token is remembered for so long after it was used, and only so many of them (API reference, RedriveExecution). */
const TOKEN_LIFE_MILLIS = 15 * 60 * 1000;
const REMEMBERED_TOKENS = 10;

export function redriveOperations(account: Account): Record<string, Operation> {
  return { RedriveExecution: (input) => redriveExecution(account, input) };
}

/** Whether it can be redriven is decided by what is so, not by what readers have heard. A repeated request is answered as the first was. */
function redriveExecution(account: Account, { executionArn, clientToken }: Wire): Wire {
  const execution = findExecution(account, executionArn);
  const now = account.clock.now();
  const repeated = findRedrive(execution, clientToken, now);
  if (repeated) return { redriveDate: epochSeconds(repeated.date) };
  const reason = whyNotRedrivable(execution, execution.status, now);
  if (reason !== undefined) throw new AwsError('ExecutionNotRedrivable', reason);
  if (clientToken !== undefined) remember(execution, { clientToken, date: now });
  runAgain(account, execution);
  return { redriveDate: epochSeconds(now) };
}

function findRedrive({ redrives }: Execution, clientToken: string | undefined, now: EpochMillis): Redrive | undefined {
  return redrives?.find((redrive) => redrive.clientToken === clientToken && now - redrive.date <= TOKEN_LIFE_MILLIS);
}

function remember(execution: Execution, redrive: Redrive): void {
  const others = execution.redrives?.filter(({ clientToken }) => clientToken !== redrive.clientToken) ?? [];
  execution.redrives = [...others, redrive].slice(-REMEMBERED_TOKENS);
}
