import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/shift-traffic.ts';
import type { Target } from '../../workflow/document.ts';
import { split, wholly } from '../../workflow/routes.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import {
  CANDIDATE,
  entryOf,
  foundWorld,
  LIVE,
  newTarget,
  ORDERS,
  OWNER,
  STABLE,
  shifted,
  target,
  writeEntry,
} from './targets.ts';

async function shift(world: World, one: Target, weightPercent: number, stepNumber = 1, ports = inMemoryPorts(world)) {
  return handler.core({ target: one, weightPercent, stepNumber, owner: OWNER }, ports);
}

const LATER = '2026-01-01T00:02:00.000Z';

describe('ShiftTraffic', () => {
  test('gives the candidate its weight and stable the rest', async () => {
    const world = foundWorld();
    expect(await shift(world, target(), 10)).toMatchObject({ kind: 'written', candidateWeight: 10 });
    expect(world.aliases.get(LIVE)?.routes).toEqual(split(STABLE, CANDIDATE, 10));
  });

  test('writes down in the ledger what AWS acknowledged, and what was there before', async () => {
    const world = foundWorld();
    await shift(world, target(), 10);
    expect(entryOf(world)).toMatchObject({
      owner: OWNER,
      stage: 1,
      intents: [],
      written: { routing: split(STABLE, CANDIDATE, 10), updatedAt: world.aliases.get(LIVE)!.updatedAt },
      found: { kind: 'whole', versionArn: STABLE },
      candidateArn: CANDIDATE,
    });
  });

  test('announces the write before it writes', async () => {
    const world = foundWorld();
    const ports = inMemoryPorts(world);
    const dying = {
      ...ports,
      aliases: { ...ports.aliases, write: async () => Promise.reject(new Error('the function dies')) },
    };
    await expect(shift(world, target(), 10, 1, dying)).rejects.toThrow('dies');
    expect(entryOf(world).intents).toEqual([
      { routing: split(STABLE, CANDIDATE, 10), at: expect.any(String), attempts: 1 },
    ]);
  });

  test('keeps stable on the alias at 100 percent, so that AWS refuses to delete the way back', async () => {
    const { world, target: one } = shifted(50);
    await shift(world, one, 100, 2);
    expect(world.aliases.get(LIVE)?.routes).toEqual([
      { versionArn: CANDIDATE, weight: 100 },
      { versionArn: STABLE, weight: 0 },
    ]);
  });

  test('run again after a lost reply writes nothing and answers the same', async () => {
    const world = foundWorld();
    const first = await shift(world, target(), 10);
    expect(await shift(world, target(), 10)).toEqual(first);
    expect(world.writes).toHaveLength(1);
  });

  describe('whose acknowledgement was lost', () => {
    async function lostReply(): Promise<World> {
      const world = foundWorld();
      const ports = inMemoryPorts(world);
      const write = async (...written: Parameters<typeof ports.aliases.write>) => {
        await ports.aliases.write(...written);
        throw new Error('the reply is lost');
      };
      const dying = { ...ports, aliases: { ...ports.aliases, write } };
      await expect(shift(world, target(), 10, 1, dying)).rejects.toThrow('lost');
      return world;
    }

    test('finds its own write, though AWS’s date is one it does not know, and goes on at once: that was the only try', async () => {
      const world = await lostReply();
      const { updatedAt } = world.aliases.get(LIVE)!;
      expect(await shift(world, target(), 10)).toMatchObject({ kind: 'written', updatedAt });
      expect(world.writes).toHaveLength(1);
      expect(await shift(world, target(), 20, 2)).toMatchObject({ candidateWeight: 20 });
    });

    test('does not take for its own what somebody else wrote anew after it was found', async () => {
      const world = await lostReply();
      await shift(world, target(), 10);
      world.clock += 60_000;
      const updatedAt = new Date(world.clock).toISOString();
      world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 10), updatedAt });
      await expect(shift(world, target(), 20, 2)).rejects.toMatchObject({ name: 'RoutingDrifted' });
    });

    test('waits with the next step where it was tried twice: the other try may still take effect', async () => {
      const world = foundWorld();
      const ports = inMemoryPorts(world);
      const write = async () => Promise.reject(new Error('no answer'));
      await expect(shift(world, target(), 10, 1, { ...ports, aliases: { ...ports.aliases, write } })).rejects.toThrow(
        'no answer',
      );
      expect(await shift(world, target(), 10)).toMatchObject({ candidateWeight: 10 });
      await expect(shift(world, target(), 20, 2)).rejects.toMatchObject({ name: 'NotSettled' });
      world.clock += 121_000;
      expect(await shift(world, target(), 20, 2)).toMatchObject({ candidateWeight: 20 });
    });
  });

  test('hands over an alias that somebody else moved', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: LATER });
    await expect(shift(world, one, 20, 2)).rejects.toMatchObject({
      name: 'RoutingDrifted',
      summary: expect.stringContaining('100 % on version 7'),
    });
    expect(world.writes).toEqual([]);
  });

  test('hands over an alias that somebody else wrote anew, even though it looks the same', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 10), updatedAt: LATER });
    await expect(shift(world, one, 20, 2)).rejects.toMatchObject({ name: 'RoutingDrifted' });
  });

  test('takes no alias for a deleted one that cannot be read yet after the last write', async () => {
    const { world, target: one } = shifted(10);
    const before = world.aliases.get(LIVE)!;
    world.aliases.delete(LIVE);
    await expect(shift(world, one, 20, 2)).rejects.toMatchObject({ name: 'NotSettled' });
    world.aliases.set(LIVE, before);
    await shift(world, one, 10, 1);
    world.clock += 59_000;
    world.aliases.delete(LIVE);
    await expect(shift(world, one, 20, 2)).rejects.toMatchObject({ name: 'NotSettled' });
    world.clock += 61_000;
    await expect(shift(world, one, 20, 2)).rejects.toMatchObject({
      name: 'RoutingDrifted',
      summary: expect.stringContaining('deleted'),
    });
  });

  test('tries again when AWS answers what was there before the last write', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: '2026-01-01T00:00:30.000Z' });
    await expect(shift(world, one, 20, 2)).rejects.toMatchObject({ name: 'NotSettled' });
    expect(world.writes).toEqual([]);
  });

  test('reads from the beginning when somebody had moved the alias before the first reading, which was stale', async () => {
    const world = foundWorld();
    world.aliases.set(LIVE, { routes: wholly(CANDIDATE), updatedAt: '2025-12-31T23:59:30.000Z' });
    await expect(shift(world, target(), 10)).rejects.toMatchObject({ name: 'ReadAgain' });
  });

  test('tries again when its own write cannot be read back yet, and does not write twice', async () => {
    const world = foundWorld();
    const ports = inMemoryPorts(world);
    const before = world.aliases.get(LIVE);
    const stale = { ...ports, aliases: { ...ports.aliases, read: async () => before } };
    await expect(shift(world, target(), 10, 1, stale)).rejects.toMatchObject({ name: 'NotSettled' });
    await expect(shift(world, target(), 10, 1, stale)).rejects.toMatchObject({ name: 'NotSettled' });
    expect(world.writes).toHaveLength(1);
  });

  test('leaves a target alone that is there already', async () => {
    const there = target({ candidate: { versionArn: STABLE } });
    expect(await shift(foundWorld(), there, 10)).toEqual({ kind: 'notTouched' });
  });

  describe('moves nothing, and says that the deployment is closed,', () => {
    test.each<[string, (world: World) => void]>([
      ['when the lock was released', (world) => writeEntry(world, { stage: 0, intents: [] })],
      [
        'when the lock is held by another deployment',
        (world) => writeEntry(world, { ...entryOf(world), owner: { executionArn: 'other', redriveCount: 0 } }),
      ],
      [
        'when the execution was redriven',
        (world) => writeEntry(world, { ...entryOf(world), owner: { ...OWNER, redriveCount: 1 } }),
      ],
      ['when recovery is at work', (world) => writeEntry(world, { ...entryOf(world), closed: true })],
      ['when a later step has begun', (world) => writeEntry(world, { ...entryOf(world), stage: 2 })],
    ])('%s', async (_, change) => {
      const world = foundWorld();
      change(world);
      await expect(shift(world, target(), 10)).rejects.toMatchObject({ name: 'DeploymentClosed' });
      expect(world.writes).toEqual([]);
    });

    test('when recovery closes it between reading and announcing', async () => {
      const world = foundWorld();
      const ports = inMemoryPorts(world);
      const read = async (arn: string) => {
        writeEntry(world, { ...entryOf(world), closed: true });
        return ports.aliases.read(arn);
      };
      await expect(
        shift(world, target(), 10, 1, { ...ports, aliases: { ...ports.aliases, read } }),
      ).rejects.toMatchObject({ name: 'TryAgain' });
      await expect(shift(world, target(), 10)).rejects.toMatchObject({ name: 'DeploymentClosed' });
      expect(world.writes).toEqual([]);
    });
  });

  describe('of an alias that does not exist yet', () => {
    test('waits for the last step, then creates it wholly on the candidate', async () => {
      const world = foundWorld();
      world.aliases.delete(LIVE);
      expect(await shift(world, newTarget(), 50)).toEqual({ kind: 'notTouched' });
      expect(world.aliases.has(LIVE)).toBe(false);
      expect(await shift(world, newTarget(), 100)).toMatchObject({ kind: 'written', candidateWeight: 100 });
      expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(CANDIDATE));
    });

    test('run again finds what it created', async () => {
      const world = foundWorld();
      world.aliases.delete(LIVE);
      const first = await shift(world, newTarget(), 100);
      expect(await shift(world, newTarget(), 100)).toEqual(first);
      expect(world.writes).toHaveLength(1);
    });

    test('hands it over when somebody else created it meanwhile', async () => {
      const world = foundWorld();
      world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: LATER });
      await expect(shift(world, newTarget(), 100)).rejects.toMatchObject({ name: 'RoutingDrifted' });
    });
  });
});
