import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../../cli/rehearsal/set-up.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { sample } from './example.ts';
import { call } from './failing-calls.ts';
import { rehearse, withMachine } from './one-machine.ts';

const WARM_UP_SECONDS = 600;

/** A restore of the example's version 1. */
function restoring(version = 1): Scenario {
  const { request, ...rest } = sample('bad');
  const { stateMachineArn, alias } = request as { stateMachineArn: string; alias: string };
  return { ...rest, request: { stateMachineArn, alias, restore: { versionArn: `${stateMachineArn}:${version}` } } };
}

/** Somebody starts a restore of version 1 beside the scenario's deployment. */
function restoreBy({ request }: Scenario) {
  const { stateMachineArn, alias } = request as { stateMachineArn: string; alias: string };
  const deployer = stateMachineArn.replace(/[^:]+$/, 'Stepshift');
  const input = JSON.stringify({ stateMachineArn, alias, restore: { versionArn: `${stateMachineArn}:1` } });
  const starting = { stateMachineArn: deployer, name: 'emergency', input };
  return { kind: 'call', service: 'states', operation: 'StartExecution', input: starting } as const;
}

/** The candidate was released already, with that weight. */
function released(weight: number) {
  return async (aws: LocalAws, [{ stateMachineArn, aliasArn }]: readonly [Stage, ...Stage[]]): Promise<void> => {
    await call(aws, 'states', 'PublishStateMachineVersion', { stateMachineArn });
    const routes = [
      { stateMachineVersionArn: `${stateMachineArn}:2`, weight },
      { stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 - weight },
    ].filter((route) => route.weight > 0);
    await call(aws, 'states', 'UpdateStateMachineAlias', {
      stateMachineAliasArn: aliasArn,
      routingConfiguration: routes,
    });
  };
}

describe('a restore', () => {
  test.each([100, 20])(
    'puts an alias with %i percent on a bad version wholly on the good one, at once',
    async (weight) => {
      const { record, alias, virtualSeconds } = await rehearse(restoring(), { beforeDeployment: released(weight) });
      expect(record).toMatchObject({ outcome: 'Succeeded', reason: null });
      expect(record.path).toEqual([
        'ValidateRequest',
        'LockTargets',
        'InspectTargets',
        'IsItARestore',
        'ConfirmPromotion',
        'PromoteTargets',
        'FinishDeployment',
        'DidEveryTargetArrive',
        'Succeeded',
      ]);
      expect(alias).toEqual([{ version: 1, weight: 100 }]);
      expect(virtualSeconds).toBeLessThan(WARM_UP_SECONDS + 10);
    },
  );

  test('has nothing to write where the alias is there already', async () => {
    const { record, alias } = await rehearse(restoring());
    expect(record).toMatchObject({ outcome: 'Succeeded', shifts: [] });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('makes an alias that somebody has deleted', async () => {
    const { record, alias } = await rehearse(restoring(), {
      beforeDeployment: async (aws, [{ aliasArn }]) => {
        await call(aws, 'states', 'DeleteStateMachineAlias', { stateMachineAliasArn: aliasArn });
      },
    });
    expect(record).toMatchObject({ outcome: 'Succeeded', reason: null });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test.each([5, 25])(
    'does not believe that there is nothing to do when the alias was moved a moment ago, and AWS tells so %i seconds late',
    async (lagSeconds) => {
      const weather = { consistency: { lagSeconds } };
      const { record, alias } = await rehearse(restoring(), { beforeDeployment: released(100), weather });
      expect(record).toMatchObject({ outcome: 'Succeeded', reason: null });
      expect(record.path.filter((state) => state === 'InspectTargets')).toHaveLength(2);
      expect(alias).toEqual([{ version: 1, weight: 100 }]);
    },
  );

  test('is refused when the version does not exist', async () => {
    const { record, alias } = await rehearse(restoring(9), { beforeDeployment: released(100) });
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'VersionMissing' });
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  /** The restore starts a minute after a deployment that looks at its evidence so often. */
  async function duringDeployment(pollSeconds: number) {
    const scenario = sample('good', { pollSeconds });
    const rehearsal = await rehearse({ ...scenario, events: [{ atSeconds: 60, ...restoreBy(scenario) }] });
    expect(rehearsal.alias).toEqual([{ version: 1, weight: 100 }]);
    expect(rehearsal.virtualSeconds).toBeLessThan(WARM_UP_SECONDS + 180);
    return rehearsal.record;
  }

  test('has a deployment under way roll back first', async () => {
    expect(await duringDeployment(10)).toMatchObject({
      outcome: 'RolledBack',
      reason: 'RefusedByPerson',
      decisions: [{ decision: 'rollBack', actor: expect.stringMatching(/:emergency$/) }],
    });
  });

  test('is not kept waiting by a deployment that looks up seldom: it is stopped', async () => {
    expect(await duringDeployment(3600)).toMatchObject({
      outcome: 'RolledBack',
      reason: 'DeploymentStopped',
      recovered: { by: expect.stringMatching(/:emergency$/) },
    });
  });

  test('is not kept waiting by a deployment that came back, and waits for executions on the candidate', async () => {
    const scenario = sample('good', { inFlight: 'wait' });
    const [{ candidate }] = scenario.machines;
    const slow = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 80_000, End: true } } };
    const refused = { kind: 'decision', decision: 'rollBack', actor: 'kim', reason: 'too slow' } as const;
    let local!: LocalAws;
    const { record, alias } = await rehearse(
      withMachine(
        {
          ...scenario,
          events: [
            { atSeconds: 120, ...refused },
            { atSeconds: 600, ...restoreBy(scenario) },
          ],
        },
        { type: 'STANDARD', candidate: { ...candidate, text: JSON.stringify(slow) } },
      ),
      {
        beforeDeployment: async (aws) => {
          local = aws;
        },
      },
    );
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'DeploymentStopped' });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
    const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:Stepshift:emergency';
    const { status, startDate, stopDate } = await call(local, 'states', 'DescribeExecution', { executionArn });
    expect(status).toBe('SUCCEEDED');
    expect(stopDate - startDate).toBeLessThan(120);
  });
});
