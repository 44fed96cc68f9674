import type { InvocationResult } from './invocation.ts';

/** Which function is meant, and with which event, as JSON text. */
export interface Invocation {
  readonly name: string;
  readonly qualifier: string | undefined;
  readonly payload: string;
  readonly requestId: string;
}

/**
 * Has a function run by whoever answers Lambda's Invoke at `endpoint`, such as `sam local start-lambda`. Never throws: an endpoint that does not answer, or refuses, has
 * failed by the name that Step Functions gives that on AWS.
 */
export async function invokeAt(endpoint: string, invocation: Invocation): Promise<InvocationResult> {
  const { requestId } = invocation;
  let response: Response;
  let body: string;
  try {
    response = await fetch(addressOf(endpoint, invocation), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
      body: invocation.payload,
    });
    body = await response.text();
  } catch (error) {
    const { message, cause } = error as Error;
    const why = cause instanceof Error && cause.message ? cause.message : message;
    return failed('Lambda.SdkClientException', `no answer of Lambda's endpoint ${endpoint}: ${why}`, requestId);
  }
  if (!response.ok) {
    const named = response.headers.get('x-amzn-errortype')?.split(':')[0] || 'AWSLambdaException';
    return failed(`Lambda.${named}`, `${response.status} of Lambda's endpoint ${endpoint}: ${body}`, requestId);
  }
  if (response.headers.has('x-amz-function-error')) return failure(body, requestId);
  const executedVersion = response.headers.get('x-amz-executed-version') ?? invocation.qualifier ?? '$LATEST';
  return { kind: 'succeeded', payload: jsonOf(body), executedVersion, requestId };
}

function addressOf(endpoint: string, { name, qualifier }: Invocation): string {
  const query = qualifier === undefined ? '' : `?Qualifier=${encodeURIComponent(qualifier)}`;
  return `${endpoint.replace(/\/+$/, '')}/2015-03-31/functions/${encodeURIComponent(name)}/invocations${query}`;
}

/** A function's error, in the words of its runtime. */
function failure(body: string, requestId: string): InvocationResult {
  const { errorType, errorMessage, trace, stackTrace } = Object(parsed(body));
  const lines = trace ?? stackTrace; // as Node.js and as Python say it
  return {
    ...failed(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', String(errorMessage ?? body), requestId),
    ...(Array.isArray(lines) && { trace: lines.map(String) }),
  };
}

function failed(errorType: string, errorMessage: string, requestId: string) {
  return { kind: 'failed', errorType, errorMessage, requestId } as const;
}

/** Runtimes answer JSON; what is none is text, as a result of Lambda's is. */
function jsonOf(body: string): string {
  return parsed(body) === undefined ? JSON.stringify(body) : body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
