import { describe, expect, test } from '@jest/globals';
import { handler as beginStep } from '../../tasks/begin-step.ts';
import { handler as checkHealth } from '../../tasks/check-health.ts';
import { handler as confirmShift } from '../../tasks/confirm-shift.ts';
import { handler as promote } from '../../tasks/promote.ts';
import type { DeploymentDocument, Health } from '../../workflow/document.ts';
import { Throttled, TryAgain } from '../../workflow/errors.ts';
import type { AlarmReading } from '../../workflow/judge.ts';
import { wholly } from '../../workflow/routes.ts';
import { baking, document } from './documents.ts';
import { inMemoryPorts } from './in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, ORDERS, OWNER, shifted, target, writeDeployment } from './targets.ts';

const NOPORTS = {} as never;

describe('BeginStep', () => {
  test('takes the first step, then the next', () => {
    const { plan, step } = baking();
    expect(beginStep.core({ document: document(plan ? { plan } : {}) }, NOPORTS)).toEqual(step);
    expect(beginStep.core({ document: baking() }, NOPORTS)).toEqual({
      number: 2,
      of: 2,
      weightPercent: 100,
      bakeSeconds: 300,
    });
  });
});

describe('ConfirmShift', () => {
  test('starts the bake', () => {
    expect(confirmShift.core({ document: baking(), now: '2026-01-01T00:01:00.000Z' }, NOPORTS)).toMatchObject({
      decision: 'keepBaking',
      bakeStartedAt: '2026-01-01T00:01:00.000Z',
      bakeEndsAt: '2026-01-01T00:06:00.000Z',
      waitSeconds: 15,
    });
  });

  test('begins the evidence with the minute of the first shift, unless the candidate may have been used in it before', () => {
    const AT = '2026-01-01T00:10:40.000Z';
    const firstMinute = (found: string, fields: Partial<DeploymentDocument> = {}) => {
      const one = target({
        found: { kind: 'whole', versionArn: `${ORDERS}:1`, updatedAt: found },
        candidate: { versionArn: CANDIDATE },
        past: { executions: 1440, failures: 0 },
        shifted: { kind: 'written', candidateWeight: 10, updatedAt: AT },
      });
      const { evidence } = confirmShift.core(
        { document: baking({ targets: [one], ...fields }), now: AT },
        NOPORTS,
      ) as Health;
      return new Date(evidence!.targets[0]!.openFrom * 60_000).toISOString();
    };
    expect(firstMinute('2026-01-01T00:05:00.000Z')).toBe('2026-01-01T00:10:00.000Z');
    expect(firstMinute('2026-01-01T00:09:45.000Z')).toBe('2026-01-01T00:11:00.000Z');
    expect(firstMinute('2026-01-01T00:05:00.000Z', { smokeTests: [] })).toBe('2026-01-01T00:11:00.000Z');
  });

  test('throws the worst failure of the shift under its name', () => {
    const targets = [
      target(),
      target({ failure: { Error: 'Lambda.Unknown' } }),
      target({ failure: { Error: 'RoutingDrifted', Cause: '{}' } }),
    ];
    expect(() => confirmShift.core({ document: baking({ targets }), now: 'now' }, NOPORTS)).toThrow(
      expect.objectContaining({ name: 'RoutingDrifted' }),
    );
  });
});

describe('CheckHealth', () => {
  const look = (now: string, state: AlarmReading['state'], step = baking().step!) => {
    const world = { ...foundWorld(), alarms: [{ name: 'a', state, since: now, why: 'because' }] };
    return checkHealth.core(
      { document: baking({ step }, { alarms: ['a'] }), now, retryCount: 0, owner: OWNER },
      inMemoryPorts(world),
    );
  };

  test('keeps baking while the bake lasts', async () => {
    expect(await look('2026-01-01T00:02:00.000Z', 'OK')).toMatchObject({
      verdict: 'healthy',
      decision: 'keepBaking',
      waitSeconds: 15,
    });
  });

  test('goes on to the next step when the bake is over, and promotes after the last', async () => {
    expect(await look('2026-01-01T00:06:00.000Z', 'OK')).toMatchObject({ decision: 'nextStep' });
    expect(await look('2026-01-01T00:06:00.000Z', 'OK', { ...baking().step!, number: 2 })).toMatchObject({
      decision: 'promote',
    });
  });

  test('does not go on from a pause that it cannot read, for the ledger is busy', async () => {
    const world = foundWorld();
    const now = '2026-01-01T00:06:00.000Z';
    const at = '2026-01-01T00:02:00.000Z';
    writeDeployment(world, { decisions: [{ decision: 'pause', actor: 'kim', at }] });
    const ports = inMemoryPorts(world);
    const read = () => Promise.reject(new Throttled({ reason: 'ThrottlingException', summary: 'too many' }));
    const busy = { ...ports.ledger, deployments: { ...ports.ledger.deployments, read } };
    const input = { document: baking(), now, retryCount: 0, owner: OWNER };
    for (const ledger of [ports.ledger, busy])
      expect(await checkHealth.core(input, { ...ports, ledger })).toMatchObject({ decision: 'keepBaking' });
  });

  test('counts its own retries, for they fill the history too', async () => {
    const world = { ...foundWorld(), alarms: [] };
    const input = { document: baking(), now: '2026-01-01T00:02:00.000Z', owner: OWNER };
    expect(await checkHealth.core({ ...input, retryCount: 0 }, inMemoryPorts(world))).toMatchObject({ polls: 1 });
    expect(await checkHealth.core({ ...input, retryCount: 6 }, inMemoryPorts(world))).toMatchObject({ polls: 3 });
  });

  describe('when the bake is over and alarms cannot be read', () => {
    const unread = (onInconclusive: string, now: string) => {
      const read = async () => {
        throw new TryAgain({ reason: 'Busy', summary: 'later' });
      };
      const request = { alarms: ['a'], onInconclusive };
      return checkHealth.core(
        { document: baking({}, request), now, retryCount: 0, owner: OWNER },
        { ...inMemoryPorts(foundWorld()), alarms: { read } },
      );
    };

    test.each(['promote', 'rollBack', 'extend'])(
      'looks again, whatever the request says (%s)',
      async (onInconclusive) => {
        expect(await unread(onInconclusive, '2026-01-01T00:06:00.000Z')).toMatchObject({
          verdict: 'inconclusive',
          reason: 'AlarmsUnreadable',
          decision: 'keepBaking',
        });
      },
    );

    // Going on would pass by a veto that nobody heard.
    test.each(['promote', 'rollBack'])('comes back when that lasts for 20 minutes (%s)', async (onInconclusive) => {
      expect(await unread(onInconclusive, '2026-01-01T00:26:00.000Z')).toMatchObject({ decision: 'rollBack' });
    });
  });

  test('rolls back at once when an alarm fires, and says why', async () => {
    expect(await look('2026-01-01T00:02:00.000Z', 'ALARM')).toMatchObject({
      verdict: 'unhealthy',
      decision: 'rollBack',
      reason: 'AlarmFiring',
      reasons: ['alarm "a" is firing since 2026-01-01T00:02:00.000Z: because'],
    });
  });
});

describe('Promote', () => {
  test('leaves the alias with one route, to the candidate', async () => {
    const { world, target: one } = shifted(100);
    expect(await promote.core({ target: one, owner: OWNER }, inMemoryPorts(world))).toMatchObject({
      kind: 'written',
      candidateWeight: 100,
    });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(CANDIDATE));
  });

  test('hands over an alias that somebody else moved', async () => {
    const { world, target: one } = shifted(100);
    world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: '2026-01-01T09:00:00.000Z' });
    await expect(promote.core({ target: one, owner: OWNER }, inMemoryPorts(world))).rejects.toMatchObject({
      name: 'RoutingDrifted',
    });
  });
});
