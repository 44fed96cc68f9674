import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/roll-back.ts';
import type { Target } from '../../workflow/document.ts';
import { split, wholly } from '../../workflow/routes.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, newTarget, ORDERS, STABLE, shifted, target } from './targets.ts';

const NOW = '2026-01-01T01:00:00.000Z';

async function rollBack(world: World, one: Target) {
  return handler.core({ target: one, now: NOW }, inMemoryPorts(world));
}

/** A target whose alias this deployment has created. */
function created(): { world: World; target: Target } {
  const world = foundWorld();
  const updatedAt = '2026-01-01T00:01:00.000Z';
  world.aliases.set(LIVE, { routes: wholly(CANDIDATE), updatedAt });
  return { world, target: newTarget({ shifted: { kind: 'written', candidateWeight: 100, updatedAt } }) };
}

describe('RollBack', () => {
  test.each([1, 50, 100])('puts an alias at %i percent wholly on stable, with one route', async (weight) => {
    const { world, target: one } = shifted(weight);
    expect(await rollBack(world, one)).toMatchObject({ kind: 'restored' });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
  });

  test('run again after a lost reply writes nothing more', async () => {
    const { world, target: one } = shifted(50);
    const first = await rollBack(world, one);
    expect(await rollBack(world, one)).toEqual(first);
    expect(world.writes).toHaveLength(1);
  });

  test('touches nothing where nothing was shifted', async () => {
    const world = foundWorld();
    expect(await rollBack(world, target())).toEqual({ kind: 'notTouched' });
    expect(world.writes).toEqual([]);
  });

  test('restores an alias whose shift failed but reached AWS all the same', async () => {
    const { world } = shifted(10);
    const lost = target({ failure: { Error: 'States.Timeout' } });
    expect(await rollBack(world, lost)).toMatchObject({ kind: 'restored' });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
  });

  test('leaves an alias as found that somebody else moved', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: '2026-01-01T00:02:00.000Z' });
    expect(await rollBack(world, one)).toEqual({ kind: 'handedOver', routing: '100 % on version 7' });
    expect(world.writes).toEqual([]);
  });

  test('leaves an alias as found whose drift was noticed before, whatever it looks like', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 50), updatedAt: '2026-01-01T00:02:00.000Z' });
    const drifted = { ...one, failure: { Error: 'RoutingDrifted' } };
    expect(await rollBack(world, drifted)).toMatchObject({ kind: 'handedOver' });
  });

  test('hands over an alias that was deleted', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.delete(LIVE);
    expect(await rollBack(world, one)).toEqual({ kind: 'handedOver', routing: 'the alias was deleted' });
  });

  test('tries again when AWS answers what was there before the last write', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: '2026-01-01T00:00:30.000Z' });
    await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NotSettled' });
  });

  test('does not take back what was promoted', async () => {
    const { world, target: one } = shifted(100);
    const promoted = target({ ...one, promoted: { kind: 'written', candidateWeight: 100, updatedAt: NOW } });
    expect(await rollBack(world, promoted)).toEqual({ kind: 'notTouched' });
    expect(world.writes).toEqual([]);
  });

  describe('of an alias that this deployment created', () => {
    test('removes it while nobody has used it, and again does no harm', async () => {
      const { world, target: one } = created();
      expect(await rollBack(world, one)).toEqual({ kind: 'removed' });
      expect(world.aliases.has(LIVE)).toBe(false);
      expect(await rollBack(world, one)).toEqual({ kind: 'removed' });
    });

    test('knows no way back once executions were started through it', async () => {
      const { world, target: one } = created();
      world.started.add(LIVE);
      await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NoWayBack' });
      expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(CANDIDATE));
    });

    test('leaves it as found when somebody else moved it', async () => {
      const { world, target: one } = created();
      world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: NOW });
      expect(await rollBack(world, one)).toEqual({ kind: 'handedOver', routing: '100 % on version 1' });
    });
  });
});
