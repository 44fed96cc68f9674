import type { Wire } from '../../aws-json.ts';
import type { Clock } from '../../clock.ts';
import type { LambdaFunctions } from '../../lambda/functions.ts';
import type { InvocationResult } from '../../lambda/invocation.ts';
import { type TaskOutcome, type TaskRequest, UnservedTask } from '../interpreter/task-services.ts';
import { httpMetadata } from './http-metadata.ts';

/** A Task state whose resource is a function's ARN: the parameters are the event, the result is the result. */
export async function invokeFunctionArn(
  lambda: LambdaFunctions,
  functionArn: string,
  parameters: Wire,
): Promise<TaskOutcome> {
  const result = await lambda.invoke(functionArn, JSON.stringify(parameters));
  return result.kind === 'failed' ? failed(result) : { kind: 'succeeded', output: JSON.parse(result.payload) };
}

/** `lambda:invoke`: the result comes with what Lambda's API answers beside it. */
export async function invokeFunction(lambda: LambdaFunctions, clock: Clock, parameters: Wire): Promise<TaskOutcome> {
  const name = qualified(parameters);
  const result = await lambda.invoke(name, JSON.stringify(parameters.Payload ?? {}));
  if (result.kind === 'failed') return failed(result);
  const ExecutedVersion = result.executedVersion;
  const metadata = httpMetadata({
    requestId: result.requestId,
    now: clock.now(),
    contentType: 'application/json',
    contentLength: Buffer.byteLength(result.payload),
    headers: { 'X-Amz-Executed-Version': ExecutedVersion, 'x-amzn-Remapped-Content-Length': '0' },
  });
  return {
    kind: 'succeeded',
    output: { ExecutedVersion, Payload: JSON.parse(result.payload), ...metadata, StatusCode: 200 },
  };
}

/**
 * Refuses what is not there to be invoked, naming it: a function that nobody registered is a fault of the set-up, not of the machine.
 * @throws UnservedTask
 */
export function requireFunction(lambda: LambdaFunctions, { stateName }: TaskRequest, name: unknown): void {
  if (typeof name === 'string' && lambda.has(name)) return;
  throw new UnservedTask(stateName, `the function ${JSON.stringify(name)}`);
}

/**
 * The same for the parameters of `lambda:invoke`, of which only an invocation that is waited for is served.
 * @throws UnservedTask
 */
export function requireInvocation(lambda: LambdaFunctions, request: TaskRequest): void {
  const { FunctionName, InvocationType = 'RequestResponse' } = request.parameters ?? {};
  if (InvocationType !== 'RequestResponse') {
    throw new UnservedTask(request.stateName, `${request.resource} with InvocationType ${InvocationType}`);
  }
  requireFunction(lambda, request, FunctionName === undefined ? undefined : qualified(request.parameters));
}

function qualified({ FunctionName, Qualifier }: Wire): string {
  return Qualifier === undefined ? FunctionName : `${FunctionName}:${Qualifier}`;
}

function failed(result: InvocationResult & { readonly kind: 'failed' }): TaskOutcome {
  const { errorType, errorMessage, trace } = result;
  return {
    kind: 'failed',
    error: errorType,
    cause: JSON.stringify({ errorType, errorMessage, ...(trace && { trace }) }),
  };
}
