import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/shift-traffic.ts';
import type { Target } from '../../workflow/document.ts';
import { split, wholly } from '../../workflow/routes.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, newTarget, ORDERS, STABLE, shifted, target } from './targets.ts';

async function shift(world: World, one: Target, weightPercent: number) {
  return handler.core({ target: one, weightPercent }, inMemoryPorts(world));
}

describe('ShiftTraffic', () => {
  test('gives the candidate its weight and stable the rest', async () => {
    const world = foundWorld();
    expect(await shift(world, target(), 10)).toMatchObject({ kind: 'written', candidateWeight: 10 });
    expect(world.aliases.get(LIVE)?.routes).toEqual(split(STABLE, CANDIDATE, 10));
  });

  test('keeps stable on the alias at 100 percent, so that AWS refuses to delete the way back', async () => {
    const { world, target: one } = shifted(50);
    await shift(world, one, 100);
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

  test('hands over an alias that somebody else moved', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: '2026-01-01T00:02:00.000Z' });
    await expect(shift(world, one, 20)).rejects.toMatchObject({
      name: 'RoutingDrifted',
      summary: expect.stringContaining('100 % on version 7'),
    });
    expect(world.writes).toEqual([]);
  });

  test('hands over an alias that somebody else wrote anew, even though it looks the same', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 10), updatedAt: '2026-01-01T00:02:00.000Z' });
    await expect(shift(world, one, 20)).rejects.toMatchObject({ name: 'RoutingDrifted' });
  });

  test('hands over an alias that was deleted', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.delete(LIVE);
    await expect(shift(world, one, 20)).rejects.toMatchObject({
      name: 'RoutingDrifted',
      summary: expect.stringContaining('deleted'),
    });
  });

  test('tries again when AWS answers what was there before the last write', async () => {
    const { world, target: one } = shifted(10);
    world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: '2026-01-01T00:00:30.000Z' });
    await expect(shift(world, one, 20)).rejects.toMatchObject({ name: 'NotSettled' });
    expect(world.writes).toEqual([]);
  });

  test('tries again when its own write cannot be read back yet', async () => {
    const world = foundWorld();
    const ports = inMemoryPorts(world);
    const before = world.aliases.get(LIVE);
    const stale = { ...ports, aliases: { ...ports.aliases, read: async () => before } };
    await expect(handler.core({ target: target(), weightPercent: 10 }, stale)).rejects.toMatchObject({
      name: 'NotSettled',
    });
  });

  test('leaves a target alone that is there already', async () => {
    const there = target({ candidate: { versionArn: STABLE } });
    expect(await shift(foundWorld(), there, 10)).toEqual({ kind: 'notTouched' });
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
      await expect(shift(foundWorld(), newTarget(), 100)).rejects.toMatchObject({ name: 'RoutingDrifted' });
    });
  });
});
