import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/lock-targets.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import { type Owner, taken } from '../../workflow/ledger.ts';
import { wholly } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { deploymentOf, entryOf, LIVE, OWNER, STABLE, shifted, writeDeployment, writeEntry } from './targets.ts';

/** Another deployment than the one that holds the target. */
const NEXT: Owner = { executionArn: `${OWNER.executionArn}-next`, redriveCount: 0 };

function held(status: 'RUNNING' | 'ABORTED'): World {
  const { world } = shifted(50);
  const { executionArn } = OWNER;
  const startDate = new Date('2026-01-01T00:00:00Z');
  world.executions.set(executionArn, { executionArn, name: 'one', status, startDate, redriveCount: 0 });
  return world;
}

function lock(world: World, more: Partial<Ports> = {}) {
  return handler.core({ document: document(), owner: NEXT, retryCount: 0 }, { ...inMemoryPorts(world), ...more });
}

describe('LockTargets', () => {
  test('refuses a target that a living deployment holds, and names that', async () => {
    const world = held('RUNNING');
    await expect(lock(world)).rejects.toMatchObject({
      name: 'ValidationError',
      reason: 'TargetLocked',
      summary: expect.stringContaining(OWNER.executionArn),
    });
    expect(world.writes).toEqual([]);
  });

  test('completes a dead holder first, and then holds the target itself', async () => {
    const world = held('ABORTED');
    expect(await lock(world)).toEqual({ recovered: [{ executionArn: OWNER.executionArn, outcome: 'RolledBack' }] });
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
    expect(entryOf(world).owner).toEqual(NEXT);
    expect(deploymentOf(world)).toMatchObject({ open: false, recovered: { by: NEXT.executionArn } });
  });

  // Found by the proof: the function of a life that was stopped went on forty seconds later, and completed the life that had begun since.
  test('does not take a later life of its own execution for a dead one', async () => {
    const { world } = shifted(50);
    const later: Owner = { ...OWNER, redriveCount: 1 };
    // The life before has read the entry of the deployment already.
    const ports = inMemoryPorts(world);
    writeEntry(world, { ...entryOf(world), owner: later });
    const late = handler.core({ document: document(), owner: OWNER, retryCount: 0 }, ports);
    await expect(late).rejects.toMatchObject({ name: 'DeploymentClosed' });
    expect(entryOf(world)).toMatchObject({ owner: later, stage: 1 });
    expect(world.writes).toEqual([]);
  });

  test('refuses when a dead holder cannot be completed, and gives the command that tries again', async () => {
    const world = held('ABORTED');
    const read = async () => {
      throw Object.assign(new Error('no such permission'), { name: 'SomethingUnforeseen' });
    };
    const aliases = { ...inMemoryPorts(world).aliases, read };
    await expect(lock(world, { aliases })).rejects.toMatchObject({
      name: 'ValidationError',
      reason: 'TargetLocked',
      summary: expect.stringContaining('no such permission'),
      repair: [`stepshift recover ${OWNER.executionArn}`],
    });
  });

  test('in a late function of an earlier life leaves alone what a later life of its execution holds', async () => {
    const world = held('RUNNING');
    const later = { ...OWNER, redriveCount: OWNER.redriveCount + 1 };
    const stored = { ...deploymentOf(world), owner: later, life: later.redriveCount };
    writeEntry(world, { ...entryOf(world), owner: later });
    let reads = 0;
    const ports = inMemoryPorts(world);
    // The later life takes over between this function's first reading of its deployment and the next.
    const deployments: Ports['ledger']['deployments'] = {
      ...ports.ledger.deployments,
      async read(executionArn) {
        if (reads++ === 1) writeDeployment(world, stored);
        return ports.ledger.deployments.read(executionArn);
      },
    };
    world.executions.set(OWNER.executionArn, { ...world.executions.get(OWNER.executionArn)!, redriveCount: 1 });
    const late = handler.core(
      { document: document(), owner: OWNER, retryCount: 0 },
      { ...ports, ledger: { ...ports.ledger, deployments } },
    );
    await expect(late).rejects.toMatchObject({ name: 'DeploymentClosed' });
    expect(entryOf(world).owner).toEqual(later);
    expect(deploymentOf(world)).toEqual(stored);
  });

  test('tries again while another recovery is at work on the same deployment', async () => {
    const world = held('ABORTED');
    const ports = inMemoryPorts(world);
    const aliases: Ports['aliases'] = {
      ...ports.aliases,
      async write(arn, routes) {
        const updatedAt = await ports.aliases.write(arn, routes);
        writeEntry(world, taken({ stage: 0, intents: [] }, { executionArn: 'yet another', redriveCount: 0 })!);
        return updatedAt;
      },
    };
    await expect(lock(world, { aliases })).rejects.toMatchObject({ name: 'NotSettled', reason: 'TargetLocked' });
  });
});
