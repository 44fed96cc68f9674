import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/confirm-promotion.ts';
import type { Target } from '../../workflow/document.ts';
import { wholly } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import {
  CANDIDATE,
  deploymentOf,
  foundWorld,
  LIVE,
  ORDERS,
  OWNER,
  STABLE,
  shifted,
  target,
  writeDeployment,
} from './targets.ts';

const LATER = '2026-01-01T00:02:00.000Z';

async function confirm(world: World, ...targets: Target[]) {
  return handler.core({ document: document({ targets }), owner: OWNER }, inMemoryPorts(world));
}

describe('ConfirmPromotion', () => {
  test('decides in the ledger that the deployment goes only forward', async () => {
    const { world, target: one } = shifted(100);
    expect(await confirm(world, one)).toEqual({ decidedAt: expect.stringMatching(/Z$/) });
    expect(deploymentOf(world).phase).toBe('promoted');
    expect(world.writes).toEqual([]);
  });

  test('decides nothing when somebody else has moved one of the aliases', async () => {
    const { world, target: one } = shifted(100);
    world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: LATER });
    await expect(confirm(world, one)).rejects.toMatchObject({ name: 'RoutingDrifted' });
    expect(deploymentOf(world).phase).toBe('forward');
  });

  test('looks at a target that had nothing to do, too', async () => {
    const world = foundWorld();
    const there = target({ candidate: { versionArn: STABLE } });
    expect(await confirm(world, there)).toMatchObject({ decidedAt: expect.anything() });
    const moved = foundWorld();
    moved.aliases.set(LIVE, { routes: wholly(CANDIDATE), updatedAt: LATER });
    await expect(confirm(moved, there)).rejects.toMatchObject({ name: 'RoutingDrifted' });
  });

  test('says drift, not read it again, when the alias was another one from the beginning', async () => {
    const world = foundWorld();
    world.aliases.set(LIVE, { routes: wholly(CANDIDATE), updatedAt: '2025-12-31T00:00:00.000Z' });
    const there = target({ candidate: { versionArn: STABLE } });
    await expect(confirm(world, there)).rejects.toMatchObject({ name: 'RoutingDrifted' });
  });

  test('waits while AWS answers what was there before the last write', async () => {
    const { world, target: one } = shifted(100);
    world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: '2025-12-01T00:00:00.000Z' });
    await expect(confirm(world, one)).rejects.toMatchObject({ name: 'NotSettled' });
  });

  test('does not decide for a deployment that is on its way back', async () => {
    const { world, target: one } = shifted(100);
    writeDeployment(world, { phase: 'back' });
    await expect(confirm(world, one)).rejects.toMatchObject({ name: 'DeploymentClosed' });
  });
});
