import { AwsError, type Wire } from '../../aws-json.ts';
import type { Shape } from '../constraints.ts';
import type { TaskOutcome } from '../interpreter/task-services.ts';
import { requestShapes } from '../request-shapes.ts';
import { exceptionCause, exceptionName } from './exception-names.ts';
import { capitalize, toCamelCase, toPascalCase } from './letter-case.ts';

/** Calls one operation of this account's Step Functions. */
export type CallStates = (operation: string, input: Wire) => Promise<Wire>;

/** Whether `aws-sdk:sfn:ACTION` is an operation that is served here. */
export function findOperation(action: string): string | undefined {
  const name = capitalize(action);
  return Object.hasOwn(requestShapes, name) && action !== name ? name : undefined;
}

/** `aws-sdk:sfn:ACTION`: members are spelt with capitals, times are ISO 8601. */
export async function callSfn(
  call: CallStates,
  operation: string,
  parameters: Wire,
  requestId: string,
): Promise<TaskOutcome> {
  try {
    const answer = await call(operation, readParameters(operation, parameters));
    return { kind: 'succeeded', output: toPascalCase(answer, (seconds) => new Date(seconds * 1000).toISOString()) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isModelled = !UNMODELLED.includes(error.name);
    const cause = exceptionCause(error, 'Sfn', requestId);
    return { kind: 'failed', error: exceptionName(error.name, 'Sfn', isModelled), cause };
  }
}

/** What the service answers beyond its API model. */
const UNMODELLED = [
  'ThrottlingException',
  'SerializationException',
  'UnknownOperationException',
  'UnsupportedOperation',
];

/** Where the service wants text and the state gives a document, AWS hands over the document as JSON text. */
export function readParameters(operation: string, parameters: Wire): Wire {
  const shape: Shape = requestShapes[operation as keyof typeof requestShapes];
  const input: Wire = {};
  for (const [name, value] of Object.entries(parameters ?? {})) {
    const member = toCamelCase({ [name]: null });
    const key = Object.keys(member)[0]!;
    const asText = shape[key]?.type === 'string' && value !== null && typeof value !== 'string';
    input[key] = asText ? JSON.stringify(value) : toCamelCase(value);
  }
  return input;
}
