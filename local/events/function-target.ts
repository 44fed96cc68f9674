import { AwsError } from '../aws-json.ts';
import type { Clock, ScheduleOptions } from '../clock.ts';
import type { LambdaFunctions } from '../lambda/functions.ts';
import type { InvocationResult } from '../lambda/invocation.ts';
import type { Target } from './event.ts';

export type FailedInvocation = Extract<InvocationResult, { kind: 'failed' }>;

export interface FunctionTargetOptions {
  readonly clock: Clock;
  readonly lambda: LambdaFunctions;
  /** Name or ARN. */
  readonly functionName: string;
  /** 0 to 2, Lambda's default. */
  readonly maximumRetryAttempts?: 0 | 1 | 2;
  /** Told of each invocation that failed, the ones to be retried too. */
  readonly onFailure?: (failure: FailedInvocation) => void;
}

/** Lambda's asynchronous invocation waits a minute before the first retry and two before the second (Lambda developer guide). */
const RETRY_AFTER_SECONDS = [60, 120];

/**
 * A target that invokes a function with each event, as EventBridge does without a queue between: asynchronously, so that Lambda retries what
 * failed, and then drops it.
 * @throws AwsError ResourceNotFoundException when there is no such function
 */
export function functionTarget(options: FunctionTargetOptions): Target {
  const { clock, lambda, functionName, maximumRetryAttempts = 2, onFailure = () => {} } = options;
  requireFunction(lambda, functionName);
  const attempt = async (event: string, retries: number, scheduling: ScheduleOptions): Promise<void> => {
    const result = await lambda.invoke(functionName, event);
    if (result.kind === 'succeeded') return;
    onFailure(result);
    if (retries >= maximumRetryAttempts) return;
    const again = clock.now() + RETRY_AFTER_SECONDS[retries]! * 1000;
    clock.schedule(again, () => void attempt(event, retries + 1, scheduling), scheduling);
  };
  return { deliver: (event, scheduling) => void attempt(event, 0, scheduling) };
}

/** @throws AwsError ResourceNotFoundException */
export function requireFunction(lambda: LambdaFunctions, nameOrArn: string): void {
  if (!lambda.has(nameOrArn)) throw new AwsError('ResourceNotFoundException', `Function not found: ${nameOrArn}`);
}
