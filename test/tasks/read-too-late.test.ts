import { describe, expect, test } from '@jest/globals';
import { handler as confirmPromotion } from '../../tasks/confirm-promotion.ts';
import { handler as promote } from '../../tasks/promote.ts';
import { handler as watchdog } from '../../tasks/recover-deployment.ts';
import { handler as rollBack } from '../../tasks/roll-back.ts';
import { handler as shiftTraffic } from '../../tasks/shift-traffic.ts';
import { SECOND_READING_SECONDS } from '../../workflow/limits.ts';
import { wholly } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { CANDIDATE, deploymentOf, entryOf, foundWorld, LIVE, ORDERS, OWNER, target } from './targets.ts';

/** Somebody wrote the alias a moment before the deployment read it for the first time, and that reading did not show it yet. */
function movedBefore(): World {
  const world = foundWorld();
  world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: '2025-12-31T23:59:50.000Z' });
  return world;
}

/** The first step was announced on the ground of that reading, and AWS refused it. */
async function refusedShift(): Promise<World> {
  const world = foundWorld();
  const ports = inMemoryPorts(world);
  const write = async () => Promise.reject(new Error('AWS refuses'));
  const input = { target: target(), weightPercent: 10, stepNumber: 1, owner: OWNER };
  await expect(shiftTraffic.core(input, { ...ports, aliases: { ...ports.aliases, write } })).rejects.toThrow('refuses');
  world.aliases.set(LIVE, movedBefore().aliases.get(LIVE)!);
  world.clock += 121_000;
  return world;
}

describe('an alias that somebody else wrote shortly before it was first read', () => {
  test('is left as found by the way back, which is done with it', async () => {
    const world = await refusedShift();
    const back = await rollBack.core({ target: target(), owner: OWNER }, inMemoryPorts(world));
    expect(back).toMatchObject({ kind: 'handedOver', routing: '100 % on version 7' });
    expect(world.writes).toEqual([]);
  });

  test('is left as found by the watchdog, and not locked for ever', async () => {
    const world = await refusedShift();
    const { executionArn } = OWNER;
    const startDate = new Date('2026-01-01T00:00:00Z');
    world.executions.set(executionArn, { executionArn, name: 'one', status: 'ABORTED', startDate, redriveCount: 0 });
    await watchdog.core({ executionArn }, inMemoryPorts(world));
    expect(entryOf(world).owner).toBeUndefined();
    expect(deploymentOf(world)).toMatchObject({ open: false, recovered: { outcome: 'CriticalError' } });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(`${ORDERS}:7`));
  });

  test('is what a restore replaces', async () => {
    const world = movedBefore();
    await promote.core({ target: target(), owner: OWNER }, inMemoryPorts(world));
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(CANDIDATE));
  });

  test('is read again by a restore that took it for being there already', async () => {
    const { request, ...rest } = document({ targets: [target({ candidate: { versionArn: `${ORDERS}:1` } })] });
    const restoring = { ...rest, request: { ...request, road: 'restore' as const } };
    const world = movedBefore();
    world.clock += SECOND_READING_SECONDS * 1000;
    const confirmed = confirmPromotion.core({ document: restoring, owner: OWNER }, inMemoryPorts(world));
    await expect(confirmed).rejects.toMatchObject({ name: 'ReadAgain' });
  });
});
