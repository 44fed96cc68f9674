import { describe, expect, test } from '@jest/globals';
import { findDrift } from '../../tasks/drift.ts';
import { split } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { CANDIDATE, LIVE, STABLE, shifted } from './targets.ts';

function find(world: World, ports = inMemoryPorts(world)) {
  return findDrift(document({ targets: [shifted(50).target] }), ports);
}

describe('what the comparison takes for granted', () => {
  test('holds where the alias is as it was left', async () => {
    expect(await find(shifted(50).world)).toBeUndefined();
  });

  test('does not where somebody else has set other weights', async () => {
    const { world } = shifted(50);
    world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 5), updatedAt: '2026-01-01T00:09:00.000Z' });
    expect(await find(world)).toMatchObject({ name: 'RoutingDrifted', reason: 'RoutingDrifted' });
  });

  test('is not doubted where the alias cannot be read: the way back reads it', async () => {
    const { world } = shifted(50);
    const ports = inMemoryPorts(world);
    const read = async () => {
      throw new Error('no such permission');
    };
    expect(await find(world, { ...ports, aliases: { ...ports.aliases, read } })).toBeUndefined();
  });
});
