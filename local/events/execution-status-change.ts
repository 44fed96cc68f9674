import type { StatusChange } from '../states/status-change.ts';
import type { EventEntry } from './event.ts';

/**
 * Of input and output together, and of output alone, so many bytes of escaped text go into an event: EventBridge's own limit, less room for
 * the rest (Step Functions developer guide, "Automating Step Functions event delivery with EventBridge").
 */
const MOST_DATA_BYTES = 248 * 1024;

/**
 * EventBridge's "Step Functions Execution Status Change": of STANDARD executions, at their start and at their end. Dates are milliseconds since
 * the epoch; what there is not is null. Data too large for an event is left out, and its details say so.
 *
 * The fields and the limit are the developer guide's. From memory, to be checked against a recorded event: the fields' order, `outputDetails`
 * being null where there is no output, and `redriveStatus` in the words of DescribeExecution. That status follows from the execution's end alone:
 * an execution that used up its history, or whose machine is being deleted, is called redrivable here.
 */
export function executionStatusChange(change: StatusChange): EventEntry {
  const { executionArn, stateMachineArn, name, status, startDate, stopDate = null, input, output } = change;
  const included = includedData(input, output);
  return {
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    resources: [executionArn],
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate,
      stopDate,
      input: included.input ? input : null,
      output: included.output ? (output ?? null) : null,
      stateMachineVersionArn: change.stateMachineVersionArn ?? null,
      stateMachineAliasArn: change.stateMachineAliasArn ?? null,
      redriveCount: change.redriveCount,
      redriveDate: change.redriveDate ?? null,
      ...redriveStatus(status),
      inputDetails: { included: included.input },
      outputDetails: output === undefined ? null : { included: included.output },
      error: change.error ?? null,
      cause: change.cause ?? null,
    },
  };
}

function includedData(input: string, output: string | undefined) {
  // No character takes more than six bytes of escaped UTF-8; usually that settles it without a look at the text.
  const characters = input.length + (output?.length ?? 0);
  if (characters * 6 + 4 <= MOST_DATA_BYTES) return { input: true, output: true };
  const outputBytes = output === undefined ? 0 : escapedBytes(output);
  return { input: escapedBytes(input) + outputBytes <= MOST_DATA_BYTES, output: outputBytes <= MOST_DATA_BYTES };
}

function escapedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

function redriveStatus(status: StatusChange['status']) {
  if (status !== 'RUNNING' && status !== 'SUCCEEDED') return { redriveStatus: 'REDRIVABLE', redriveStatusReason: null };
  return { redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: `Execution is ${status} and cannot be redriven` };
}
