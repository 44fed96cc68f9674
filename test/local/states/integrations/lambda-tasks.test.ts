import { describe, expect, test } from '@jest/globals';
import { MACHINE, statesAccount, task } from '../states-account.ts';

class OutOfStock extends Error {
  override readonly name = 'OutOfStock';
}

const INVOKE = 'arn:aws:states:::lambda:invoke';

describe('a Task on a function', () => {
  test('by its ARN hands over the input and takes the result', async () => {
    const { create, run, lambda } = statesAccount();
    const arn = lambda.register('double', async ({ n }) => ({ n: n * 2 }));
    create(task({ Resource: arn }));
    expect(await run(MACHINE, { n: 21 })).toMatchObject({ status: 'SUCCEEDED', output: '{"n":42}' });
  });

  test('by lambda:invoke gets the result with what the API answers beside it', async () => {
    const { create, run, lambda } = statesAccount();
    lambda.register('double', async ({ n }) => ({ n: n * 2 }));
    create(task({ Resource: INVOKE, Parameters: { FunctionName: 'double', 'Payload.$': '$' } }));
    const output = JSON.parse((await run(MACHINE, { n: 21 })).output);
    const requestId = output.SdkResponseMetadata.RequestId;
    expect(output).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { n: 42 },
      SdkHttpMetadata: {
        AllHttpHeaders: expect.objectContaining({ 'x-amzn-RequestId': [requestId], 'Content-Length': ['8'] }),
        HttpHeaders: expect.objectContaining({
          'X-Amz-Executed-Version': '$LATEST',
          Date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        }),
        HttpStatusCode: 200,
      },
      SdkResponseMetadata: { RequestId: requestId },
      StatusCode: 200,
    });
  });

  test.each([
    ['its ARN', (arn: string) => ({ Resource: arn })],
    ['lambda:invoke', (arn: string) => ({ Resource: INVOKE, Parameters: { FunctionName: arn } })],
  ])('by %s fails under the name of what the function threw', async (_what, fields) => {
    const { create, run, lambda } = statesAccount();
    const arn = lambda.register('stock', async () => {
      throw new OutOfStock('no more');
    });
    create(task(fields(arn)));
    const { status, error, cause } = await run(MACHINE);
    expect([status, error]).toEqual(['FAILED', 'OutOfStock']);
    expect(JSON.parse(cause)).toEqual({ errorType: 'OutOfStock', errorMessage: 'no more', trace: expect.any(Array) });
  });

  test('can be retried by that name', async () => {
    const { create, run, lambda } = statesAccount();
    let calls = 0;
    const arn = lambda.register('flaky', async () => {
      if (++calls < 3) throw new OutOfStock('not yet');
      return calls;
    });
    create(task({ Resource: arn, Retry: [{ ErrorEquals: ['OutOfStock'], IntervalSeconds: 1 }] }));
    expect(await run(MACHINE)).toMatchObject({ status: 'SUCCEEDED', output: '3' });
  });

  test('waits for its token, which may come back from elsewhere', async () => {
    const { create, call, clock, lambda } = statesAccount();
    let token = '';
    lambda.register('ask', async (event) => {
      token = event.token;
    });
    const Payload = { 'token.$': '$$.Task.Token' };
    create(
      task({
        Resource: `${INVOKE}.waitForTaskToken`,
        Parameters: { FunctionName: 'ask', Payload },
        HeartbeatSeconds: 60,
      }),
    );
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    for (let minute = 0; minute < 5; minute++) {
      await clock.advanceBy(50_000);
      call('SendTaskHeartbeat', { taskToken: token });
    }
    expect(call('DescribeExecution', { executionArn }).status).toBe('RUNNING');
    call('SendTaskSuccess', { taskToken: token, output: '{"said":"yes"}' });
    await clock.advanceBy(0);
    expect(call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"said":"yes"}',
    });
    const types = call('GetExecutionHistory', { executionArn }).events.map(({ type }: { type: string }) => type);
    expect(types).toContain('TaskSubmitted');
  });
});

describe('a function that nobody registered', () => {
  test.each([
    [{ Resource: 'arn:aws:lambda:us-east-1:123456789012:function:none' }, 'none'],
    [{ Resource: INVOKE, Parameters: { FunctionName: 'none' } }, 'none'],
    [{ Resource: INVOKE }, 'undefined'],
    [{ Resource: 'arn:aws:states:::dynamodb:getItem' }, 'dynamodb:getItem'],
    [{ Resource: 'arn:aws:states:us-east-1:123456789012:activity:hands' }, 'activity:hands'],
  ])('is reported with the state that names it: %j', async (fields, named) => {
    const { create, run, unserved } = statesAccount();
    create(task({ ...fields, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Ask' }] }));
    expect(await run(MACHINE)).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(unserved).toHaveLength(1);
    expect(unserved[0]).toMatchObject({ stateName: 'Ask', message: expect.stringContaining(named) });
  });
});

test('services given from outside are asked first, and leave to the others what they do not serve', async () => {
  const { UnservedTask } = await import('../../../../local/states/interpreter/task-services.ts');
  const { create, run, lambda } = statesAccount({
    tasks: {
      start({ resource, stateName }) {
        if (!resource.includes('dynamodb')) throw new UnservedTask(stateName, resource);
        return { outcome: Promise.resolve({ kind: 'succeeded', output: 'item' }), cancel: () => {} };
      },
    },
  });
  create(task({ Resource: 'arn:aws:states:::dynamodb:getItem' }));
  expect((await run(MACHINE)).output).toBe('"item"');
  const arn = lambda.register('work', async () => 'worked');
  create(task({ Resource: arn }), { name: 'other' });
  expect((await run(MACHINE.replace('orders', 'other'))).output).toBe('"worked"');
});
