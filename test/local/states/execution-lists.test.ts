import { describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../local/aws-json.ts';
import { MACHINE, passing, refusal, statesAccount, waiting } from './states-account.ts';

const names = ({ executions }: Wire) => executions.map(({ name }: { name: string }) => name);

describe('ListExecutions', () => {
  test('lists running executions by their start and others by their end, latest first', async () => {
    const { create, call, clock } = statesAccount();
    const long = create(waiting(60), { name: 'long' }).stateMachineArn;
    const start = (name: string) => call('StartExecution', { stateMachineArn: long, name });
    start('a');
    await clock.advanceBy(10_000);
    start('b');
    await clock.advanceBy(50_000);
    start('c');
    expect(names(call('ListExecutions', { stateMachineArn: long }))).toEqual(['c', 'a', 'b']);
    expect(names(call('ListExecutions', { stateMachineArn: long, statusFilter: 'RUNNING' }))).toEqual(['c', 'b']);
    call('StopExecution', { executionArn: `${long.replace('stateMachine', 'execution')}:b` });
    expect(names(call('ListExecutions', { stateMachineArn: long, statusFilter: 'ABORTED' }))).toEqual(['b']);
  });

  test('lists what is associated with a version or an alias, and refuses one that never was', async () => {
    const { create, call } = statesAccount();
    create(passing(), { publish: true });
    const routingConfiguration = [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }];
    call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
    for (const [name, qualifier] of [
      ['plain', ''],
      ['version', ':1'],
      ['alias', ':live'],
    ]) {
      call('StartExecution', { stateMachineArn: `${MACHINE}${qualifier}`, name });
    }
    expect(names(call('ListExecutions', { stateMachineArn: `${MACHINE}:1` }))).toEqual(['alias', 'version']);
    expect(names(call('ListExecutions', { stateMachineArn: `${MACHINE}:live` }))).toEqual(['alias']);
    expect(refusal(() => call('ListExecutions', { stateMachineArn: `${MACHINE}:2` }))).toMatch(
      /^StateMachineDoesNotExist/,
    );
  });

  test('keeps its place over pages while executions end', async () => {
    const { create, call, clock } = statesAccount();
    create(waiting(5));
    for (const name of ['a', 'b', 'c', 'd']) {
      call('StartExecution', { stateMachineArn: MACHINE, name });
      await clock.advanceBy(1000);
    }
    const first = call('ListExecutions', { stateMachineArn: MACHINE, maxResults: 2 });
    expect(names(first)).toEqual(['d', 'c']);
    const next = call('ListExecutions', { stateMachineArn: MACHINE, nextToken: first.nextToken });
    expect(names(next)).toEqual(['b', 'a']);
    expect(next).not.toHaveProperty('nextToken');
  });

  test('lists by how they ended what is redriven and what is no longer kept', async () => {
    const { create, call, clock } = statesAccount({ keptExecutions: 2 });
    create(waiting(5));
    const arn = (name: string) => `${MACHINE.replace('stateMachine', 'execution')}:${name}`;
    const aborted = () => names(call('ListExecutions', { stateMachineArn: MACHINE, statusFilter: 'ABORTED' }));
    for (const name of ['a', 'b', 'c']) {
      call('StartExecution', { stateMachineArn: MACHINE, name });
      call('StopExecution', { executionArn: arn(name) });
      await clock.advanceBy(1000);
    }
    expect(aborted()).toEqual(['c', 'b']);
    call('RedriveExecution', { executionArn: arn('b') });
    expect(aborted()).toEqual(['c']);
    await clock.runUntilIdle();
    expect(aborted()).toEqual(['c']);
    expect(names(call('ListExecutions', { stateMachineArn: MACHINE, statusFilter: 'SUCCEEDED' }))).toEqual(['b']);
  });

  test('refuses what needs a Map Run', () => {
    const { create, call } = statesAccount();
    create(passing());
    const list = (input: object) => refusal(() => call('ListExecutions', { stateMachineArn: MACHINE, ...input }));
    expect(list({ statusFilter: 'PENDING_REDRIVE' })).toMatch(/^ValidationException: /);
    expect(list({ redriveFilter: 'REDRIVEN' })).toMatch(/^ValidationException: /);
    expect(list({ mapRunArn: 'arn:aws:states:us-east-1:123456789012:mapRun:orders/x:y' })).toMatch(
      /^UnsupportedOperation: /,
    );
  });
});

test('GetExecutionHistory turns round, and leaves out what was handed over when asked to', async () => {
  const { create, call, run } = statesAccount();
  create(passing());
  const { executionArn } = await run(MACHINE, { a: 1 });
  const types = (input: object) =>
    call('GetExecutionHistory', { executionArn, ...input }).events.map(({ type }: { type: string }) => type);
  expect(types({})).toEqual(['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded']);
  expect(types({ reverseOrder: true, maxResults: 2 })).toEqual(['ExecutionSucceeded', 'PassStateExited']);
  const { events } = call('GetExecutionHistory', { executionArn, includeExecutionData: false });
  expect(events[1].stateEnteredEventDetails).toEqual({ name: 'Do' });
  expect(call('GetExecutionHistory', { executionArn }).events[1].stateEnteredEventDetails.input).toBe('{"a":1}');
});

test('of executions that have ended, the latest are kept, and of these the latest with their histories', async () => {
  const { create, call, run } = statesAccount({ keptExecutions: 3, keptHistories: 1 });
  create(passing());
  const arns: string[] = [];
  for (let i = 0; i < 4; i++) arns.push((await run(MACHINE)).executionArn);
  const history = (executionArn: string) => refusal(() => call('GetExecutionHistory', { executionArn }));
  expect(call('ListExecutions', { stateMachineArn: MACHINE }).executions).toHaveLength(3);
  expect(refusal(() => call('DescribeExecution', { executionArn: arns[0] }))).toMatch(/^ExecutionDoesNotExist: /);
  expect(call('DescribeExecution', { executionArn: arns[1] }).status).toBe('SUCCEEDED');
  expect(history(arns[2]!)).toMatch(/^ExecutionDoesNotExist: .*latest executions only/);
  expect(history(arns[3]!)).toBe('not refused');
});
