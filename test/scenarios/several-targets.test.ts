import { describe, expect, test } from '@jest/globals';
import type { Rehearsal } from '../../cli/rehearsal/rehearsal.ts';
import { resultOf } from '../../cli/rehearsal/result.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { example } from './example.ts';
import { refuse } from './failing-calls.ts';
import { rehearse } from './recorded.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine';
const wholly = (version: number) => [{ version, weight: 100 }];
const aliases = ({ machines }: Rehearsal) => Object.fromEntries(machines.map(({ name, alias }) => [name, alias]));

/** Three machines, all with a good candidate. */
function good(changes: Partial<Scenario> = {}): Scenario {
  const scenario = example('three-targets');
  const [orders, payments, shipments] = scenario.machines;
  return { ...scenario, machines: [orders, { ...payments!, candidate: orders.candidate }, shipments!], ...changes };
}

describe('several targets', () => {
  test('all come back when one of them is unhealthy', async () => {
    const rehearsal = await rehearse(example('three-targets'));
    const { record } = rehearsal;
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'AlarmFiring', cause: { recovery: 'done' } });
    expect(record.cause?.summary).toContain('"Payments-failures"');
    expect(record.alarms?.watched).toEqual(['Orders-failures', 'Payments-failures', 'Shipments-failures']);
    const { firing, atSeconds } = record.checks.at(-1)!;
    expect(firing).toEqual([{ name: 'Payments-failures', since: '2026-01-01T00:12:05.000Z' }]); // heard five seconds later
    expect(atSeconds).toBe(130);
    expect(aliases(rehearsal)).toEqual({ Orders: wholly(1), Payments: wholly(1), Shipments: wholly(1) });
    const { shifts, alias, executions } = resultOf(rehearsal);
    for (const keyed of [shifts, alias, executions])
      expect(Object.keys(keyed)).toEqual(['Orders', 'Payments', 'Shipments']);
    expect(Object.values(shifts)).toEqual(
      Array.from({ length: 3 }, () => [
        { atSeconds: 0, candidateWeight: 10 },
        { atSeconds: expect.any(Number), candidateWeight: 0 },
      ]),
    );
  });

  test('have each its own traffic and its own counts', async () => {
    const [orders, payments, shipments] = (await rehearse(example('three-targets'))).machines;
    expect(orders.executions.candidate.failed).toBe(0);
    expect(payments!.executions.candidate.failed).toBe(payments!.executions.candidate.started);
    expect(payments!.executions.candidate.started).toBeGreaterThan(0);
    const all = ({ executions }: typeof orders) => executions.stable.started + executions.candidate.started;
    expect(all(payments!)).toBe(all(orders));
    expect(all(orders) / all(shipments!)).toBeCloseTo(3, 0);
  });

  test('arrive together when all are healthy', async () => {
    const rehearsal = await rehearse(good());
    expect(rehearsal.record).toMatchObject({ outcome: 'Succeeded', reason: null });
    expect(aliases(rehearsal)).toEqual({ Orders: wholly(2), Payments: wholly(2), Shipments: wholly(2) });
  });

  test('come back but for the one that somebody else moved, which is left as found: RoutingDrifted', async () => {
    const input = {
      stateMachineAliasArn: `${ARN}:Payments:main`,
      routingConfiguration: [{ stateMachineVersionArn: `${ARN}:Payments:2`, weight: 100 }],
    };
    const events = [
      { atSeconds: 60, kind: 'call', service: 'states', operation: 'UpdateStateMachineAlias', input } as const,
    ];
    const rehearsal = await rehearse(good({ events }));
    expect(rehearsal.record).toMatchObject({ outcome: 'CriticalError', reason: 'RoutingDrifted' });
    expect(aliases(rehearsal)).toEqual({ Orders: wholly(1), Payments: wholly(2), Shipments: wholly(1) });
  });

  test('that are promoted stay so where another one could not be: PromotionIncomplete', async () => {
    const rehearsal = await rehearse(good(), {
      beforeDeployment: async (aws) =>
        refuse(aws, 'states', 'UpdateStateMachineAlias', ({ stateMachineAliasArn, routingConfiguration }) => {
          const routes = routingConfiguration as readonly unknown[];
          return stateMachineAliasArn === `${ARN}:Shipments:main` && routes.length === 1;
        }),
    });
    expect(rehearsal.record).toMatchObject({
      outcome: 'CriticalError',
      reason: 'PromotionIncomplete',
      cause: { recovery: 'pending', repair: [expect.stringContaining(`${ARN}:Shipments:main`)] },
    });
    expect(aliases(rehearsal)).toEqual({
      Orders: wholly(2),
      Payments: wholly(2),
      Shipments: [
        { version: 2, weight: 100 },
        { version: 1, weight: 0 },
      ],
    });
  });

  test('are refused together when one of them cannot be deployed', async () => {
    const scenario = good();
    const { targets, ...request } = scenario.request as { targets: object[] };
    const broken = targets.map((target, index) =>
      index === 1 ? { ...target, versionArn: `${ARN}:Payments:9` } : target,
    );
    const rehearsal = await rehearse({ ...scenario, request: { ...request, targets: broken } });
    expect(rehearsal.record).toMatchObject({ outcome: 'ValidationError', reason: 'VersionMissing' });
    expect(resultOf(rehearsal).shifts).toEqual({ Orders: [], Payments: [], Shipments: [] });
    expect(aliases(rehearsal)).toEqual({ Orders: wholly(1), Payments: wholly(1), Shipments: wholly(1) });
  });

  test('may be two aliases of one machine', async () => {
    const scenario = example('sample-alias-machine-fixed');
    const { stateMachineArn, alias, ...request } = scenario.request as Record<string, unknown>;
    const targets = ['main', 'nightly'].map((name) => ({ stateMachineArn, alias: name }));
    const { record, machines } = await rehearse({ ...scenario, request: { ...request, targets } });
    expect([record.outcome, alias]).toEqual(['Succeeded', 'main']);
    expect(record.targets.map(({ found }) => found.kind)).toEqual(['whole', 'whole']);
    expect(machines.map(({ alias: routing }) => routing)).toEqual([wholly(2)]);
  });
});
