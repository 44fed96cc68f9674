import { describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../local/aws-json.ts';
import {
  type Account,
  DAY,
  describeIt,
  history,
  machine,
  redrive,
  redriven,
  since,
  types,
  workers,
} from './redrives.ts';
import { failing, MACHINE, ROLE, refusal, statesAccount, task, waiting } from './states-account.ts';

describe('RedriveExecution', () => {
  async function failed(account: Account): Promise<string> {
    account.create(failing);
    return (await account.run(MACHINE)).executionArn;
  }
  const refused = (account: Account, executionArn: string) => refusal(() => redrive(account, executionArn));

  test('is refused for an execution that runs or has succeeded', async () => {
    const account = statesAccount();
    account.create(waiting(60));
    const { executionArn } = account.call('StartExecution', { stateMachineArn: MACHINE });
    expect(refused(account, executionArn)).toBe('ExecutionNotRedrivable: Execution is RUNNING and cannot be redriven');
    await account.clock.runUntilIdle();
    expect(refused(account, executionArn)).toBe(
      'ExecutionNotRedrivable: Execution is SUCCEEDED and cannot be redriven',
    );
  });

  test('is refused 14 days after the end', async () => {
    const account = statesAccount();
    const executionArn = await failed(account);
    await account.clock.advanceBy(14 * DAY);
    redrive(account, executionArn);
    await account.clock.advanceBy(14 * DAY + 1);
    expect(refused(account, executionArn)).toBe('ExecutionNotRedrivable: Execution redrivable period exceeded');
    expect(describeIt(account, executionArn).redriveStatusReason).toBe('Execution redrivable period exceeded');
  });

  test('is refused a year after the start', async () => {
    const account = statesAccount();
    account.create(waiting(400 * 24 * 3600));
    const { executionArn } = account.call('StartExecution', { stateMachineArn: MACHINE });
    await account.clock.advanceBy(364 * DAY);
    account.call('StopExecution', { executionArn });
    redrive(account, executionArn);
    await account.clock.advanceBy(DAY + 1);
    expect(describeIt(account, executionArn).status).toBe('TIMED_OUT');
    expect(refused(account, executionArn)).toBe(
      'ExecutionNotRedrivable: Execution has exceeded the max execution time',
    );
  });

  test('is refused when the history has no room left', async () => {
    const account = statesAccount();
    account.create(machine('A', { A: { Type: 'Pass', Next: 'A' } }));
    const { executionArn } = await account.run(MACHINE);
    expect(refused(account, executionArn)).toBe('ExecutionNotRedrivable: Execution history event limit exceeded');
  });

  test('is refused when the machine is being deleted', async () => {
    const account = statesAccount();
    const executionArn = await failed(account);
    account.call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: waiting(60) });
    account.call('StartExecution', { stateMachineArn: MACHINE });
    account.call('DeleteStateMachine', { stateMachineArn: MACHINE });
    expect(refused(account, executionArn)).toBe('ExecutionNotRedrivable: State machine is in DELETING status');
  });

  test('is refused for what local AWS has let go of', async () => {
    const account = statesAccount({ keptHistories: 1 });
    const executionArn = await failed(account);
    await account.run(MACHINE);
    expect(refused(account, executionArn)).toMatch(/^ExecutionNotRedrivable: local AWS can redrive only/);
    expect(describeIt(account, executionArn)).toMatchObject({ redriveStatus: 'NOT_REDRIVABLE' });
  });

  test('keeps what it redrives from being let go of', async () => {
    const account = statesAccount({ keptHistories: 1, keptExecutions: 1 });
    const { broken, doing } = workers(account);
    account.create(machine('A', { A: doing('a', { Next: 'W' }), W: { Type: 'Wait', Seconds: 60, End: true } }));
    broken.add('a');
    const { executionArn } = await account.run(MACHINE);
    broken.clear();
    redrive(account, executionArn);
    await account.clock.advanceBy(1000);
    broken.add('a');
    for (let i = 0; i < 3; i++) {
      account.call('StartExecution', { stateMachineArn: MACHINE });
      await account.clock.advanceBy(1000);
    }
    await account.clock.runUntilIdle();
    expect(describeIt(account, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(types(since(history(account, executionArn))).at(-1)).toBe('ExecutionSucceeded');
  });

  test.each<[string, object, RegExp]>([
    [
      'an execution that does not exist',
      { executionArn: `${MACHINE.replace('stateMachine', 'execution')}:x` },
      /^ExecutionDoesNotExist: Execution Does Not Exist: 'arn/,
    ],
    ['an EXPRESS execution', { executionArn: `${MACHINE.replace('stateMachine', 'express')}:x:y` }, /^InvalidArn: /],
    [
      'no execution',
      {},
      /^ValidationException: .*'executionArn' failed to satisfy constraint: Member must not be null/,
    ],
    [
      'an empty token',
      { executionArn: MACHINE, clientToken: '' },
      /^ValidationException: .*'clientToken' failed to satisfy constraint: Member must have length greater than or equal to 1/,
    ],
    [
      'a token with a blank',
      { executionArn: MACHINE, clientToken: 'a b' },
      /Member must satisfy regular expression pattern: \[!-~\]\+/,
    ],
  ])('is refused for %s', (_, input, message) => {
    const account = statesAccount();
    expect(refusal(() => account.call('RedriveExecution', input))).toMatch(message);
  });

  test('answers a repeated token as before, for 15 minutes and for the last 10 of them', async () => {
    const account = statesAccount();
    const executionArn = await failed(account);
    const first = redrive(account, executionArn, { clientToken: 'one' });
    await account.clock.advanceBy(60_000);
    expect(redrive(account, executionArn, { clientToken: 'one' })).toEqual(first);
    expect(describeIt(account, executionArn).redriveCount).toBe(1);
    for (let i = 0; i < 10; i++) {
      redrive(account, executionArn, { clientToken: `other-${i}` });
      await account.clock.runUntilIdle();
    }
    expect(redrive(account, executionArn, { clientToken: 'one' })).not.toEqual(first);
    await account.clock.advanceBy(15 * 60_000);
    redrive(account, executionArn, { clientToken: 'other-9' });
    expect(describeIt(account, executionArn).redriveCount).toBe(12);
    await account.clock.advanceBy(1);
    redrive(account, executionArn, { clientToken: 'other-9' });
    await account.clock.runUntilIdle();
    expect(describeIt(account, executionArn).redriveCount).toBe(13);
  });

  test('goes by what is so where reads lag', async () => {
    const account = statesAccount({ consistency: { lagSeconds: 60 } });
    account.create(failing);
    await account.clock.advanceBy(60_000);
    const { executionArn } = account.call('StartExecution', { stateMachineArn: MACHINE });
    await account.clock.advanceBy(1);
    expect(redrive(account, executionArn)).toEqual({ redriveDate: account.clock.now() / 1000 });
  });

  test('can be called by a Task state', async () => {
    const account = statesAccount();
    const executionArn = await failed(account);
    const definition = task({
      Resource: 'arn:aws:states:::aws-sdk:sfn:redriveExecution',
      Parameters: { ExecutionArn: executionArn },
    });
    const { stateMachineArn } = account.call('CreateStateMachine', { name: 'again', definition, roleArn: ROLE });
    expect((await account.run(stateMachineArn)).output).toBe('{"RedriveDate":"2026-01-01T00:00:00.000Z"}');
    const twice = await account.run(stateMachineArn);
    expect(twice.status).toBe('SUCCEEDED');
    expect(describeIt(account, executionArn).redriveCount).toBe(2);
  });
});

describe('what is told of a redrive', () => {
  test('are status changes, as of a start', async () => {
    const account = statesAccount();
    account.create(failing);
    const { executionArn } = await account.run(MACHINE);
    await account.clock.advanceBy(60_000);
    const redriveDate = account.clock.now();
    await redriven(account, executionArn);
    expect(account.changes.slice(2)).toMatchObject([
      { executionArn, status: 'RUNNING', redriveCount: 1, redriveDate },
      { executionArn, status: 'FAILED', redriveCount: 1, redriveDate, stopDate: redriveDate, error: 'Broken' },
    ]);
    expect(account.changes[2]).not.toHaveProperty('stopDate');
    expect(account.changes[2]).not.toHaveProperty('error');
  });

  test('are metrics of ends and of redriven ends', async () => {
    const account = statesAccount();
    const { stateMachineVersionArn } = account.create(waiting(10), { publish: true });
    const { executionArn } = account.call('StartExecution', { stateMachineArn: stateMachineVersionArn });
    account.call('StopExecution', { executionArn });
    account.metrics.length = 0;
    await redriven(account, executionArn);
    const told = account.metrics.map(({ metricName, dimensions, value }) => [metricName, dimensions.length, value]);
    expect(told).toEqual([
      ['ExecutionsRedriven', 1, 1],
      ['ExecutionsStarted', 1, 0],
      ['ExecutionsStarted', 2, 0],
      ['ExecutionsSucceeded', 1, 1],
      ['ExecutionsSucceeded', 2, 1],
      ['ExecutionTime', 1, 10_000],
      ['ExecutionTime', 2, 10_000],
      ['RedrivenExecutionsSucceeded', 1, 1],
    ]);
  });

  test('is its place in lists: by the redrive while it runs, by its new end afterwards', async () => {
    const account = statesAccount();
    account.create(waiting(60));
    const start = (name: string) => account.call('StartExecution', { stateMachineArn: MACHINE, name }).executionArn;
    const names = () =>
      account.call('ListExecutions', { stateMachineArn: MACHINE }).executions.map(({ name }: Wire) => name);
    const first = start('first');
    await account.clock.advanceBy(1000);
    account.call('StopExecution', { executionArn: first });
    await account.clock.advanceBy(1000);
    start('second');
    expect(names()).toEqual(['second', 'first']);
    await account.clock.advanceBy(1000);
    redrive(account, first);
    expect(names()).toEqual(['first', 'second']);
    await account.clock.runUntilIdle();
    expect(names()).toEqual(['first', 'second']);
    expect(account.call('ListExecutions', { stateMachineArn: MACHINE }).executions[0]).toMatchObject({
      redriveCount: 1,
      redriveDate: 1767225603,
    });
  });
});
