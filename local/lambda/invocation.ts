/** What a function's handler gets beside the event: the members of Lambda's Node.js context that code relies on. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  callbackWaitsForEmptyEventLoop: boolean;
  /** By the account's clock. */
  getRemainingTimeInMillis(): number;
}

// biome-ignore lint/suspicious/noExplicitAny: an event is whatever JSON the caller sends
export type Handler = (event: any, context: LambdaContext) => Promise<unknown>;

/** How a function's invocation ended. `payload` is JSON text. */
export type InvocationResult =
  | {
      readonly kind: 'succeeded';
      readonly payload: string;
      /** The version that was run, as Lambda names it. */
      readonly executedVersion: string;
      readonly requestId: string;
    }
  | {
      readonly kind: 'failed';
      readonly errorType: string;
      readonly errorMessage: string;
      /** The lines of the stack; absent where Lambda itself ended the invocation. */
      readonly trace?: readonly string[];
      readonly requestId: string;
    };

/** What Lambda's Node.js runtime makes of a thrown value. */
export function failure(thrown: unknown, requestId: string): InvocationResult {
  if (!(thrown instanceof Error) && !isErrorLike(thrown)) {
    return { kind: 'failed', errorType: typeof thrown, errorMessage: String(thrown), trace: [], requestId };
  }
  const { name, message, stack } = thrown;
  return { kind: 'failed', errorType: name, errorMessage: message, trace: (stack ?? '').split('\n'), requestId };
}

/** An Error of another realm (a test runner's, say) is no instance of this realm's Error. */
function isErrorLike(thrown: unknown): thrown is Error {
  const error = thrown as Partial<Error> | null;
  return typeof error === 'object' && typeof error?.name === 'string' && typeof error.message === 'string';
}

/** What Lambda answers for a handler that did not settle in time. */
export function timedOut(timeoutSeconds: number, requestId: string): InvocationResult {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { kind: 'failed', errorType: 'Sandbox.Timedout', errorMessage, requestId };
}

/** A handler's result as Lambda answers it. */
export function success(result: unknown, executedVersion: string, requestId: string): InvocationResult {
  try {
    return { kind: 'succeeded', payload: JSON.stringify(result) ?? 'null', executedVersion, requestId };
  } catch {
    const errorMessage = 'Unable to stringify response body';
    return { kind: 'failed', errorType: 'Runtime.MarshalResponseError', errorMessage, trace: [], requestId };
  }
}
