import { createHash } from 'node:crypto';
import type { CallContext, Wire } from '../aws-json.ts';
import type { Clock, EpochMillis, ScheduleOptions, Timer } from '../clock.ts';
import type { LambdaFunctions } from '../lambda/functions.ts';
import type { Random } from '../random.ts';
import type { Target } from './event.ts';
import { requireFunction } from './function-target.ts';
import { type CompleteSettings, completeSettings, type QueueSettings } from './queue-settings.ts';

export interface QueueOptions {
  readonly clock: Clock;
  readonly context: CallContext;
  readonly lambda: LambdaFunctions;
  readonly random: Random;
}

/** A message that a queue holds. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: EpochMillis;
  readonly receiveCount: number;
  readonly firstReceivedAt: EpochMillis | undefined;
}

interface Message extends QueuedMessage {
  receiveCount: number;
  firstReceivedAt: EpochMillis | undefined;
  /** A daemon if what sent it was one. */
  readonly scheduling: ScheduleOptions;
  /** When it becomes visible (again). */
  timer: Timer | undefined;
}

/**
 * A standard queue of SQS with a Lambda function that is invoked with each message (batches of one, as many at a time as there are messages).
 * At least once: a message is received again whenever its visibility timeout ends before its function has succeeded, and until then virtual time
 * has something to wait for.
 */
export class Queue implements Target {
  readonly arn: string;
  readonly #options: QueueOptions;
  readonly #settings: CompleteSettings;
  readonly #ids: Random;
  readonly #duplicates: Random;
  readonly #messages = new Map<string, Message>();

  /** @throws AwsError for settings that SQS refuses, and ResourceNotFoundException when there is no such function */
  constructor(options: QueueOptions, settings: QueueSettings) {
    const { context, lambda, random } = options;
    this.#options = options;
    this.#settings = completeSettings(settings);
    if (settings.functionName !== undefined) requireFunction(lambda, settings.functionName);
    this.arn = `arn:aws:sqs:${context.region}:${context.account}:${settings.name}`;
    this.#ids = random.stream('ids');
    this.#duplicates = random.stream('duplicates');
  }

  /** What the queue holds: waiting, being worked on or to be retried; the oldest first. */
  get messages(): readonly QueuedMessage[] {
    const held = [...this.#messages.values()].filter((message) => !this.#isTooOld(message));
    return held.map(({ scheduling, timer, ...message }) => message);
  }

  /** Puts a message of that text into the queue. */
  deliver(body: string, scheduling: ScheduleOptions = {}): void {
    const sentAt = this.#options.clock.now();
    const messageId = this.#ids.uuid();
    this.#hold({ messageId, body, sentAt, receiveCount: 0, firstReceivedAt: undefined, scheduling, timer: undefined });
  }

  #hold(message: Message): void {
    this.#messages.set(message.messageId, message);
    if (this.#settings.functionName !== undefined) this.#appearAfter(this.#settings.delaySeconds, message);
  }

  #appearAfter(seconds: number, message: Message): void {
    const { clock } = this.#options;
    message.timer = clock.schedule(clock.now() + seconds * 1000, () => this.#appear(message), message.scheduling);
  }

  /** Receives a message that has become visible, unless it has been seen, or kept, for too long. */
  #appear(message: Message): void {
    const { redrive, visibilityTimeoutSeconds, duplicate } = this.#settings;
    if (this.#isTooOld(message)) {
      this.#messages.delete(message.messageId);
    } else if (redrive && message.receiveCount >= redrive.maximumReceives) {
      this.#messages.delete(message.messageId);
      redrive.deadLetters.#hold({ ...message, timer: undefined });
    } else {
      this.#appearAfter(visibilityTimeoutSeconds, message);
      if (this.#duplicates.next() < duplicate) this.#receiveAgain(message);
      void this.#receive(message);
    }
  }

  /** A copy on a server that knows nothing yet of the first receive. */
  #receiveAgain(message: Message): void {
    const { clock } = this.#options;
    const after = Math.round(this.#duplicates.next() * this.#settings.visibilityTimeoutSeconds * 1000);
    clock.schedule(clock.now() + after, () => void this.#receive(message), message.scheduling);
  }

  async #receive(message: Message): Promise<void> {
    const { clock, lambda } = this.#options;
    message.receiveCount++;
    message.firstReceivedAt ??= clock.now();
    const payload = JSON.stringify({ Records: [this.#record(message)] });
    const result = await lambda.invoke(this.#settings.functionName!, payload);
    if (result.kind === 'failed') {
      this.#settings.onFailure(result, message.messageId);
      return;
    }
    message.timer?.cancel();
    this.#messages.delete(message.messageId);
  }

  #isTooOld({ sentAt }: Message): boolean {
    return this.#options.clock.now() - sentAt >= this.#settings.retentionSeconds * 1000;
  }

  /** The members of Lambda's SQS events. `SenderId` is on AWS the id of who sent it, here the account. */
  #record({ messageId, body, sentAt, receiveCount, firstReceivedAt }: Message): Wire {
    const { account, region } = this.#options.context;
    return {
      messageId,
      receiptHandle: this.#ids.uuid(),
      body,
      attributes: {
        ApproximateReceiveCount: String(receiveCount),
        SentTimestamp: String(sentAt),
        SenderId: account,
        ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
      },
      messageAttributes: {},
      md5OfBody: createHash('md5').update(body).digest('hex'),
      eventSource: 'aws:sqs',
      eventSourceARN: this.arn,
      awsRegion: region,
    };
  }
}
