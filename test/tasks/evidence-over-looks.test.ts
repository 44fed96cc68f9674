import { describe, expect, test } from '@jest/globals';
import { handler as confirmShift } from '../../tasks/confirm-shift.ts';
import type { Health, Target } from '../../workflow/document.ts';
import { TryAgain } from '../../workflow/errors.ts';
import { later } from '../../workflow/pace.ts';
import { inMemoryPorts } from './in-memory-ports.ts';
import { foundWorld, ORDERS } from './targets.ts';
import { atTenPercent, BEGAN, minuteOfTraffic, ran, watch } from './watching.ts';

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

  // The same version was taken back a moment ago: its executions of before have no coin of this deployment.
  test.each(['STANDARD', 'EXPRESS'] as const)(
    'does not count what started by an earlier routing of the alias against the candidate: %s',
    async (type) => {
      const verdictOf = async (movedSeconds: number) => {
        const found = { kind: 'whole', versionArn: `${ORDERS}:1`, updatedAt: later(BEGAN, movedSeconds) } as const;
        const one = atTenPercent('orders', { type, found });
        const world = foundWorld();
        const { at } = watch([one], world);
        for (const second of [3, 5, 8])
          world.runs.push({ ...ran(one, 2, second, 'FAILED'), startedAt: Date.parse(later(BEGAN, -40)) });
        return (await at(70)).verdict;
      };
      expect(await verdictOf(-32)).toBe('inconclusive');
      expect(await verdictOf(-3600)).toBe('unhealthy');
    },
  );

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
