import { describe, expect, test } from '@jest/globals';
import { DAY, describeIt, history, machine, redrive, redriven, since, types, workers } from './redrives.ts';
import { failing, MACHINE, passing, ROLE, refusal, statesAccount, task, waiting } from './states-account.ts';

describe('a redriven execution', () => {
  test('goes on in the Task state that failed, with its input, and runs nothing else again', async () => {
    const account = statesAccount();
    const { broken, calls, doing } = workers(account);
    account.create(
      machine('A', { A: doing('a', { Next: 'B' }), B: doing('b', { Next: 'C' }), C: doing('c', { End: true }) }),
    );
    broken.add('b');
    const { executionArn, startDate } = await account.run(MACHINE, { order: 1 });
    const before = history(account, executionArn);
    broken.clear();
    await account.clock.advanceBy(DAY);
    const redriveDate = account.clock.now() / 1000;
    expect(redrive(account, executionArn)).toEqual({ redriveDate });
    expect(describeIt(account, executionArn)).toMatchObject({
      status: 'RUNNING',
      redriveCount: 1,
      redriveDate,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
    });
    expect(describeIt(account, executionArn)).not.toHaveProperty('stopDate');
    expect(describeIt(account, executionArn)).not.toHaveProperty('error');
    await account.clock.runUntilIdle();
    const done = (name: string) => ({ [name]: { name, done: true } });
    expect(describeIt(account, executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      startDate,
      redriveCount: 1,
      redriveDate,
    });
    expect(JSON.parse(describeIt(account, executionArn).output)).toEqual({
      order: 1,
      ...done('a'),
      ...done('b'),
      ...done('c'),
    });
    expect(calls).toEqual(['a', 'b', 'b', 'c']);
    const events = history(account, executionArn);
    expect(events.slice(0, before.length)).toEqual(before);
    expect(types(since(events))).toEqual([
      ...[
        'ExecutionRedriven',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
      ],
      ...[
        'TaskStateEntered',
        'LambdaFunctionScheduled',
        'LambdaFunctionStarted',
        'LambdaFunctionSucceeded',
        'TaskStateExited',
      ],
      'ExecutionSucceeded',
    ]);
    expect(since(events)[0]).toEqual({
      ...{ id: before.length + 1, previousEventId: before.length, timestamp: redriveDate, type: 'ExecutionRedriven' },
      executionRedrivenEventDetails: { redriveCount: 1 },
    });
    expect(since(events)[1].previousEventId).toBe(before.length + 1);
  });

  test('may fail again, and be redriven again', async () => {
    const account = statesAccount();
    const { broken, doing } = workers(account);
    account.create(machine('A', { A: doing('a', { End: true }) }));
    broken.add('a');
    const { executionArn } = await account.run(MACHINE);
    expect(await redriven(account, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      redriveCount: 1,
      redriveStatus: 'REDRIVABLE',
    });
    broken.clear();
    expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    const counts = history(account, executionArn).flatMap(
      (event) => event.executionRedrivenEventDetails?.redriveCount ?? [],
    );
    expect(counts).toEqual([1, 2]);
  });

  test('counts its retries anew', async () => {
    const account = statesAccount();
    const { broken, calls, doing } = workers(account);
    account.create(
      machine('A', { A: doing('a', { Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2 }], End: true }) }),
    );
    broken.add('a');
    const { executionArn } = await account.run(MACHINE);
    expect(calls).toHaveLength(3);
    await redriven(account, executionArn);
    expect(calls).toHaveLength(6);
  });

  test('keeps its variables, and knows of its redrive in the context object', async () => {
    const account = statesAccount();
    const { broken, doing } = workers(account);
    const Look = {
      Type: 'Pass',
      Parameters: { 'kept.$': '$kept', 'count.$': '$$.Execution.RedriveCount', 'time.$': '$$.Execution.RedriveTime' },
      End: true,
    };
    account.create(
      machine('Keep', {
        Keep: { Type: 'Pass', Assign: { kept: 7 }, Next: 'A' },
        A: doing('a', { Next: 'Look' }),
        Look,
      }),
    );
    broken.add('a');
    const { executionArn } = await account.run(MACHINE);
    broken.clear();
    await account.clock.advanceBy(60_000);
    const { output } = await redriven(account, executionArn);
    expect(JSON.parse(output)).toEqual({ kept: 7, count: 1, time: '2026-01-01T00:01:00Z' });
  });

  test('runs what it ran, under the same version and alias, whatever they are by now', async () => {
    const account = statesAccount();
    const { broken, doing } = workers(account);
    const { stateMachineVersionArn } = account.create(machine('A', { A: doing('a', { End: true }) }), {
      publish: true,
    });
    const routing = (arn: string) => [{ stateMachineVersionArn: arn, weight: 100 }];
    account.call('CreateStateMachineAlias', { name: 'live', routingConfiguration: routing(stateMachineVersionArn) });
    broken.add('a');
    const { executionArn } = await account.run(`${MACHINE}:live`);
    const next = account.call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(), publish: true });
    account.call('UpdateStateMachineAlias', {
      stateMachineAliasArn: `${MACHINE}:live`,
      routingConfiguration: routing(next.stateMachineVersionArn),
    });
    account.call('DeleteStateMachineVersion', { stateMachineVersionArn });
    broken.clear();
    expect(await redriven(account, executionArn)).toMatchObject({
      ...{ status: 'SUCCEEDED', output: '{"a":{"name":"a","done":true}}' },
      ...{ stateMachineVersionArn, stateMachineAliasArn: `${MACHINE}:live` },
    });
  });

  test('enters a Fail state anew, and fails again', async () => {
    const account = statesAccount();
    account.create(failing);
    const { executionArn } = await account.run(MACHINE);
    expect(await redriven(account, executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'as told',
    });
    expect(types(since(history(account, executionArn)))).toEqual([
      'ExecutionRedriven',
      'FailStateEntered',
      'ExecutionFailed',
    ]);
  });

  test('looks at its choices again', async () => {
    const account = statesAccount();
    const Choices = [{ Variable: '$$.Execution.RedriveCount', NumericEquals: 1, Next: 'Done' }];
    account.create(machine('Is', { Is: { Type: 'Choice', Choices }, Done: { Type: 'Succeed' } }));
    const { executionArn, error } = await account.run(MACHINE);
    expect(error).toBe('States.NoChoiceMatched');
    expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(types(since(history(account, executionArn)))[1]).toBe('ChoiceStateExited');
  });

  test('leaves a Wait at once whose time has passed, and waits out a number of seconds once more', async () => {
    const account = statesAccount();
    const until = (fields: object) => ({ Type: 'Wait', ...fields, End: true });
    account.create(machine('Until', { Until: until({ Timestamp: '2026-01-01T01:00:00Z' }) }));
    account.call('CreateStateMachine', { name: 'other', definition: waiting(3600), roleArn: ROLE });
    const start = (name: string) =>
      account.call('StartExecution', { stateMachineArn: MACHINE.replace('orders', name) }).executionArn;
    const [timestamp, seconds] = [start('orders'), start('other')];
    await account.clock.advanceBy(60_000);
    for (const executionArn of [timestamp, seconds]) account.call('StopExecution', { executionArn });
    await account.clock.advanceBy(DAY);
    const waited = async (executionArn: string) => {
      const { stopDate, redriveDate } = await redriven(account, executionArn);
      return stopDate - redriveDate;
    };
    expect([await waited(timestamp), await waited(seconds)]).toEqual([0, 3600]);
  });

  test('goes on where it was stopped or timed out, its own timeout beginning anew', async () => {
    const account = statesAccount();
    const { calls, doing } = workers(account);
    account.create(
      machine(
        'A',
        {
          A: doing('a', { Next: 'W' }),
          W: { Type: 'Wait', Seconds: 50, Next: 'V' },
          V: { Type: 'Wait', Seconds: 50, End: true },
        },
        { TimeoutSeconds: 80 },
      ),
    );
    const { executionArn, status } = await account.run(MACHINE);
    expect(status).toBe('TIMED_OUT');
    redrive(account, executionArn);
    await account.clock.advanceBy(10_000);
    account.call('StopExecution', { executionArn, error: 'Enough' });
    expect(describeIt(account, executionArn)).toMatchObject({ status: 'ABORTED', error: 'Enough' });
    expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    expect(calls).toEqual(['a']);
  });

  test('begins at the beginning when it was stopped before that', async () => {
    const account = statesAccount();
    account.create(passing());
    const { executionArn } = account.call('StartExecution', { stateMachineArn: MACHINE, input: '{"a":1}' });
    account.call('StopExecution', { executionArn });
    redrive(account, executionArn);
    account.call('StopExecution', { executionArn });
    expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '{"version":1}' });
    expect(types(history(account, executionArn))).toEqual([
      ...['ExecutionStarted', 'ExecutionAborted', 'ExecutionRedriven', 'ExecutionAborted', 'ExecutionRedriven'],
      ...['PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
    ]);
  });

  test('schedules a callback task anew, with a token of its own', async () => {
    const account = statesAccount({
      mocks: {
        StateMachines: { orders: { TestCases: { silent: { Ask: 'silent' } } } },
        MockedResponses: { silent: { '0-9': { NoAnswer: true } } },
      },
    });
    account.create(
      task({
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: { 'T.$': '$$.Task.Token' },
        TimeoutSeconds: 60,
      }),
    );
    const { executionArn } = await account.run(`${MACHINE}#silent`);
    redrive(account, executionArn);
    await account.clock.advanceBy(1000);
    const tokens = history(account, executionArn).flatMap(({ taskScheduledEventDetails: details }) =>
      details ? [JSON.parse(details.parameters).T] : [],
    );
    expect(new Set(tokens).size).toBe(2);
    expect(refusal(() => account.call('SendTaskSuccess', { taskToken: tokens[0], output: '1' }))).toMatch(
      /^TaskTimedOut/,
    );
    account.call('SendTaskSuccess', { taskToken: tokens[1], output: '"told"' });
    await account.clock.runUntilIdle();
    expect(describeIt(account, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"told"' });
  });
});
