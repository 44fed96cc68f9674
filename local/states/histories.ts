import { AwsError, type Operation, type Wire } from '../aws-json.ts';
import type { Account } from './account.ts';
import { findExecution } from './executions.ts';
import type { HistoryEvent } from './interpreter/interpretation.ts';
import { page } from './pages.ts';

export function historyOperations(account: Account): Record<string, Operation> {
  return { GetExecutionHistory: (input) => getExecutionHistory(account, input) };
}

function getExecutionHistory(account: Account, input: Wire): Wire {
  const { arn, interpretation } = findExecution(account, input.executionArn);
  if (!interpretation || account.retention.histories === 0) {
    const message = `Execution Does Not Exist: '${arn}' (local AWS keeps the history of a machine's latest executions only)`;
    throw new AwsError('ExecutionDoesNotExist', message);
  }
  const { history } = interpretation;
  const { items, nextToken } = page(input.reverseOrder ? [...history].reverse() : history, input, {
    scope: `GetExecutionHistory ${arn} ${input.reverseOrder ?? false}`,
    keyOf: ({ id }) => String(id),
    now: account.clock.now(),
  });
  const events = input.includeExecutionData === false ? items.map(withoutData) : items;
  return { events, ...(nextToken && { nextToken }) };
}

/** Input and output are left out; what failed, and why, stays. */
function withoutData(event: HistoryEvent): Wire {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => {
      if (!name.endsWith('EventDetails') || typeof value !== 'object') return [name, value];
      const { input: _input, inputDetails: _in, output: _output, outputDetails: _out, ...details } = value;
      return [name, details];
    }),
  );
}
