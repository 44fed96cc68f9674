import { describe, expect, test } from '@jest/globals';
import { handler } from '../../tasks/recover-deployment.ts';
import { wholly } from '../../workflow/routes.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import {
  CANDIDATE,
  deploymentOf,
  entryOf,
  foundWorld,
  LIVE,
  ORDERS,
  OWNER,
  STABLE,
  shifted,
  writeDeployment,
} from './targets.ts';

const { executionArn } = OWNER;

function executed(world: World, status: 'RUNNING' | 'ABORTED' | 'FAILED', redriveCount = 0): World {
  const startDate = new Date('2026-01-01T00:00:00Z');
  world.executions.set(executionArn, { executionArn, name: 'one', status, startDate, redriveCount });
  return world;
}

const event = (redriveCount: number) => ({
  Records: [{ body: JSON.stringify({ detail: { executionArn, redriveCount } }) }],
});
const run = (world: World, input: object = {}, ports = inMemoryPorts(world)) => handler.core(input as never, ports);
const record = (world: World) =>
  JSON.parse(world.ledger.records.get(executionArn) ?? 'null') as { outcome: string } | null;

describe('the watchdog', () => {
  test('brings back what a stopped deployment left, and stores its record', async () => {
    const world = executed(shifted(50).world, 'ABORTED');
    expect(await run(world)).toEqual([{ executionArn, recovery: 'recovered' }]);
    expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(STABLE));
    expect(entryOf(world).owner).toBeUndefined();
    expect(deploymentOf(world)).toMatchObject({ open: false, recorded: 0, recovered: { by: 'watchdog' } });
    expect(record(world)).toMatchObject({ outcome: 'RolledBack' });
  });

  test('touches nothing of a deployment that is running', async () => {
    const world = executed(shifted(50).world, 'RUNNING');
    expect(await run(world)).toEqual([{ executionArn, recovery: 'running' }]);
    expect(world.writes).toEqual([]);
    expect(record(world)).toBeNull();
  });

  test.each([
    [{}, ['stable', 'superseded']],
    [{ restores: true as const }, []],
  ])(
    'writes down what the versions have shown when it promotes, and nothing of a restore: %j',
    async (emergency, standings) => {
      const world = executed(shifted(100).world, 'ABORTED');
      writeDeployment(world, { phase: 'promoted', ...emergency });
      await run(world);
      expect(world.aliases.get(LIVE)?.routes).toEqual(wholly(CANDIDATE));
      const versions = await inMemoryPorts(world).ledger.versions.read(ORDERS);
      expect(versions.map(({ standing }) => standing).sort()).toEqual(standings);
    },
  );

  test('touches nothing of a deployment that is running, whatever name is given for who asks', async () => {
    const world = executed(shifted(50).world, 'RUNNING');
    expect(await run(world, { executionArn, by: executionArn })).toEqual([{ executionArn, recovery: 'running' }]);
    expect(world.writes).toEqual([]);
  });

  test('believes that an execution is unknown to AWS only when that lasts', async () => {
    const { world } = shifted(50);
    world.clock += 3_600_000;
    expect(await run(world)).toEqual([{ executionArn, recovery: 'running' }]);
    executed(world, 'RUNNING');
    await run(world);
    world.executions.clear();
    world.clock += 3_600_000;
    expect(await run(world)).toEqual([{ executionArn, recovery: 'running' }]);
    world.clock += 121_000;
    expect(await run(world)).toEqual([{ executionArn, recovery: 'recovered' }]);
  });

  test('stores the record of a deployment that ended by itself and whose event was lost', async () => {
    const world = executed(foundWorld(), 'FAILED');
    writeDeployment(world, { open: false, ended: 'RolledBack' });
    await run(world);
    expect(record(world)).not.toBeNull();
    world.ledger.records.clear();
    expect(await run(world)).toEqual([]); // it does so once
  });

  test('takes the end that a deployment had come to when it was stopped after it', async () => {
    const world = executed(foundWorld(), 'ABORTED');
    writeDeployment(world, { open: false, ended: 'Succeeded', phase: 'promoted' });
    await run(world);
    expect(record(world)).toMatchObject({ outcome: 'Succeeded' });
  });

  test('is asked again when AWS still answers that an ended execution runs, but not of one that was redriven since', async () => {
    const world = executed(foundWorld(), 'RUNNING');
    await expect(run(world, event(0))).rejects.toMatchObject({ name: 'NotSettled' });
    executed(world, 'RUNNING', 1);
    writeDeployment(world, { open: false });
    expect(await run(world, event(0))).toEqual([{ executionArn, recovery: 'nothing' }]);
  });

  test('is asked again when AWS still answers the life before the one that ended', async () => {
    const world = executed(foundWorld(), 'ABORTED');
    writeDeployment(world, { open: false });
    await expect(run(world, event(1))).rejects.toMatchObject({ name: 'NotSettled' });
    expect(record(world)).toBeNull();
  });

  test('is asked again when AWS does not answer the whole history yet', async () => {
    const world = executed(foundWorld(), 'FAILED');
    const ports = inMemoryPorts(world);
    const executions = { ...ports.executions, history: async () => [{ type: 'TaskStateEntered' }] };
    await expect(run(world, {}, { ...ports, executions })).rejects.toMatchObject({ name: 'NotSettled' });
    expect(deploymentOf(world).recorded).toBeUndefined();
  });

  test('names the person who asks for it', async () => {
    const world = executed(shifted(50).world, 'ABORTED');
    await run(world, { executionArn, by: 'arn:aws:iam::123456789012:user/kim' });
    expect(deploymentOf(world).recovered).toMatchObject({ by: 'arn:aws:iam::123456789012:user/kim' });
  });

  test('lets each of many deployments be the first in its turn', async () => {
    const world = executed(foundWorld(), 'RUNNING');
    const other = `${executionArn}-two`;
    const ports = inMemoryPorts(world);
    const entry = { ...deploymentOf(world), owner: { executionArn: other, redriveCount: 0 }, targets: [] };
    await ports.ledger.deployments.write(entry, 0);
    world.executions.set(other, { ...world.executions.get(executionArn)!, executionArn: other });
    const firsts = new Set<string>();
    for (let i = 0; i < 2; i++) {
      firsts.add((await run(world))[0]!.executionArn);
      world.clock += 300_000;
    }
    expect(firsts.size).toBe(2);
  });
});
