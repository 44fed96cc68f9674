import { AwsError, epochSeconds, type Operation, type Wire } from '../aws-json.ts';
import { isInsideFunction } from '../lambda/running.ts';
import type { Account } from './account.ts';
import { expressArn } from './arns.ts';
import { type Execution, watchEnd } from './execution.ts';
import { requireJson } from './executions.ts';
import { requireValidName } from './names.ts';
import { newExecution, runExecution } from './run-execution.ts';
import { resolveStart } from './start-target.ts';

/** What an execution is billed for at least; local AWS does not measure memory. */
const BILLED_MEMORY_MB = 64;
const BILLED_STEP_MILLIS = 100;

export function syncExecutionOperations(account: Account): Record<string, Operation> {
  return { StartSyncExecution: (input) => startSyncExecution(account, input) };
}

/** Answers when the execution has ended, however it ended. A function that waits for it lets time pass. */
async function startSyncExecution(account: Account, request: Wire): Promise<Wire> {
  const target = resolveStart(account, request.stateMachineArn);
  const { machine } = target;
  if (machine.type !== 'EXPRESS') {
    const message = 'This operation is not supported by this type of state machine';
    throw new AwsError('StateMachineTypeNotSupported', message);
  }
  const name = request.name ?? account.random.executionNames.uuid();
  if (request.name !== undefined) requireValidName(name);
  const input = request.input ?? '{}';
  requireJson(input);
  const arn = expressArn(account.context, machine.name, name, account.random.executionNames.uuid());
  const execution = newExecution(account, target, { arn, name, input, traceHeader: request.traceHeader });
  const ended = new Promise<Execution>((resolve) => watchEnd(execution, resolve));
  runExecution(account, execution);
  await (isInsideFunction() ? account.clock.blocked(ended) : ended);
  return describe(execution, request.includedData !== 'METADATA_ONLY');
}

function describe(execution: Execution, withData: boolean): Wire {
  const { output, error, cause, startDate, traceHeader } = execution;
  const stopDate = execution.stopDate!;
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machine.arn,
    name: execution.name,
    startDate: epochSeconds(startDate),
    stopDate: epochSeconds(stopDate),
    status: execution.status,
    ...(error !== undefined && { error }),
    ...(cause !== undefined && { cause }),
    ...(withData && { input: execution.input }),
    inputDetails: { included: withData },
    ...(output !== undefined && { ...(withData && { output }), outputDetails: { included: withData } }),
    ...(traceHeader !== undefined && { traceHeader }),
    billingDetails: {
      billedMemoryUsedInMB: BILLED_MEMORY_MB,
      billedDurationInMilliseconds:
        Math.max(1, Math.ceil((stopDate - startDate) / BILLED_STEP_MILLIS)) * BILLED_STEP_MILLIS,
    },
  };
}
