import { describe, expect, test } from '@jest/globals';
import { handler as lockTargets } from '../../tasks/lock-targets.ts';
import { handler } from '../../tasks/prune-versions.ts';
import type { FoundAlias } from '../../workflow/document.ts';
import { FREE } from '../../workflow/ledger.ts';
import { wholly } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, ORDERS, OWNER, STABLE, target, UPDATED_AT } from './targets.ts';

const DAY = 86_400_000;

/** A machine with ten versions, nine and ten just deployed, all others old and proven by the ledger to have had no traffic for a month. */
function world(): World {
  const one = foundWorld();
  one.machines.set(ORDERS, {
    ...one.machines.get(ORDERS)!,
    versions: Array.from({ length: 10 }, (_, i) => `revision-${i + 1}`),
  });
  one.aliases.set(LIVE, { routes: wholly(`${ORDERS}:10`), updatedAt: UPDATED_AT });
  return one;
}

const NINE = { kind: 'whole', versionArn: `${ORDERS}:9`, updatedAt: UPDATED_AT } as const;

async function pruned(one: World, keepVersions: number, found: FoundAlias = NINE): Promise<readonly number[]> {
  const released = target({ found, candidate: { versionArn: `${ORDERS}:10` } });
  const [machine] = await handler.core(
    { document: document({ targets: [released] }, { keepVersions }) },
    inMemoryPorts(one),
  );
  return machine!.deleted;
}

describe('PruneVersions', () => {
  test('deletes all but the newest, oldest first, and again finds nothing to do', async () => {
    const one = world();
    expect(await pruned(one, 4)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await pruned(one, 4)).toEqual([]);
  });

  test('keeps what is deployed and the way back, however few are to be kept', async () => {
    expect(await pruned(world(), 1)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('keeps what another alias refers to', async () => {
    const one = world();
    one.aliases.set(`${ORDERS}:other`, { routes: wholly(`${ORDERS}:2`), updatedAt: UPDATED_AT });
    expect(await pruned(one, 7)).toEqual([1, 3]);
  });

  test('keeps what still runs', async () => {
    const one = world();
    one.candidateExecutions.push({
      executionArn: 'e',
      versionArn: `${ORDERS}:1`,
      status: 'RUNNING',
      startedAt: UPDATED_AT,
      input: '{}',
    });
    expect(await pruned(one, 8)).toEqual([2]);
  });

  test('keeps what was superseded less than 14 days ago, for its executions may be redriven', async () => {
    const one = world();
    const ports = inMemoryPorts(one);
    const shown = (version: number, days: number) =>
      ports.ledger.versions.write({
        versionArn: `${ORDERS}:${version}`,
        standing: 'superseded',
        deployment: 'd',
        at: new Date(one.clock - days * DAY).toISOString(),
      });
    await shown(1, 13);
    await shown(2, 15);
    expect(await pruned(one, 7)).toEqual([2, 3]);
  });

  test('keeps what proved stable and was not superseded: a restore may have left it for an emergency', async () => {
    const one = world();
    const at = '2020-01-01T00:00:00.000Z';
    const stable = { versionArn: `${ORDERS}:2`, standing: 'stable', deployment: 'd', at } as const;
    await inMemoryPorts(one).ledger.versions.write(stable);
    expect(await pruned(one, 7)).toEqual([1, 3]);
  });

  test('keeps what was published a short while ago and never released', async () => {
    const one = world();
    one.createdAt.set(`${ORDERS}:3`, new Date(one.clock - DAY).toISOString());
    expect(await pruned(one, 7)).toEqual([1, 2]);
  });

  test('keeps what another open deployment releases, or would go back to', async () => {
    const one = world();
    const ports = inMemoryPorts(one);
    const key = { stateMachineArn: ORDERS, alias: 'other' };
    const owner = { ...OWNER, executionArn: `${OWNER.executionArn}-two` };
    const found = { kind: 'whole', versionArn: STABLE, updatedAt: UPDATED_AT } as const;
    await ports.ledger.targets.write(key, { ...FREE, owner, found, foundAt: UPDATED_AT, candidateArn: CANDIDATE }, 0);
    const entry = {
      owner,
      phase: 'forward',
      open: true,
      life: 0,
      startedAt: UPDATED_AT,
      targets: [key],
    } as const;
    await ports.ledger.deployments.write(entry, 0);
    expect(await pruned(one, 7)).toEqual([3]);
  });

  test('keeps what another open deployment was asked for, though it has announced nothing yet', async () => {
    const one = world();
    const ports = inMemoryPorts(one);
    const other = document({}, { alias: 'other', versionArn: `${ORDERS}:2` });
    const owner = { ...OWNER, executionArn: `${OWNER.executionArn}-two` };
    await lockTargets.core({ document: other, owner, retryCount: 0 }, ports);
    expect(await pruned(one, 7)).toEqual([1, 3]);
  });

  test('keeps all where the alias was not there: somebody may have deleted it, and nobody knows what it was on', async () => {
    expect(await pruned(world(), 4, { kind: 'absent' })).toEqual([]);
  });

  test('deletes twenty at a time', async () => {
    const one = world();
    one.machines.set(ORDERS, {
      ...one.machines.get(ORDERS)!,
      versions: Array.from({ length: 60 }, (_, i) => `revision-${i + 1}`),
    });
    expect(await pruned(one, 5)).toHaveLength(20);
  });
});
