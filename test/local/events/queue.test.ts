import { describe, expect, test } from '@jest/globals';
import { sleep } from '../../../local/clock.ts';
import { Queue } from '../../../local/events/queue.ts';
import type { QueueSettings } from '../../../local/events/queue-settings.ts';
import type { Handler } from '../../../local/lambda/invocation.ts';
import { busAtNoon, NOON } from './bus.ts';

/** A queue before a function that fails its first `failures` runs. */
function queueBefore(settings: Partial<QueueSettings> = {}, { failures = 0, seed = 1 } = {}) {
  const here = busAtNoon({ seed });
  const { clock, lambda, seconds } = here;
  // biome-ignore lint/suspicious/noExplicitAny: tests read records of Lambda's SQS events
  const runs: { at: number; record: any }[] = [];
  const work: Handler = async ({ Records }) => {
    expect(Records).toHaveLength(1);
    runs.push({ at: seconds(), record: Records[0] });
    if (runs.length <= failures) throw new Error('not yet');
  };
  lambda.register('work', work);
  const queue = new Queue(here, { name: 'ends', functionName: 'work', ...settings });
  const times = () => runs.map(({ at }) => at);
  return { ...here, clock, queue, runs, times };
}

function deadLetterQueue(here: ReturnType<typeof busAtNoon>): Queue {
  return new Queue(here, { name: 'dead' });
}

describe('a queue', () => {
  test('invokes its function with a record as Lambda makes it of a message', async () => {
    const { clock, queue, runs } = queueBefore();
    queue.deliver('{"detail":{}}');
    await clock.runUntilIdle();
    const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(runs).toEqual([
      {
        at: 0,
        record: {
          messageId: uuid,
          receiptHandle: uuid,
          body: '{"detail":{}}',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(NOON),
            SenderId: '123456789012',
            ApproximateFirstReceiveTimestamp: String(NOON),
          },
          messageAttributes: {},
          md5OfBody: '4d825f0935d38a85995d821c6902df72',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:123456789012:ends',
          awsRegion: 'eu-west-1',
        },
      },
    ]);
    expect(queue.messages).toEqual([]);
  });

  test('hides a message until its delay is over', async () => {
    const { clock, queue, times } = queueBefore({ delaySeconds: 900 });
    queue.deliver('x');
    await clock.advanceBy(899_000);
    expect(times()).toEqual([]);
    expect(queue.messages).toEqual([
      { messageId: expect.any(String), body: 'x', sentAt: NOON, receiveCount: 0, firstReceivedAt: undefined },
    ]);
    await clock.runUntilIdle();
    expect(times()).toEqual([900]);
  });

  test('delivers a message again when the visibility timeout ends after a failure, without its first delay', async () => {
    const failures: string[] = [];
    const { clock, queue, runs, times } = queueBefore(
      {
        delaySeconds: 60,
        visibilityTimeoutSeconds: 100,
        onFailure: ({ errorMessage }, messageId) => failures.push(`${errorMessage} ${messageId}`),
      },
      { failures: 2 },
    );
    queue.deliver('x');
    await clock.runUntilIdle();
    expect(times()).toEqual([60, 160, 260]);
    expect(runs.map(({ record }) => record.attributes.ApproximateReceiveCount)).toEqual(['1', '2', '3']);
    expect(new Set(runs.map(({ record }) => record.messageId)).size).toBe(1);
    expect(new Set(runs.map(({ record }) => record.receiptHandle)).size).toBe(3);
    expect(failures).toEqual(Array(2).fill(`not yet ${runs[0]!.record.messageId}`));
    expect(queue.messages).toEqual([]);
  });

  test('moves a message to the dead letters when it has been received often enough', async () => {
    const here = queueBefore({}, { failures: 99 });
    const deadLetters = deadLetterQueue(here);
    const queue = new Queue(here, {
      ...{ name: 'ends', functionName: 'work', visibilityTimeoutSeconds: 10 },
      redrive: { maximumReceives: 3, deadLetters },
    });
    queue.deliver('x');
    await here.clock.runUntilIdle();
    expect(here.times()).toEqual([0, 10, 20]);
    expect(here.seconds()).toBe(30);
    expect(queue.messages).toEqual([]);
    expect(deadLetters.messages).toEqual([
      { messageId: expect.any(String), body: 'x', sentAt: NOON, receiveCount: 3, firstReceivedAt: NOON },
    ]);
  });

  test('drops a message that is too old, as it does the dead letters', async () => {
    const here = queueBefore({ visibilityTimeoutSeconds: 50, retentionSeconds: 120 }, { failures: 99 });
    here.queue.deliver('x');
    await here.clock.runUntilIdle();
    expect(here.times()).toEqual([0, 50, 100]);
    expect(here.queue.messages).toEqual([]);
    const dead = new Queue(here, { name: 'dead', retentionSeconds: 60 });
    dead.deliver('y');
    await here.clock.advanceBy(59_000);
    expect(dead.messages).toHaveLength(1);
    await here.clock.advanceBy(1_000);
    expect(dead.messages).toEqual([]);
  });

  test('delivers a message anew while its function still works on it, if the visibility timeout is that short', async () => {
    const here = busAtNoon();
    const { clock, lambda, seconds } = here;
    const log: string[] = [];
    lambda.register(
      'slow',
      async () => {
        log.push(`begins at ${seconds()}`);
        await clock.blocked(sleep(clock, 25_000));
        log.push(`ends at ${seconds()}`);
      },
      { timeoutSeconds: 60 },
    );
    const queue = new Queue(here, { name: 'ends', functionName: 'slow', visibilityTimeoutSeconds: 20 });
    queue.deliver('x');
    await clock.runUntilIdle();
    expect(log).toEqual(['begins at 0', 'begins at 20', 'ends at 25', 'ends at 45']);
    expect(queue.messages).toEqual([]);
  });

  test('delivers again what timed out', async () => {
    const here = busAtNoon();
    const { clock, lambda, seconds } = here;
    const begun: number[] = [];
    lambda.register('slow', async () => {
      begun.push(seconds());
      if (begun.length === 1) await clock.blocked(sleep(clock, 5_000));
    });
    const queue = new Queue(here, { name: 'ends', functionName: 'slow' });
    queue.deliver('x');
    await clock.runUntilIdle();
    expect(begun).toEqual([0, 30]);
  });

  test('delivers twice what it is told to double, even what has been deleted', async () => {
    const { clock, queue, times, runs } = queueBefore({ duplicate: 1 });
    queue.deliver('x');
    await clock.runUntilIdle();
    expect(times()).toHaveLength(2);
    expect(times()[1]).toBeGreaterThan(0);
    expect(times()[1]).toBeLessThan(30);
    expect(runs[1]!.record.messageId).toBe(runs[0]!.record.messageId);
  });

  test('does the same for the same seed', async () => {
    const trace = async (seed: number) => {
      const { clock, queue, runs } = queueBefore({ duplicate: 0.5 }, { failures: 3, seed });
      for (let message = 0; message < 20; message++) queue.deliver(String(message));
      await clock.runUntilIdle();
      return runs;
    };
    const once = await trace(3);
    expect(await trace(3)).toEqual(once);
    expect(await trace(4)).not.toEqual(once);
  });
});

describe('a queue’s settings', () => {
  test.each<[Partial<QueueSettings>, string]>([
    [{ delaySeconds: 901 }, 'DelaySeconds: found 901, expected a whole number from 0 to 900'],
    [{ visibilityTimeoutSeconds: 0 }, 'VisibilityTimeout: found 0, expected a whole number from 1 to 43200'],
    [{ retentionSeconds: 59 }, 'MessageRetentionPeriod: found 59, expected a whole number from 60 to 1209600'],
    [{ duplicate: 2 }, 'duplicate of queue ends: found 2, expected a probability from 0 to 1'],
    [{ functionName: 'none' }, 'Function not found: none'],
    [{ name: 'two words' }, 'Can only include alphanumeric characters, hyphens, or underscores'],
  ])('are refused: %j', (settings, message) => {
    expect(() => queueBefore(settings)).toThrow(message);
  });

  test('of the dead letters are refused without a receive', () => {
    const here = busAtNoon();
    const redrive = { maximumReceives: 0, deadLetters: deadLetterQueue(here) };
    expect(() => new Queue(here, { name: 'ends', redrive })).toThrow('RedrivePolicy: found 0');
  });
});
