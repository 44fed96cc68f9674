import { beforeEach, describe, expect, test } from '@jest/globals';
import { FREE, taken } from '../../../workflow/ledger.ts';
import { rolledBack } from '../../report/records.ts';
import { target } from '../../report/targets.ts';
import { ORDERS, OWNER } from '../targets.ts';
import { PLACES, type Place } from './places.ts';

describe.each(PLACES)('the ports to the ledger %s', (_, open) => {
  let place: Place;

  beforeEach(async () => {
    place = await open();
  });

  const TARGET = { stateMachineArn: ORDERS, alias: 'live' };
  const entry = (open: boolean, recorded = 0) => ({
    life: 0,
    owner: OWNER,
    phase: 'forward' as const,
    open,
    recorded,
    startedAt: 'then',
    targets: [TARGET],
  });

  test('know nothing at first', async () => {
    expect(await place.ports.ledger.targets.read(TARGET)).toEqual({ entry: FREE, revision: 0 });
    expect(await place.ports.ledger.deployments.read(OWNER.executionArn)).toBeUndefined();
    expect(await place.ports.ledger.deployments.unfinished()).toEqual([]);
    expect(await place.ports.ledger.versions.read(ORDERS)).toEqual([]);
    expect(await place.ports.ledger.records.read(OWNER.executionArn)).toBeUndefined();
  });

  test('write an entry only on the revision that was read', async () => {
    const { targets } = place.ports.ledger;
    const locked = taken(FREE, OWNER)!;
    expect(await targets.write(TARGET, locked, 0)).toBe(true);
    expect(await targets.write(TARGET, locked, 0)).toBe(false);
    expect(await targets.read(TARGET)).toEqual({ entry: locked, revision: 1 });
    expect(await targets.write(TARGET, { ...locked, closed: true }, 1)).toBe(true);
    expect(await targets.write(TARGET, locked, 1)).toBe(false);
    expect(await targets.read(TARGET)).toEqual({ entry: { ...locked, closed: true }, revision: 2 });
  });

  test('let exactly one of many win', async () => {
    const writes = Array.from({ length: 20 }, () => place.ports.ledger.targets.write(TARGET, FREE, 0));
    expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
  });

  test('find the deployments that are unfinished, and only these', async () => {
    const { deployments } = place.ports.ledger;
    await deployments.write(entry(true), 0);
    await deployments.write({ ...entry(false), owner: { ...OWNER, executionArn: 'another' } }, 0);
    expect(await deployments.unfinished()).toEqual([OWNER.executionArn]);
    expect(await deployments.write(entry(false, -1), 1)).toBe(true);
    expect(await deployments.unfinished()).toEqual([OWNER.executionArn]);
    expect(await deployments.write(entry(false), 2)).toBe(true);
    expect(await deployments.unfinished()).toEqual([]);
    expect(await deployments.read(OWNER.executionArn)).toEqual({ entry: entry(false), revision: 3 });
  });

  test('keep what versions have shown, by their numbers, the last word counting', async () => {
    const shown = (version: number, standing: 'stable' | 'bad') => ({
      versionArn: `${ORDERS}:${version}`,
      standing,
      deployment: 'd',
      at: 'then',
    });
    for (const version of [10, 9, 1]) await place.ports.ledger.versions.write(shown(version, 'bad'));
    await place.ports.ledger.versions.write(shown(9, 'stable'));
    expect(await place.ports.ledger.versions.read(ORDERS)).toEqual([
      shown(1, 'bad'),
      shown(9, 'stable'),
      shown(10, 'bad'),
    ]);
  });

  test('keep audit records', async () => {
    const kept = rolledBack();
    await place.ports.ledger.records.write(kept);
    expect(await place.ports.ledger.records.read(kept.deployment.executionArn)).toEqual(kept);
  });

  test('know the deployments of a target, in the order of their starts', async () => {
    const of = (name: string, startedAt: string, ...aliases: readonly string[]) => ({
      ...rolledBack(),
      deployment: { executionArn: `arn:${name}`, name },
      startedAt,
      targets: aliases.map((alias) => target({ alias })),
    });
    const { records } = place.ports.ledger;
    await records.write(of('second', '2026-02-01T00:00:00.000Z', 'live'));
    await records.write(of('first', '2026-01-01T00:00:00.000Z', 'live', 'live.eu'));
    await records.write(of('first', '2026-01-01T00:00:00.000Z', 'live', 'live.eu'));
    await records.write(of('refused', '2026-01-02T00:00:00.000Z'));
    const { stateMachineArn } = target();
    expect(await records.ofTarget({ stateMachineArn, alias: 'live' })).toEqual(['arn:first', 'arn:second']);
    expect(await records.ofTarget({ stateMachineArn, alias: 'live.eu' })).toEqual(['arn:first']);
    expect(await records.ofTarget({ stateMachineArn, alias: 'live.' })).toEqual([]);
  });

  test('keep the record of a deployment that was looked at thousands of times', async () => {
    const reasons = ['alarm "orders-failures" is quiet, and so are all of the others that the request names'];
    const check = { weightPercent: 10, verdict: 'healthy', decision: 'keepBaking', reasons } as const;
    const checks = Array.from({ length: 5000 }, (_, i) => ({ ...check, atSeconds: i * 60 + 0.123 }));
    const kept = { ...rolledBack(), checks };
    expect(JSON.stringify(kept).length).toBeGreaterThan(400 * 1024);
    await place.ports.ledger.records.write(kept);
    expect(await place.ports.ledger.records.read(kept.deployment.executionArn)).toEqual(kept);
  });
});
