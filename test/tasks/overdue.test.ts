import { describe, expect, test } from '@jest/globals';
import { handler as lockTargets } from '../../tasks/lock-targets.ts';
import { handler as watchdog } from '../../tasks/recover-deployment.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { deploymentOf, foundWorld, OWNER, writeDeployment } from './targets.ts';

const { executionArn } = OWNER;

async function lookedAt(status: 'RUNNING' | 'ABORTED', minutesOverdue: number): Promise<readonly object[]> {
  const world = foundWorld();
  const now = inMemoryPorts(world).now();
  const dueAt = new Date(Date.parse(now) - minutesOverdue * 60_000).toISOString();
  writeDeployment(world, { dueAt });
  executed(world, status);
  return watchdog.core({}, inMemoryPorts(world));
}

function executed(world: World, status: 'RUNNING' | 'ABORTED'): void {
  const startDate = new Date('2026-01-01T00:00:00Z');
  world.executions.set(executionArn, { executionArn, name: 'one', status, startDate, redriveCount: 0 });
}

describe('the watchdog, of a deployment that runs', () => {
  test('says by how much it is overdue, for an alarm to hear', async () => {
    expect(await lookedAt('RUNNING', 16)).toEqual([{ executionArn, recovery: 'running', overdueSeconds: 960 }]);
  });

  test.each([15, 0, -60])('says nothing where it is %s minutes beyond its plan', async (minutes) => {
    expect(await lookedAt('RUNNING', minutes)).toEqual([{ executionArn, recovery: 'running' }]);
  });

  test('says nothing of one that has ended', async () => {
    expect(await lookedAt('ABORTED', 1000)).toEqual([{ executionArn, recovery: 'recovered' }]);
  });
});

describe('LockTargets', () => {
  test('writes down until when the deployment should be over', async () => {
    const world = foundWorld();
    world.ledger.deployments.clear();
    world.ledger.targets.clear();
    const dueAt = '2026-01-01T00:10:00.000Z';
    const { execution, ...rest } = document();
    const dated = { ...rest, execution: { ...execution, dueAt } };
    await lockTargets.core({ document: dated, owner: OWNER, retryCount: 0 }, inMemoryPorts(world));
    expect(deploymentOf(world)).toMatchObject({ dueAt });
  });
});
