import { AwsError } from '../aws-json.ts';
import { requireProbability } from './event-faults.ts';
import type { FailedInvocation } from './function-target.ts';
import type { Queue } from './queue.ts';

/** A queue's settings, in SQS's terms and within its limits. */
export interface QueueSettings {
  readonly name: string;
  /** Name or ARN of the function that gets each message. Without one, messages stay until they are too old: a queue for dead letters. */
  readonly functionName?: string;
  /** How long a message is hidden at first: 0 (default) to 900. */
  readonly delaySeconds?: number;
  /**
   * How long a message that was received is hidden; then, unless the function has succeeded, it is received again.
   * 1 to 43,200; default 30. Longer than the function's timeout, or it is received while the function still runs (Lambda would refuse the queue).
   */
  readonly visibilityTimeoutSeconds?: number;
  /** How old a message gets before it is dropped without a trace: 60 to 1,209,600; default 345,600 (four days). */
  readonly retentionSeconds?: number;
  /** After so many receives (1 to 1,000) without success, a message goes to `deadLetters`. Default: it is retried until it is too old. */
  readonly redrive?: { readonly maximumReceives: number; readonly deadLetters: Queue };
  /** The probability that a receive comes with another of the same message soon after, even if it was deleted meanwhile. Default 0. */
  readonly duplicate?: number;
  /** Told of each receive at which the function failed. */
  readonly onFailure?: (failure: FailedInvocation, messageId: string) => void;
}

export type CompleteSettings = Required<Omit<QueueSettings, 'functionName' | 'redrive'>> &
  Pick<QueueSettings, 'functionName' | 'redrive'>;

const QUEUE_NAME = /^[\w-]{1,80}$/;

/**
 * The settings with SQS's defaults.
 * @throws AwsError InvalidParameterValue, InvalidAttributeValue
 */
export function completeSettings(settings: QueueSettings): CompleteSettings {
  const complete = {
    delaySeconds: 0,
    visibilityTimeoutSeconds: 30,
    retentionSeconds: 345_600,
    duplicate: 0,
    onFailure: () => {},
    ...settings,
  };
  if (!QUEUE_NAME.test(settings.name)) {
    const message = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
    throw new AwsError('InvalidParameterValue', message);
  }
  requireWithin('DelaySeconds', complete.delaySeconds, 0, 900);
  // Lambda refuses a queue whose timeout is shorter than its function's, and that is a second at least.
  requireWithin('VisibilityTimeout', complete.visibilityTimeoutSeconds, settings.functionName ? 1 : 0, 43_200);
  requireWithin('MessageRetentionPeriod', complete.retentionSeconds, 60, 1_209_600);
  if (settings.redrive) requireWithin('RedrivePolicy', settings.redrive.maximumReceives, 1, 1000);
  requireProbability(`duplicate of queue ${settings.name}`, complete.duplicate);
  return complete;
}

function requireWithin(attribute: string, found: number, least: number, most: number): void {
  if (Number.isInteger(found) && found >= least && found <= most) return;
  const message = `Invalid value for the parameter ${attribute}: found ${found}, expected a whole number from ${least} to ${most}.`;
  throw new AwsError('InvalidAttributeValue', message);
}
