import { describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../local/aws-json.ts';
import type { MockConfig, MockedAnswer } from '../../../local/mocks/mock-config.ts';
import { MACHINE, passing, ROLE, refusal, statesAccount, task } from '../states/states-account.ts';

const SQS = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

/** One test case per name, each for the state Ask of the machine orders. */
function mocking(cases: Readonly<Record<string, Readonly<Record<string, MockedAnswer>>>>): MockConfig {
  const names = Object.keys(cases);
  return {
    StateMachines: { orders: { TestCases: Object.fromEntries(names.map((name) => [name, { Ask: name }])) } },
    MockedResponses: cases,
  };
}

const answering = (output: Wire) => ({ '0': { Return: output } });

const types = (account: ReturnType<typeof statesAccount>, executionArn: string): string[] =>
  account.call('GetExecutionHistory', { executionArn }).events.map(({ type }: Wire) => type);

describe('an execution with a test case', () => {
  test.each([
    'arn:aws:states:::sns:publish',
    'arn:aws:states:::aws-sdk:s3:listBuckets',
    'arn:aws:states:::http:invoke',
    'arn:aws:lambda:eu-west-1:111122223333:function:nowhere',
    'arn:aws:states:us-east-1:123456789012:activity:packing',
  ])('is answered in place of %s, which nothing serves', async (resource) => {
    const account = statesAccount({ mocks: mocking({ happy: answering({ ok: true }) }) });
    account.create(task({ Resource: resource }));
    expect(await account.run(`${MACHINE}#happy`)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"ok":true}',
      stateMachineArn: MACHINE,
    });
    expect(account.unserved).toEqual([]);
  });

  test('has the events of an activity where one is mocked', async () => {
    const account = statesAccount({ mocks: mocking({ silent: { '0': { NoAnswer: true } } }) });
    account.create(
      task({
        Resource: 'arn:aws:states:us-east-1:123456789012:activity:packing',
        TimeoutSeconds: 60,
        HeartbeatSeconds: 9,
      }),
    );
    const { executionArn, error } = await account.run(`${MACHINE}#silent`);
    expect(error).toBe('States.Timeout');
    expect(types(account, executionArn).slice(2, -1)).toEqual([
      'ActivityScheduled',
      'ActivityStarted',
      'ActivityTimedOut',
    ]);
    expect(account.call('GetExecutionHistory', { executionArn }).events[2].activityScheduledEventDetails).toMatchObject(
      {
        timeoutInSeconds: 60,
        heartbeatInSeconds: 9,
      },
    );
  });

  test('counts its own attempts, however many executions there are', async () => {
    const busy = { '0-1': { Throw: { Error: 'Busy', Cause: 'soon' } }, '2': { Return: 'at last' } };
    const account = statesAccount({ mocks: mocking({ busy }) });
    account.create(
      task({ Resource: 'arn:aws:states:::sns:publish', Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 2 }] }),
    );
    const starts = [1, 2, 3].map(() => account.call('StartExecution', { stateMachineArn: `${MACHINE}#busy` }));
    await account.clock.runUntilIdle();
    for (const { executionArn } of starts) {
      expect(account.call('DescribeExecution', { executionArn })).toMatchObject({ output: '"at last"' });
      expect(types(account, executionArn).filter((type) => type === 'TaskFailed')).toHaveLength(2);
    }
  });

  test('ends, naming the state, when an attempt has no answer', async () => {
    const account = statesAccount({ mocks: mocking({ once: { '0': { Throw: { Error: 'Busy' } } } }) });
    account.create(
      task({
        Resource: 'arn:aws:states:::sns:publish',
        Retry: [{ ErrorEquals: ['Busy'] }],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Ask' }],
      }),
    );
    const { status, cause } = await account.run(`${MACHINE}#once`);
    expect([status, cause]).toEqual([
      'FAILED',
      'state "Ask": the test case "once" answers 1 of its attempts, and this is one more',
    ]);
    expect(account.unserved).toHaveLength(1);
  });

  test('leaves the states that it does not mock to what is there', async () => {
    const account = statesAccount({ mocks: mocking({ happy: answering(1) }) });
    const real = { Type: 'Task', Resource: account.lambda.register('real', async () => 'real'), End: true };
    const Ask = { Type: 'Task', Resource: 'arn:aws:states:::sns:publish', Next: 'Real' };
    account.create(JSON.stringify({ StartAt: 'Ask', States: { Ask, Real: real } }));
    expect(await account.run(`${MACHINE}#happy`)).toMatchObject({ output: '"real"' });
  });

  test('is submitted as the mock says, or with nothing where it succeeds without a word', async () => {
    const account = statesAccount({
      mocks: mocking({
        told: { '0': { Submit: { MessageId: 'm' }, Return: 1 } },
        untold: answering(2),
        failed: { '0': { Throw: {} } },
      }),
    });
    account.create(task({ Resource: SQS }));
    const submission = async (name: string) => {
      const { executionArn } = await account.run(`${MACHINE}#${name}`);
      const { events } = account.call('GetExecutionHistory', { executionArn });
      return events.find(({ type }: Wire) => type === 'TaskSubmitted')?.taskSubmittedEventDetails.output;
    };
    expect([await submission('told'), await submission('untold'), await submission('failed')]).toEqual([
      '{"MessageId":"m"}',
      '{}',
      undefined,
    ]);
  });

  test('refuses a submission of what is never submitted', async () => {
    const account = statesAccount({ mocks: mocking({ odd: { '0': { Submit: 1, Return: 1 } } }) });
    account.create(task({ Resource: 'arn:aws:states:::sns:publish' }));
    expect((await account.run(`${MACHINE}#odd`)).cause).toContain('which is neither .sync nor .waitForTaskToken');
  });

  test('times out where the mock never answers', async () => {
    const account = statesAccount({ mocks: mocking({ silent: { '0': { NoAnswer: true, Submit: {} } } }) });
    account.create(task({ Resource: SQS, TimeoutSeconds: 60 }));
    const { status, error, startDate, stopDate } = await account.run(`${MACHINE}#silent`);
    expect([status, error, stopDate - startDate]).toEqual(['FAILED', 'States.Timeout', 60]);
  });

  test('is ended by its token where the mock never answers', async () => {
    const account = statesAccount({ mocks: mocking({ silent: { '0': { NoAnswer: true } } }) });
    account.create(task({ Resource: SQS, Parameters: { 'MessageBody.$': '$$.Task.Token' }, HeartbeatSeconds: 60 }));
    const { executionArn } = account.call('StartExecution', { stateMachineArn: `${MACHINE}#silent` });
    await account.clock.advanceBy(50_000);
    const scheduled = account.call('GetExecutionHistory', { executionArn }).events[2].taskScheduledEventDetails;
    const taskToken = JSON.parse(scheduled.parameters).MessageBody;
    account.call('SendTaskHeartbeat', { taskToken });
    await account.clock.advanceBy(50_000);
    account.call('SendTaskSuccess', { taskToken, output: '"by hand"' });
    await account.clock.runUntilIdle();
    expect(account.call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      output: '"by hand"',
    });
    expect(refusal(() => account.call('SendTaskSuccess', { taskToken, output: '1' }))).toMatch(/^TaskTimedOut/);
  });
});

describe('the pick of a test case', () => {
  const mocks = mocking({ happy: answering('happy'), sad: answering('sad') });
  const asking = task({ Resource: 'arn:aws:states:::sns:publish' });

  test('goes with the ARN of a version or an alias too', async () => {
    const account = statesAccount({ mocks });
    const { stateMachineVersionArn } = account.create(asking, { publish: true });
    const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
    account.call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
    expect(await account.run(`${stateMachineVersionArn}#happy`)).toMatchObject({
      output: '"happy"',
      stateMachineVersionArn,
    });
    expect(await account.run(`${MACHINE}:live#sad`)).toMatchObject({
      output: '"sad"',
      stateMachineVersionArn,
      stateMachineAliasArn: `${MACHINE}:live`,
    });
  });

  test('goes with a synchronous start', async () => {
    const account = statesAccount({ mocks });
    account.create(asking, { type: 'EXPRESS' });
    const ended = account.call('StartSyncExecution', { stateMachineArn: `${MACHINE}#happy` });
    await account.clock.runUntilIdle();
    expect(await ended).toMatchObject({ status: 'SUCCEEDED', output: '"happy"', stateMachineArn: MACHINE });
  });

  test('may be made for starts that name none', async () => {
    const account = statesAccount({
      mocks,
      testCaseFor: ({ stateMachineName, definition }) =>
        stateMachineName === 'orders' && definition === asking ? 'sad' : undefined,
    });
    account.create(asking);
    account.call('CreateStateMachine', { name: 'other', definition: passing(), roleArn: ROLE });
    expect(await account.run(MACHINE)).toMatchObject({ output: '"sad"' });
    expect(await account.run(`${MACHINE}#happy`)).toMatchObject({ output: '"happy"' });
    expect(await account.run(MACHINE.replace('orders', 'other'))).toMatchObject({ status: 'SUCCEEDED' });
  });

  test.each<[string, MockConfig | undefined, string]>([
    ['that the machine has not', mocks, '"happy", "sad"'],
    ['of a machine that has none', { StateMachines: {} }, 'there are none'],
    ['where nothing is mocked', undefined, 'there are none'],
  ])('of a test case %s is refused, naming it', (_, config, known) => {
    const account = statesAccount(config ? { mocks: config } : {});
    account.create(asking);
    const message = `InvalidArn: Invalid Arn: 'No test case "hapy" is mocked for the state machine orders: ${known}'`;
    expect(refusal(() => account.call('StartExecution', { stateMachineArn: `${MACHINE}#hapy` }))).toBe(message);
  });

  test('of a machine that does not exist is refused as any start of it is', () => {
    const account = statesAccount({ mocks });
    const refused = refusal(() => account.call('StartExecution', { stateMachineArn: `${MACHINE}#happy` }));
    expect(refused).toBe(`StateMachineDoesNotExist: State Machine Does Not Exist: '${MACHINE}'`);
  });
});
