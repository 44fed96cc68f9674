import type { EpochMillis } from '../clock.ts';
import type { Execution } from './execution.ts';

/**
 * What EventBridge's "Step Functions Execution Status Change" tells of a STANDARD execution, at its start and at its end. Input and output are
 * JSON text.
 */
export interface StatusChange {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn?: string;
  readonly stateMachineAliasArn?: string;
  readonly name: string;
  readonly status: Execution['status'];
  readonly startDate: EpochMillis;
  readonly stopDate?: EpochMillis;
  readonly input: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly redriveCount: number;
  readonly redriveDate?: EpochMillis;
}

export function statusChange(execution: Execution): StatusChange {
  const { name, status, startDate, stopDate, input, output, error, cause, redriveCount, redriveDate } = execution;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    ...(execution.versionArn && { stateMachineVersionArn: execution.versionArn }),
    ...(execution.aliasArn && { stateMachineAliasArn: execution.aliasArn }),
    name,
    status,
    startDate,
    ...(stopDate !== undefined && { stopDate }),
    input,
    ...(output !== undefined && { output }),
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    redriveCount,
    ...(redriveDate !== undefined && { redriveDate }),
  };
}
