import { describe, expect, test } from '@jest/globals';
import { LambdaFunctions } from '../../../local/lambda/functions.ts';
import { seededRandom } from '../../../local/random.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';

function functions() {
  const clock = new VirtualClock();
  const context = { account: '123456789012', region: 'eu-west-1' };
  return { clock, lambda: new LambdaFunctions({ clock, context, random: seededRandom(1) }) };
}

describe('a function', () => {
  test('is found by its name, its partial ARN and its ARN, with or without $LATEST', () => {
    const { lambda } = functions();
    const arn = lambda.register('work', async () => 1);
    expect(arn).toBe('arn:aws:lambda:eu-west-1:123456789012:function:work');
    for (const name of ['work', arn, `${arn}:$LATEST`, '123456789012:function:work', 'function:work']) {
      expect(lambda.has(name)).toBe(true);
    }
    expect(lambda.has(`${arn}:live`)).toBe(false);
    expect(lambda.has('')).toBe(false);
  });

  test('has a version or alias of its own if that is registered', async () => {
    const { lambda } = functions();
    lambda.register('work', async () => 'latest');
    lambda.register('work:7', async (_event, context) => context.functionVersion);
    expect(await lambda.invoke('work:7', '{}')).toMatchObject({ payload: '"7"', executedVersion: '7' });
    expect(await lambda.invoke('work', '{}')).toMatchObject({ payload: '"latest"', executedVersion: '$LATEST' });
  });

  test('gets an event of its own and what Lambda tells it of itself', async () => {
    const { lambda, clock } = functions();
    const seen: unknown[] = [];
    const arn = lambda.register(
      'work',
      async (event, { awsRequestId, functionName, invokedFunctionArn, getRemainingTimeInMillis }) => {
        seen.push(functionName, invokedFunctionArn, getRemainingTimeInMillis());
        expect(awsRequestId).toMatch(/^[0-9a-f-]{36}$/);
        event.list.push('mine');
        return event;
      },
      { timeoutSeconds: 10 },
    );
    expect(await lambda.invoke('work', '{"list":[]}')).toMatchObject({
      kind: 'succeeded',
      payload: '{"list":["mine"]}',
    });
    expect(seen).toEqual(['work', arn, 10_000]);
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
  });

  test('that answers nothing answers null', async () => {
    const { lambda } = functions();
    lambda.register('work', async () => undefined);
    expect(await lambda.invoke('work', '{}')).toMatchObject({ kind: 'succeeded', payload: 'null' });
  });

  test('that does not exist is refused', async () => {
    await expect(functions().lambda.invoke('none', '{}')).rejects.toThrow('Function not found: none');
  });
});

describe('a function that fails', () => {
  class OutOfStock extends Error {
    override readonly name = 'OutOfStock';
  }

  test('answers the name, the message and the stack of what it threw', async () => {
    const { lambda } = functions();
    lambda.register('work', () => {
      throw new OutOfStock('no more');
    });
    const result = await lambda.invoke('work', '{}');
    expect(result).toMatchObject({ kind: 'failed', errorType: 'OutOfStock', errorMessage: 'no more' });
    expect(result.kind === 'failed' && result.trace?.length).toBeGreaterThan(1);
  });

  test('by throwing what is no Error answers its type', async () => {
    const { lambda } = functions();
    lambda.register('work', async () => {
      throw 'plainly';
    });
    expect(await lambda.invoke('work', '{}')).toMatchObject({
      errorType: 'string',
      errorMessage: 'plainly',
      trace: [],
    });
  });

  test('by answering what is no JSON fails as the runtime does', async () => {
    const { lambda } = functions();
    lambda.register('work', async () => ({ big: 1n }));
    expect(await lambda.invoke('work', '{}')).toMatchObject({ errorType: 'Runtime.MarshalResponseError' });
  });
});

describe('time', () => {
  test('stands still while a function runs', async () => {
    const { lambda, clock } = functions();
    const order: string[] = [];
    lambda.register('work', async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('function');
    });
    clock.schedule(clock.now() + 1000, () => order.push('timer'));
    const invoked = lambda.invoke('work', '{}');
    await clock.advanceBy(5000);
    await invoked;
    expect(order).toEqual(['function', 'timer']);
  });

  test('runs out for a function that waits for virtual time', async () => {
    const { lambda, clock } = functions();
    const until = (at: number) => new Promise<void>((resolve) => void clock.schedule(at, resolve));
    lambda.register('work', () => clock.blocked(until(clock.now() + 60_000)), { timeoutSeconds: 5 });
    const start = clock.now();
    const result = await clock.runUntil(lambda.invoke('work', '{}'));
    expect(result).toMatchObject({ kind: 'failed', errorType: 'Sandbox.Timedout' });
    expect(result.kind === 'failed' && result.errorMessage).toBe(
      `RequestId: ${result.requestId} Error: Task timed out after 5.00 seconds`,
    );
    expect(clock.now() - start).toBe(5000);
  });
});
