import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../../cli/rehearsal/set-up.ts';
import { sleep } from '../../local/clock.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { sample } from './example.ts';
import { call } from './failing-calls.ts';
import { rehearse } from './one-machine.ts';

/** Publishes the candidate by hand and gives it that much of the alias. */
function splitBy(weight: number) {
  return async (aws: LocalAws, [{ stateMachineArn, aliasArn }]: readonly [Stage, ...Stage[]]): Promise<void> => {
    const call = async (name: string, input: object) => aws.states.operations[name]!(input, aws.context);
    const { stateMachineVersionArn } = await call('PublishStateMachineVersion', { stateMachineArn });
    await call('UpdateStateMachineAlias', {
      stateMachineAliasArn: aliasArn,
      routingConfiguration: [
        { stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 - weight },
        { stateMachineVersionArn, weight },
      ],
    });
  };
}

describe('an alias that is found split', () => {
  test('refuses the deployment, is left as found, and is told how to restore each side', async () => {
    const { record, alias } = await rehearse(sample('good'), { beforeDeployment: splitBy(20) });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'AliasIsSplit', shifts: [] });
    expect(alias).toEqual([
      { version: 1, weight: 80 },
      { version: 2, weight: 20 },
    ]);
    expect(record.path.at(-1)).toBe('ValidationError');
    expect(record.cause?.repair).toHaveLength(2);
    expect(record.cause?.repair.join()).toMatch(/:1.*:2/s);
  });

  test('is no split when the second route has no weight', async () => {
    const { record, alias } = await rehearse(sample('good'), { beforeDeployment: splitBy(0) });
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });
});

describe('an alias that is found on another version than the first', () => {
  test('has its executions counted as stable there, and on the candidate by what was published', async () => {
    const { record, alias, executions } = await rehearse(sample('bad'), {
      beforeDeployment: async (aws, [{ stateMachineArn, machine, aliasArn }]) => {
        const harmless = { ...JSON.parse(machine.stable.text), Comment: 'released by hand' };
        const upload = (definition: string) =>
          call(aws, 'states', 'UpdateStateMachine', { stateMachineArn, definition });
        await upload(JSON.stringify(harmless));
        await call(aws, 'states', 'PublishStateMachineVersion', { stateMachineArn });
        const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:2`, weight: 100 }];
        await call(aws, 'states', 'UpdateStateMachineAlias', { stateMachineAliasArn: aliasArn, routingConfiguration });
        await upload(machine.candidate.text);
        // What may have started before that move says nothing: an EXPRESS execution whose durations are not known takes five minutes at most.
        await aws.clock.runUntil(sleep(aws.clock, 360_000));
      },
    });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(record.targets[0]?.candidate?.versionArn).toMatch(/:3$/);
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(executions.stable.started).toBeGreaterThan(20);
    expect(executions.stable.failed).toBe(0);
    expect(executions.candidate.failed).toBe(executions.candidate.started);
  });
});
