import { describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../local/aws-json.ts';
import { history, machine, redriven, since, types, workers } from './redrives.ts';
import { MACHINE, ROLE, statesAccount } from './states-account.ts';

describe('what a redrive runs again inside a state', () => {
  const branch = (startAt: string, States: object) => ({ StartAt: startAt, States });

  test('are the branches of a Parallel that failed or were called off, from where they stood', async () => {
    const account = statesAccount();
    const { broken, calls, doing } = workers(account);
    const Branches = [
      branch('A', { A: doing('a', { End: true }) }),
      branch('B', { B: doing('b', { Next: 'C' }), C: doing('c', { End: true }) }),
      branch('D', {
        D: doing('d', { Next: 'W' }),
        W: { Type: 'Wait', Seconds: 60, Next: 'E' },
        E: doing('e', { End: true }),
      }),
    ];
    account.create(machine('P', { P: { Type: 'Parallel', Branches, ResultPath: null, End: true } }));
    broken.add('c');
    const { executionArn } = await account.run(MACHINE);
    expect(calls.sort()).toEqual(['a', 'b', 'c', 'd']);
    broken.clear();
    calls.length = 0;
    expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toEqual(['c', 'e']);
    const again = types(since(history(account, executionArn)));
    expect(again).not.toContain('ParallelStateStarted');
    expect(again.filter((type) => type.startsWith('Parallel'))).toEqual([
      'ParallelStateSucceeded',
      'ParallelStateExited',
    ]);
  });

  const mapped = (doing: Wire, more: object = {}) =>
    machine('M', {
      M: {
        ...{ Type: 'Map', End: true },
        ItemSelector: { 'name.$': '$$.Map.Item.Value' },
        ItemProcessor: { StartAt: 'I', States: { I: { Type: 'Task', Resource: doing, End: true } } },
        ...more,
      },
    });

  test('are the iterations of a Map that failed, were called off or never began', async () => {
    const account = statesAccount();
    const { broken, calls, resource } = workers(account);
    account.create(mapped(resource, { MaxConcurrency: 2 }));
    broken.add('c');
    const { executionArn } = await account.run(MACHINE, ['a', 'b', 'c', 'd', 'e']);
    broken.clear();
    const before = [...calls];
    calls.length = 0;
    const { status, output } = await redriven(account, executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output).map(({ name }: Wire) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(before.slice(0, 3)).toEqual(['a', 'b', 'c']);
    expect(calls).toEqual(['c', 'd', 'e']);
    const started = history(account, executionArn).flatMap(
      ({ mapIterationStartedEventDetails: details }) => details?.index ?? [],
    );
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  test('is nothing of the iterations that are done, at any depth', async () => {
    const account = statesAccount();
    const { broken, calls, doing, resource } = workers(account);
    const inner = JSON.parse(mapped(resource, { ItemsPath: '$.names' }));
    account.create(
      machine('P', {
        P: { Type: 'Parallel', Branches: [inner, branch('X', { X: doing('x', { End: true }) })], End: true },
      }),
    );
    broken.add('b');
    const { executionArn } = await account.run(MACHINE, { names: ['a', 'b'] });
    await redriven(account, executionArn);
    broken.clear();
    calls.length = 0;
    expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED', redriveCount: 2 });
    expect(calls).toEqual(['b']);
  });

  test('is the latest attempt of a state with Retry, which then may be retried as a whole', async () => {
    const account = statesAccount();
    const { broken, calls, resource } = workers(account);
    account.create(mapped(resource, { Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }] }));
    broken.add('b');
    const { executionArn } = await account.run(MACHINE, ['a', 'b']);
    expect(calls.sort()).toEqual(['a', 'a', 'b', 'b']);
    calls.length = 0;
    await redriven(account, executionArn);
    expect(calls.sort()).toEqual(['a', 'b', 'b']);
  });

  test('is all of a state that failed because its data was too large', async () => {
    const account = statesAccount();
    const { calls, doing } = workers(account);
    const large = account.lambda.register('large', async () => 'x'.repeat(200_000));
    const Large = { Type: 'Task', Resource: large, End: true };
    const Branches = [
      branch('A', { A: doing('a', { End: true }) }),
      branch('L', { L: Large }),
      branch('K', { K: Large }),
    ];
    account.create(machine('P', { P: { Type: 'Parallel', Branches, End: true } }));
    const { executionArn, error } = await account.run(MACHINE);
    expect(error).toBe('States.DataLimitExceeded');
    expect(await redriven(account, executionArn)).toMatchObject({ error: 'States.DataLimitExceeded' });
    expect(calls).toEqual(['a', 'a']);
    expect(types(since(history(account, executionArn)))).toContain('ParallelStateStarted');
  });

  test('are the children of a distributed Map that did not succeed', async () => {
    const account = statesAccount();
    const { broken, calls, doing } = workers(account);
    const processor = (ExecutionType: string) => ({
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType },
      StartAt: 'First',
      States: {
        First: doing('first', {
          Parameters: { 'name.$': "States.Format('{}1', $)" },
          ResultPath: null,
          Next: 'Second',
        }),
        Second: doing('second', { Parameters: { 'name.$': "States.Format('{}2', $)" }, ResultPath: null, End: true }),
      },
    });
    const run = async (ExecutionType: string, name: string) => {
      const M = { Type: 'Map', MaxConcurrency: 1, ItemProcessor: processor(ExecutionType), End: true };
      const { stateMachineArn } = account.call('CreateStateMachine', {
        name,
        definition: machine('M', { M }),
        roleArn: ROLE,
      });
      broken.add('b2');
      calls.length = 0;
      const { executionArn } = await account.run(stateMachineArn, ['a', 'b', 'c']);
      expect(calls).toEqual(['a1', 'a2', 'b1', 'b2']);
      broken.clear();
      calls.length = 0;
      expect(await redriven(account, executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '["a","b","c"]' });
      return executionArn;
    };
    const standard = await run('STANDARD', 'standard');
    expect(calls).toEqual(['b2', 'c1', 'c2']);
    const events = history(account, standard);
    const { mapRunArn } = events.find(({ type }) => type === 'MapRunStarted').mapRunStartedEventDetails;
    expect(since(events)[1]).toMatchObject({
      type: 'MapRunRedriven',
      mapRunRedrivenEventDetails: { mapRunArn, redriveCount: 1 },
    });
    expect(types(since(events)).slice(2)).toEqual([
      'MapRunSucceeded',
      'MapStateSucceeded',
      'MapStateExited',
      'ExecutionSucceeded',
    ]);
    await run('EXPRESS', 'express');
    expect(calls).toEqual(['b1', 'b2', 'c1', 'c2']);
  });
});
