import { epochSeconds, type Wire } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';
import { type Execution, seemsRunning } from './execution.ts';
import { whyNotRedrivable } from './redrive-status.ts';

/** An execution as a reader at `now` sees it, in the words of DescribeExecution. */
export function describeExecution(execution: Execution, now: EpochMillis, includedData?: string): Wire {
  const withData = includedData !== 'METADATA_ONLY';
  const { input, traceHeader, redriveCount, redriveDate } = execution;
  const running = seemsRunning(execution, now);
  const reason = whyNotRedrivable(execution, running ? 'RUNNING' : execution.status, now);
  return {
    ...identify(execution),
    status: running ? 'RUNNING' : execution.status,
    startDate: epochSeconds(execution.startDate),
    ...(withData && { input }),
    inputDetails: { included: withData },
    ...(!running && describeEnd(execution, withData)),
    ...(traceHeader !== undefined && { traceHeader }),
    redriveCount,
    ...(redriveDate !== undefined && { redriveDate: epochSeconds(redriveDate) }),
    redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(reason !== undefined && { redriveStatusReason: reason }),
  };
}

/** An execution as an item of ListExecutions. */
export function listedExecution(execution: Execution, now: EpochMillis): Wire {
  const { redriveCount, redriveDate } = execution;
  const running = seemsRunning(execution, now);
  return {
    ...identify(execution),
    status: running ? 'RUNNING' : execution.status,
    startDate: epochSeconds(execution.startDate),
    ...(!running && { stopDate: epochSeconds(execution.stopDate!) }),
    redriveCount,
    ...(redriveDate !== undefined && { redriveDate: epochSeconds(redriveDate) }),
  };
}

function identify({ arn, machine, name, versionArn, aliasArn }: Execution): Wire {
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    ...(versionArn && { stateMachineVersionArn: versionArn }),
    ...(aliasArn && { stateMachineAliasArn: aliasArn }),
  };
}

function describeEnd({ stopDate, output, error, cause }: Execution, withData: boolean): Wire {
  return {
    stopDate: epochSeconds(stopDate!),
    ...(output !== undefined && { ...(withData && { output }), outputDetails: { included: withData } }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
  };
}
