import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/roll-back.ts';
import type { Target } from '../../workflow/document.ts';
import { split, wholly } from '../../workflow/routes.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import {
  CANDIDATE,
  deploymentOf,
  entryOf,
  foundWorld,
  LIVE,
  newTarget,
  ORDERS,
  OWNER,
  STABLE,
  shifted,
  target,
  writeDeployment,
  writeEntry,
} from './targets.ts';

async function rollBack(world: World, one: Target, ports = inMemoryPorts(world)) {
  return handler.core({ target: one, owner: OWNER }, ports);
}

const LATER = '2026-01-01T00:02:00.000Z';

/** A target whose alias this deployment has created. */
function created(): { world: World; target: Target } {
  const { world } = shifted(100);
  const updatedAt = entryOf(world).written!.updatedAt;
  world.aliases.set(LIVE, { routes: wholly(CANDIDATE), updatedAt });
  writeEntry(world, {
    ...entryOf(world),
    found: { kind: 'absent' },
    written: { routing: wholly(CANDIDATE), updatedAt },
  });
  return { world, target: newTarget({ shifted: { kind: 'written', candidateWeight: 100, updatedAt } }) };
}

/** An announced write of 10 percent that got no answer; `landed` says whether AWS has done it. */
function unanswered(landed: boolean): { world: World; target: Target } {
  const world = foundWorld();
  const routing = split(STABLE, CANDIDATE, 10);
  const facts = { found: target().found, foundAt: target().foundAt, candidateArn: CANDIDATE };
  writeEntry(world, {
    ...entryOf(world),
    stage: 1,
    intents: [{ routing, at: new Date(world.clock).toISOString(), attempts: 1 }],
    ...facts,
  });
  if (landed) world.aliases.set(LIVE, { routes: routing, updatedAt: new Date(++world.clock).toISOString() });
  return { world, target: target({ failure: { Error: 'States.Timeout' } }) };
}

describe('RollBack', () => {
  test.each([1, 50, 100])('puts an alias at %i percent wholly on stable, with one route', async (weight) => {
    const { world, target: one } = shifted(weight);
    expect(await rollBack(world, one)).toMatchObject({ kind: 'restored' });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
  });

  test('decides for the whole deployment, in the ledger, that it goes back', async () => {
    const { world, target: one } = shifted(50);
    await rollBack(world, one);
    expect(deploymentOf(world)).toMatchObject({ phase: 'back' });
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

  test('keeps a shift that is still under way somewhere from writing after it', async () => {
    const world = foundWorld();
    await rollBack(world, target());
    expect(entryOf(world).stage).toBeGreaterThan(1_000);
  });

  test('restores an alias whose shift got no answer but reached AWS: nothing more can come of its only try', async () => {
    const { world, target: one } = unanswered(true);
    expect(await rollBack(world, one)).toMatchObject({ kind: 'restored' });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
    expect(entryOf(world).shifts).toMatchObject([{ candidateWeight: 10 }, { candidateWeight: 0 }]);
  });

  test('restores at once an alias whose shift was tried twice, and proves it when nothing can come any more', async () => {
    const { world, target: one } = unanswered(true);
    const [intent] = entryOf(world).intents;
    writeEntry(world, { ...entryOf(world), intents: [{ ...intent!, attempts: 2 }] });
    await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NotSettled' });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
    world.clock += 121_000;
    expect(await rollBack(world, one)).toMatchObject({ kind: 'restored' });
  });

  test('restores an alias whose shift takes effect only after it was looked at', async () => {
    const { world, target: one } = unanswered(false);
    await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NotSettled' });
    world.clock += 60_000;
    world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 10), updatedAt: new Date(world.clock).toISOString() });
    expect(await rollBack(world, one)).toMatchObject({ kind: 'restored' });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
  });

  test('leaves an alias as found that somebody else moved', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.set(LIVE, { routes: wholly(`${ORDERS}:7`), updatedAt: LATER });
    expect(await rollBack(world, one)).toEqual({ kind: 'handedOver', routing: '100 % on version 7', updatedAt: LATER });
    expect(world.writes).toEqual([]);
  });

  test('leaves an alias as found that somebody else wrote anew, even though it looks the same', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, 50), updatedAt: LATER });
    expect(await rollBack(world, one)).toMatchObject({ kind: 'handedOver' });
  });

  test('hands over an alias that was deleted', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.delete(LIVE);
    await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NotSettled' }); // one reading proves nothing
    world.clock += 61_000;
    expect(await rollBack(world, one)).toEqual({ kind: 'handedOver', routing: 'been deleted' });
  });

  test('tries again when AWS answers what was there before the last write', async () => {
    const { world, target: one } = shifted(50);
    world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: '2026-01-01T00:00:30.000Z' });
    await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NotSettled' });
  });

  test('does not take back a deployment that was promoted', async () => {
    const { world, target: one } = shifted(100);
    writeDeployment(world, { phase: 'promoted' });
    expect(await rollBack(world, one)).toEqual({ kind: 'promoted' });
    expect(world.writes).toEqual([]);
  });

  test('moves nothing when recovery has taken over', async () => {
    const { world, target: one } = shifted(50);
    writeEntry(world, { ...entryOf(world), closed: true });
    await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'DeploymentClosed' });
    expect(world.writes).toEqual([]);
  });

  describe('of an alias that this deployment created', () => {
    test('removes it while nobody has used it, and again does no harm', async () => {
      const { world, target: one } = created();
      await expect(rollBack(world, one)).rejects.toMatchObject({ name: 'NotSettled' }); // AWS's list may be a minute behind
      world.clock += 61_000;
      expect(await rollBack(world, one)).toEqual({ kind: 'removed' });
      expect(world.aliases.has(LIVE)).toBe(false);
      expect(await rollBack(world, one)).toEqual({ kind: 'removed' });
    });

    test('knows no way back once executions were started through it', async () => {
      const { world, target: one } = created();
      world.started.add(LIVE);
      expect(await rollBack(world, one)).toEqual({ kind: 'inUse' });
      expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(CANDIDATE));
    });

    test('leaves it as found when somebody else moved it', async () => {
      const { world, target: one } = created();
      world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: LATER });
      expect(await rollBack(world, one)).toEqual({
        kind: 'handedOver',
        routing: '100 % on version 1',
        updatedAt: LATER,
      });
    });
  });
});
