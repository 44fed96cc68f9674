import { describe, expect, test } from '@jest/globals';
import { failing, MACHINE, passing, refusal, statesAccount, task, waiting } from './states-account.ts';

describe('StartSyncExecution', () => {
  test('answers an execution that failed, with what it is billed for', async () => {
    const { create, call, clock } = statesAccount();
    create(failing, { type: 'EXPRESS' });
    const answer = await clock.runUntil(call('StartSyncExecution', { stateMachineArn: MACHINE, input: '{"a":1}' }));
    expect(answer).toMatchObject({
      ...{ status: 'FAILED', error: 'Broken', cause: 'as told', input: '{"a":1}', stateMachineArn: MACHINE },
      billingDetails: { billedDurationInMilliseconds: 100, billedMemoryUsedInMB: 64 },
    });
    expect(answer).not.toHaveProperty('outputDetails');
  });

  test('goes through an alias, and reports under it', async () => {
    const { create, call, clock, metrics } = statesAccount();
    create(passing(), { type: 'EXPRESS', publish: true });
    const routingConfiguration = [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }];
    const { stateMachineAliasArn } = call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
    await clock.runUntil(call('StartSyncExecution', { stateMachineArn: stateMachineAliasArn }));
    expect(metrics.some(({ dimensions }) => dimensions.some(({ Value }) => Value === 'live'))).toBe(true);
  });

  test('lets time pass for the function that calls it, and for it only', async () => {
    const { create, call, clock, lambda } = statesAccount();
    const inner = create(waiting(30), { name: 'inner', type: 'EXPRESS' }).stateMachineArn;
    let answered: number | undefined;
    const asker = lambda.register(
      'asker',
      async () => {
        await call('StartSyncExecution', { stateMachineArn: inner });
        answered = clock.now();
        // Real work after the wait: virtual time must stand still again.
        await new Promise((resolve) => setTimeout(resolve, 20));
        return clock.now();
      },
      { timeoutSeconds: 60 },
    );
    create(task({ Resource: asker }));
    const start = clock.now();
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    await clock.runUntilIdle();
    expect(answered).toBe(start + 30_000);
    expect(call('DescribeExecution', { executionArn }).output).toBe(String(answered));
  });

  test('holds time for the functions of the execution it waits for, when it is not called by a function itself', async () => {
    const { create, call, clock, lambda } = statesAccount();
    const slow = lambda.register('slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return 'done';
    });
    create(task({ Resource: slow, TimeoutSeconds: 1 }), { type: 'EXPRESS' });
    const start = clock.now();
    const answer = await clock.runUntil(call('StartSyncExecution', { stateMachineArn: MACHINE }));
    expect(answer).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    expect(clock.now() - start).toBe(0);
  });

  test('refuses a STANDARD machine', async () => {
    const { create, call } = statesAccount();
    create(passing());
    await expect(call('StartSyncExecution', { stateMachineArn: MACHINE })).rejects.toThrow(
      'This operation is not supported by this type of state machine',
    );
    expect(refusal(() => call('StartSyncExecution', {}))).toMatch(/^ValidationException: /);
  });
});
