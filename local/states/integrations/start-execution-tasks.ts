import { AwsError, type Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import type { TaskOutcome } from '../interpreter/task-services.ts';
import { httpMetadata } from './http-metadata.ts';
import { toPascalCase } from './letter-case.ts';
import { type CallStates, readParameters } from './sfn-tasks.ts';

export interface StartExecutionPorts {
  readonly call: CallStates;
  readonly clock: Clock;
  readonly newRequestId: () => string;
}

/** `states:startExecution` without its end: what StartExecution answers. */
export async function startExecution(ports: StartExecutionPorts, parameters: Wire): Promise<TaskOutcome> {
  const requestId = ports.newRequestId();
  try {
    const answer = await ports.call('StartExecution', readParameters('StartExecution', parameters));
    const metadata = httpMetadata({
      requestId,
      now: ports.clock.now(),
      contentType: 'application/x-amz-json-1.0',
      contentLength: Buffer.byteLength(JSON.stringify(answer)),
    });
    return { kind: 'succeeded', output: { ...toPascalCase(answer, toMillis), ...metadata } };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return failed(error, requestId);
  }
}

/** How an execution that was waited for ended, as the state sees it; with `:2` its input and output are documents, else JSON text. */
export function executionOutcome(description: Wire, pattern: 'sync' | 'sync:2'): TaskOutcome {
  const { input, output } = description;
  const parsed =
    pattern === 'sync:2' ? { input: JSON.parse(input), ...(output && { output: JSON.parse(output) }) } : {};
  if (description.status === 'SUCCEEDED') {
    return { kind: 'succeeded', output: sortMembers({ ...toPascalCase(description, toMillis), ...capitals(parsed) }) };
  }
  const cause = JSON.stringify(sortMembers(toPascalCase(description, toMillis)));
  return { kind: 'failed', error: 'States.TaskFailed', cause };
}

function failed({ name, message, statusCode }: AwsError, requestId: string): TaskOutcome {
  const where = `(Service: AWSStepFunctions; Status Code: ${statusCode}; Error Code: ${name}; Request ID: ${requestId}; Proxy: null)`;
  const error = `StepFunctions.${name.endsWith('Exception') ? name : `${name}Exception`}`;
  return { kind: 'failed', error, cause: `${message} ${where}` };
}

/** Documents of users: their members stay as they are. */
function capitals({ input, output }: Wire): Wire {
  return { ...(input !== undefined && { Input: input }), ...(output !== undefined && { Output: output }) };
}

function sortMembers(value: Wire): Wire {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** This integration shows times as milliseconds since the epoch. */
function toMillis(seconds: number): number {
  return Math.round(seconds * 1000);
}
