import { NotAllowed, Throttled, TryAgain } from '../../workflow/errors.ts';

/** What AWS answers when it is too busy, or fails in a way that passes; beside these, any status of 500 and more and any broken connection. */
const PASSING = new Set([
  // Of an alias: another write is under way. (A publish tells its two kinds of conflict apart by itself.)
  'ConflictException',
  'RequestTimeout',
  // More executions than may run at once.
  'ExecutionLimitExceeded',
  'TimeoutError',
]);
/** What AWS answers when an account asks for more than its quota. */
const THROTTLING = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  // Of the key that an execution's data is encrypted with.
  'KmsThrottlingException',
]);
const REFUSING = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
  'ExpiredTokenException',
]);
const BROKEN_CONNECTION = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);

/** Is `error` AWS's error of that name? */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && error.name === code;
}

/**
 * Calls AWS, and turns what the machine must tell apart into our errors: `Throttled` and `TryAgain` for what passes, `NotAllowed` for a missing permission. Everything else is
 * thrown as AWS named it.
 * @param own names of errors that the caller tells apart itself
 * @param action as IAM knows it, such as `states:DescribeStateMachine`
 */
export async function translated<T>(
  action: string,
  resource: string,
  call: () => Promise<T>,
  own: readonly string[] = [],
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (own.includes(error.name)) throw error;
    const said = {
      reason: error.name,
      summary: `${action} on ${resource}: AWS answered ${error.name} (${error.message}).`,
    };
    if (THROTTLING.has(error.name)) throw new Throttled(said);
    if (passes(error)) throw new TryAgain(said);
    if (REFUSING.has(error.name)) {
      throw new NotAllowed({
        reason: 'NotAllowed',
        summary: `The deployer may not ${action} on ${resource}: ${error.message} Grant its role that action on that resource.`,
      });
    }
    throw error;
  }
}

function passes(error: Error & { $metadata?: { httpStatusCode?: number }; code?: string }): boolean {
  return (
    PASSING.has(error.name) || BROKEN_CONNECTION.has(error.code ?? '') || (error.$metadata?.httpStatusCode ?? 0) >= 500
  );
}
