import { describe, expect, test } from '@jest/globals';
import { handler as checkHealth } from '../../tasks/check-health.ts';
import { handler as confirmShift } from '../../tasks/confirm-shift.ts';
import { FAILED_CALLS } from '../../tasks/ports/failed-executions.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import type { DeploymentDocument, Health, Target } from '../../workflow/document.ts';
import { TryAgain } from '../../workflow/errors.ts';
import { later } from '../../workflow/pace.ts';
import { baking } from './documents.ts';
import { inMemoryPorts, type Run, type World } from './in-memory-ports.ts';
import { foundWorld, ORDERS, OWNER, target } from './targets.ts';

const BEGAN = '2026-01-01T00:01:00.000Z';
const PAST = { executions: 1440, failures: 14, longestSeconds: 5 };

/** A target like `orders:live`, of another name, at 10 % since `BEGAN`. */
function atTenPercent(name: string, fields: Partial<Target> = {}): Target {
  const stateMachineArn = ORDERS.replace('orders', name);
  return target({
    stateMachineArn,
    aliasArn: `${stateMachineArn}:live`,
    found: { kind: 'whole', versionArn: `${stateMachineArn}:1`, updatedAt: BEGAN },
    candidate: { versionArn: `${stateMachineArn}:2` },
    past: PAST,
    shifted: { kind: 'written', candidateWeight: 10, updatedAt: BEGAN },
    ...fields,
  });
}

/** One execution, through the alias unless it is said, of no time. */
function ran(
  { stateMachineArn, aliasArn }: Target,
  version: 1 | 2,
  seconds: number,
  status: 'SUCCEEDED' | 'FAILED',
): Run {
  const at = Date.parse(BEGAN) + seconds * 1000;
  return { versionArn: `${stateMachineArn}:${version}`, aliasArn, startedAt: at, end: { at, status } };
}

/** A minute of traffic from then on, the candidate's executions ending so. */
function minuteOfTraffic(
  one: Target,
  fromSeconds: number,
  status: 'SUCCEEDED' | 'FAILED' = 'SUCCEEDED',
): readonly Run[] {
  return Array.from({ length: 30 }, (_, i) =>
    ran(one, i % 10 === 0 ? 2 : 1, fromSeconds + 2 * i, i % 10 === 0 ? status : 'SUCCEEDED'),
  );
}

interface Watching {
  /** Looks `seconds` after the shift, and answers what follows. */
  at(seconds: number): Promise<Health>;
  readonly document: () => DeploymentDocument;
}

function watch(targets: readonly Target[], world: World, request: object = {}, changes: Partial<Ports> = {}): Watching {
  let document = baking(
    { targets, alarms: { watched: (request as { alarms?: string[] }).alarms ?? [], ignored: [] } },
    { ...request },
  );
  document = { ...document, health: confirmShift.core({ document, now: BEGAN }, {} as never) as Health };
  return {
    document: () => document,
    async at(seconds) {
      const now = later(BEGAN, seconds);
      world.clock = Date.parse(now);
      const ports = { ...inMemoryPorts(world), ...changes };
      const health = await checkHealth.core({ document, now, retryCount: 0, owner: OWNER }, ports);
      document = { ...document, health: JSON.parse(JSON.stringify(health)) as Health };
      return health;
    },
  };
}

const ORDERS_TARGET = atTenPercent('orders');
const throttled = async (): Promise<never> => {
  throw new TryAgain({ reason: 'ThrottlingException', summary: 'Rate exceeded' });
};

describe('evidence over several looks', () => {
  test('begins with the shift, and becomes healthy when two minutes of the weight can be seen and enough has succeeded', async () => {
    const world = foundWorld();
    const { at } = watch([ORDERS_TARGET], world);
    expect(await at(10)).toMatchObject({ verdict: 'inconclusive', reason: 'Settling', decision: 'keepBaking' });
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0), ...minuteOfTraffic(ORDERS_TARGET, 60));
    expect(await at(60)).toMatchObject({ reason: 'Settling' });
    expect(await at(120)).toMatchObject({ verdict: 'healthy', decision: 'keepBaking' });
    expect(await at(300)).toMatchObject({
      decision: 'nextStep',
      comparisons: [{ finding: 'likeStable', candidate: { succeeded: 6, failed: 0 }, stable: { succeeded: 54 } }],
    });
  });

  test('of a STANDARD machine rolls back seconds after its candidate failed, before CloudWatch has a minute', async () => {
    const world = foundWorld();
    const { at } = watch([ORDERS_TARGET], world);
    world.runs.push(...[3, 5, 8].map((second) => ran(ORDERS_TARGET, 2, second, 'FAILED')));
    expect(await at(10)).toMatchObject({
      verdict: 'unhealthy',
      reason: 'FailsMore',
      decision: 'rollBack',
      reasons: [expect.stringMatching(/^3 of 3 executions of version 2 failed, 0 of 0 of version 1: evidence/)],
    });
  });

  test('of an EXPRESS machine is CloudWatch’s alone', async () => {
    const express = atTenPercent('orders', { type: 'EXPRESS' });
    const world = foundWorld();
    const { at } = watch([express], world);
    world.runs.push(...minuteOfTraffic(express, 0, 'FAILED'));
    expect(await at(30)).toMatchObject({ verdict: 'inconclusive' });
    expect(await at(60)).toMatchObject({ verdict: 'unhealthy', reason: 'FailsMore' });
  });

  test('goes on from step to step', async () => {
    const world = foundWorld();
    const { at, document } = watch([ORDERS_TARGET], world);
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0), ...minuteOfTraffic(ORDERS_TARGET, 60));
    await at(300);
    const shifted = { kind: 'written', candidateWeight: 100, updatedAt: later(BEGAN, 300) } as const;
    const next = {
      ...document(),
      targets: [{ ...ORDERS_TARGET, shifted }],
      step: { number: 2, of: 2, weightPercent: 100, bakeSeconds: 300 },
    };
    const health = confirmShift.core({ document: next, now: later(BEGAN, 301) }, {} as never) as Health;
    expect(health.evidence?.targets[0]).toMatchObject({ shifts: [{ weight: 0.1 }, { weight: 1 }], open: [{}, {}] });
  });

  test('is none where versions are not compared, where there is no stable one, and of a target that is there already', () => {
    const evidenceOf = (targets: readonly Target[], request = {}) =>
      watch(targets, foundWorld(), request).document().health!.evidence;
    const { past: _, ...notRead } = ORDERS_TARGET;
    expect(evidenceOf([notRead], { compare: 'off' })).toBeUndefined();
    expect(evidenceOf([{ ...notRead, found: { kind: 'absent' } }])).toBeUndefined();
    const there = atTenPercent('there', { shifted: { kind: 'notTouched' } });
    expect(evidenceOf([there, ORDERS_TARGET])?.targets).toEqual([null, expect.anything()]);
  });
});

describe('what AWS is too busy to tell', () => {
  const counts = { ...inMemoryPorts(foundWorld()).counts, perMinute: throttled };

  test('is no news; three looks in a row are inconclusive', async () => {
    const world = foundWorld();
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0), ...minuteOfTraffic(ORDERS_TARGET, 60));
    const busy = watch([ORDERS_TARGET], world, {}, { counts });
    expect(await busy.at(10)).toMatchObject({ reason: 'Settling', evidence: { unread: 1 } });
    expect(await busy.at(20)).toMatchObject({ reason: 'Settling', evidence: { unread: 2 } });
    expect(await busy.at(30)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'EvidenceUnreadable',
      decision: 'keepBaking',
      reasons: ['CloudWatch could not be read 3 times in a row'],
    });
  });

  test('does not take back what was known, and is forgotten when AWS answers again', async () => {
    const world = foundWorld();
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0), ...minuteOfTraffic(ORDERS_TARGET, 60));
    let busy = false;
    const real = inMemoryPorts(world).counts;
    const sometimes = {
      ...real,
      perMinute: (...args: Parameters<typeof real.perMinute>) => (busy ? throttled() : real.perMinute(...args)),
    };
    const { at } = watch([ORDERS_TARGET], world, {}, { counts: sometimes });
    const verdicts: string[] = [];
    for (const seconds of [120, 130, 140, 150, 160]) {
      busy = seconds > 120 && seconds < 160;
      verdicts.push((await at(seconds)).verdict);
    }
    expect(verdicts).toEqual(['healthy', 'healthy', 'healthy', 'inconclusive', 'healthy']);
  });

  test('leaves the list for CloudWatch to make up, and is read from where it stood', async () => {
    const world = foundWorld();
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0, 'FAILED'));
    const { at } = watch([ORDERS_TARGET], world, {}, { failed: { since: throttled } });
    expect(await at(30)).toMatchObject({ verdict: 'inconclusive', evidence: { unread: 0 } });
    expect(await at(60)).toMatchObject({ verdict: 'unhealthy', reason: 'FailsMore' });
  });

  test('never lets a step go on that alarms could still veto', async () => {
    const world = foundWorld();
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0), ...minuteOfTraffic(ORDERS_TARGET, 60));
    const { at } = watch([ORDERS_TARGET], world, { alarms: ['a'] }, { alarms: { read: throttled } });
    expect(await at(300)).toMatchObject({
      verdict: 'inconclusive',
      reason: 'AlarmsUnreadable',
      decision: 'keepBaking',
      comparisons: [{ finding: 'likeStable' }],
    });
  });

  test('is an error where it is not for want of time: a permission that lacks', async () => {
    const refused = async (): Promise<never> => {
      throw Object.assign(new Error('no'), { name: 'NotAllowed' });
    };
    const { at } = watch([ORDERS_TARGET], foundWorld(), {}, { counts: { ...counts, perMinute: refused } });
    await expect(at(10)).rejects.toMatchObject({ name: 'NotAllowed' });
  });
});

describe('how a step ends', () => {
  test('goes on waiting for evidence that is late, whatever the request allows', async () => {
    const { at } = watch([ORDERS_TARGET], foundWorld(), { maximumExtensionSeconds: 0 });
    expect(await at(300)).toMatchObject({ reason: 'Settling', decision: 'keepBaking' });
    expect(await at(300 + 1190)).toMatchObject({ decision: 'rollBack', reason: 'TooFew' });
  });

  test('never comes back for a hold alone: it is over when the step’s time is', async () => {
    const world = foundWorld();
    const ends = Array.from({ length: 13 }, (_, i) => ran(ORDERS_TARGET, 2, 5 * i, i === 0 ? 'FAILED' : 'SUCCEEDED'));
    world.runs.push(...ends, ...Array.from({ length: 117 }, (_, i) => ran(ORDERS_TARGET, 1, i % 60, 'SUCCEEDED')));
    world.runs.push(ran(ORDERS_TARGET, 1, 60, 'SUCCEEDED'));
    const clean = atTenPercent('orders', { past: { executions: 1440, failures: 0, longestSeconds: 5 } });
    const { at } = watch([clean], world, { maximumExtensionSeconds: 600 });
    const held = await at(300);
    expect(held).toMatchObject({ reason: 'NotQuiet', decision: 'keepBaking' });
    expect(held.evidence?.heldSeconds).toBe(held.waitSeconds);
    expect(await at(600)).toMatchObject({ reason: 'NotQuiet' });
    expect(await at(900)).toMatchObject({ verdict: 'healthy', decision: 'nextStep' });
  });

  test('wants the executions that the request or the step asks for, whichever are more', async () => {
    const world = foundWorld();
    world.runs.push(...minuteOfTraffic(ORDERS_TARGET, 0), ...minuteOfTraffic(ORDERS_TARGET, 60));
    const look = async (wanted: number, ofStep: number) => {
      const { at, document } = watch([ORDERS_TARGET], world, { minimumExecutions: wanted });
      Object.assign(document().step!, { minimumExecutions: ofStep });
      return (await at(300)).comparisons![0]!.executionsNeeded;
    };
    expect([await look(6, 0), await look(10, 0), await look(0, 10), await look(8, 9)]).toEqual([0, 4, 4, 3]);
  });
});

describe('several targets', () => {
  const ten = Array.from({ length: 10 }, (_, i) => atTenPercent(`machine-with-a-rather-long-name-${i}`));

  test('share the rate of false roll-backs, and the worst of them decides', async () => {
    const world = foundWorld();
    const [good, bad] = [ten[0]!, ten[1]!];
    world.runs.push(...minuteOfTraffic(good, 0), ...minuteOfTraffic(good, 60), ...minuteOfTraffic(bad, 0, 'FAILED'));
    world.runs.push(...minuteOfTraffic(bad, 60, 'FAILED'));
    const health = await watch([good, bad], world).at(180);
    expect(health).toMatchObject({ verdict: 'unhealthy', comparisons: [{ limit: 250 }, { limit: 250 }] });
    expect(health.reasons).toEqual([
      expect.stringMatching(/^machine-with-a-rather-long-name-1:live: 6 of 6 executions/),
    ]);
  });

  test.each([
    [10, 10],
    [1, 2],
    [10, 30],
  ])(
    'have their lists read once a second at most, in turn (%d of them, looked at every %d s)',
    async (count, everySeconds) => {
      const world = foundWorld();
      const calls: { readonly at: number; readonly alias: string }[] = [];
      const failed: Ports['failed'] = {
        async since(alias, since) {
          calls.push({ at: world.clock, alias });
          return inMemoryPorts(world).failed.since(alias, since);
        },
      };
      const { at } = watch(ten.slice(0, count), world, {}, { failed });
      const until = 300;
      for (let seconds = everySeconds; seconds <= until; seconds += everySeconds) {
        await at(seconds);
        expect(calls.length * FAILED_CALLS).toBeLessThanOrEqual(seconds);
      }
      expect(calls.length * FAILED_CALLS).toBeGreaterThan(until / 2);
      const gaps = ten.slice(0, count).flatMap(({ aliasArn }) => {
        const times = calls
          .filter(({ alias }) => alias === aliasArn)
          .map((call) => (call.at - Date.parse(BEGAN)) / 1000);
        return [...times, until].map((time, i) => time - (times[i - 1] ?? 0));
      });
      expect(Math.max(...gaps)).toBeLessThanOrEqual(60);
    },
  );

  test('keep the document far below 256 KiB, ten of them with much traffic over a hundred steps', async () => {
    const world = foundWorld();
    const perMinute: Ports['counts']['perMinute'] = async (aliases, from, until) =>
      aliases.map(() =>
        Array.from({ length: until - from }, (_, i) => {
          const counts = { started: 123_456, succeeded: 120_000, failed: 1234, aborted: 12 };
          return { minute: from + i, candidate: counts, stable: counts, alias: { started: 246_912, failed: 2468 } };
        }),
      );
    const targets = ten.map((one) => ({ ...one, past: { ...PAST, longestSeconds: 43_200 } }));
    const watching = watch(
      targets,
      world,
      { compare: { falseRollbackRate: 0.0001 } },
      { counts: { ...inMemoryPorts(world).counts, perMinute } },
    );
    let document = watching.document();
    for (let step = 1; step <= 100; step++) {
      const now = later(BEGAN, step * 300);
      const shifted = { kind: 'written', candidateWeight: step, updatedAt: later(now, 0.123) } as const;
      document = {
        ...document,
        targets: targets.map((one) => ({ ...one, shifted })),
        step: { ...document.step!, number: step },
      };
      document = { ...document, health: confirmShift.core({ document, now }, {} as never) as Health };
      const look = { document, now: later(now, 290), retryCount: 0, owner: OWNER };
      document = {
        ...document,
        health: await checkHealth.core(look, {
          ...inMemoryPorts(world),
          counts: { ...inMemoryPorts(world).counts, perMinute },
        }),
      };
    }
    expect(JSON.stringify(document).length).toBeLessThan(128 * 1024);
    console.info(`ten targets after a hundred steps: ${Math.round(JSON.stringify(document).length / 1024)} KiB`);
  });
});
