import type { WireAnswer } from '../aws-json.ts';
import type { OtherRequest } from '../http-server.ts';
import { describeProblem } from '../states/json-error.ts';
import type { LambdaFunctions } from './functions.ts';
import type { InvocationResult } from './invocation.ts';

/** Where Lambda's Invoke is, by its API reference; the function is named by name, partial ARN or ARN. */
const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Answers Lambda's Invoke, the one operation of Lambda that is served: AWS Step Functions Local and others that run Task states elsewhere find the functions registered
 * here by it. What Lambda answers is from its API reference. An event (InvocationType Event) is not tried again when its function fails.
 * @returns undefined for a path that is not Invoke's
 */
export async function answerInvoke(lambda: LambdaFunctions, request: OtherRequest): Promise<WireAnswer | undefined> {
  const named = INVOCATIONS.exec(request.path)?.[1];
  if (named === undefined || request.method !== 'POST') return undefined;
  const name = qualified(decoded(named), request.query.get('Qualifier'));
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const payload = request.body === '' ? '{}' : request.body;
  if (!lambda.isRegistered(name)) return refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
  const problem = describeProblem(payload);
  if (problem !== undefined)
    return refusal(400, 'InvalidRequestContentException', `Could not parse request body into json: ${problem}`);
  if (type === 'DryRun') return { statusCode: 204, headers: {}, body: '' };
  if (type === 'Event') {
    void lambda.invoke(name, payload);
    return { statusCode: 202, headers: {}, body: '' };
  }
  if (type === 'RequestResponse') return answerOf(await lambda.invoke(name, payload));
  return refusal(
    400,
    'InvalidParameterValueException',
    `InvocationType: found ${String(type)}, expected RequestResponse, Event or DryRun`,
  );
}

function qualified(name: string, qualifier: string | null): string {
  return qualifier === null ? name : `${name}:${qualifier}`;
}

/** As it stands where it is no proper encoding: then it is no function's name either. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** A function that failed has answered: the status is 200, and a header says that the body is its error. */
function answerOf(result: InvocationResult): WireAnswer {
  if (result.kind === 'succeeded') {
    const headers = { ...JSON_TYPE, 'x-amz-executed-version': result.executedVersion };
    return { statusCode: 200, headers, body: result.payload };
  }
  const { errorType, errorMessage, trace } = result;
  const headers = { ...JSON_TYPE, 'x-amz-function-error': 'Unhandled' };
  return { statusCode: 200, headers, body: JSON.stringify({ errorType, errorMessage, ...(trace && { trace }) }) };
}

function refusal(statusCode: number, name: string, Message: string): WireAnswer {
  return {
    statusCode,
    headers: { ...JSON_TYPE, 'x-amzn-errortype': name },
    body: JSON.stringify({ Type: 'User', Message }),
  };
}
