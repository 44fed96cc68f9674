import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../../local/local-aws.ts';
import { ledgerTable } from '../../../tasks/ports/dynamo-ledger.ts';
import { awsPorts, type Ports } from '../../../tasks/ports/ports.ts';
import { awsStarts } from '../../../tasks/ports/starts.ts';
import { FREE, taken } from '../../../workflow/ledger.ts';
import { split, wholly } from '../../../workflow/routes.ts';
import { rolledBack } from '../../report/records.ts';
import { target } from '../../report/targets.ts';
import { handSetAlarm } from '../hand-set-alarm.ts';
import { emptyWorld, inMemoryPorts } from '../in-memory-ports.ts';
import { ORDERS, OWNER } from '../targets.ts';

/** A place to deploy in: the ports under test, and the means to bring about what they are to find. */
interface Place {
  readonly ports: Ports;
  /** Makes the machine `orders`, or a new revision of it. */
  update(): Promise<void>;
  start(arn: string): Promise<void>;
  alarm(name: string, state: 'OK' | 'ALARM'): Promise<void>;
  /** Lets something pass of whatever time it is. */
  pass(): Promise<void>;
  now(): string;
}

async function inMemory(): Promise<Place> {
  const world = emptyWorld();
  return {
    ports: inMemoryPorts(world),
    async update() {
      const machine = world.machines.get(ORDERS);
      const revisionId = machine ? `revision-${machine.versions.length}-${++world.clock}` : 'INITIAL';
      world.machines.set(ORDERS, { type: 'STANDARD', status: 'ACTIVE', revisionId, versions: machine?.versions ?? [] });
    },
    async start(arn) {
      world.started.add(arn);
    },
    async alarm(name, state) {
      world.alarms.push({ name, state, since: new Date(world.clock).toISOString(), why: 'set by the test' });
    },
    async pass() {
      world.clock += 60_000;
    },
    now: () => new Date(world.clock).toISOString(),
  };
}

async function onLocalAws(): Promise<Place> {
  const aws = new LocalAws();
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: aws.requestHandler(),
    maxAttempts: 1,
  };
  const call = async (service: 'states' | 'cloudwatch', operation: string, input: unknown): Promise<void> => {
    await aws[service].operations[operation]!(input, aws.context);
  };
  let revisions = 0;
  const dynamodb = new DynamoDBClient(options);
  await dynamodb.send(new CreateTableCommand(ledgerTable(LEDGER)));
  const now = (): string => new Date(aws.clock.now()).toISOString();
  const clients = { sfn: new SFNClient(options), cloudwatch: new CloudWatchClient(options), dynamodb };
  return {
    ports: awsPorts(clients, { ledgerTable: LEDGER, now }),
    async update() {
      const definition = JSON.stringify({
        StartAt: 'A',
        States: { A: { Type: 'Pass', Result: revisions++, End: true } },
      });
      const roleArn = 'arn:aws:iam::123456789012:role/any';
      if (revisions === 1) return call('states', 'CreateStateMachine', { name: 'orders', roleArn, definition });
      return call('states', 'UpdateStateMachine', { stateMachineArn: ORDERS, definition });
    },
    start: (arn) => call('states', 'StartExecution', { stateMachineArn: arn, input: '{}' }),
    async alarm(name, state) {
      if (name.startsWith('composite')) {
        await call('cloudwatch', 'PutCompositeAlarm', {
          AlarmName: name,
          AlarmRule: state === 'ALARM' ? 'TRUE' : 'FALSE',
        });
      } else {
        await call('cloudwatch', 'PutMetricAlarm', handSetAlarm(name));
        await call('cloudwatch', 'SetAlarmState', {
          AlarmName: name,
          StateValue: state,
          StateReason: 'set by the test',
        });
      }
      await aws.clock.advanceBy(10_000);
    },
    pass: () => aws.clock.advanceBy(60_000),
    now,
  };
}

const LEDGER = 'ledger';
const LIVE = `${ORDERS}:live`;
const first = `${ORDERS}:1`;
const second = `${ORDERS}:2`;

describe.each([
  ['in memory', inMemory],
  ['of AWS, on local AWS', onLocalAws],
])('the ports %s', (_, open) => {
  let place: Place;
  let ports: Ports;

  beforeEach(async () => {
    place = await open();
    ports = place.ports;
  });

  /** Two versions, and the alias on the first. */
  async function withAlias(): Promise<void> {
    for (let version = 1; version <= 2; version++) {
      await place.update();
      await ports.stateMachines.publish(ORDERS, (await ports.stateMachines.read(ORDERS))!.revisionId, '');
    }
    await ports.aliases.create(LIVE, first);
    await place.pass();
  }

  describe('to state machines', () => {
    test('read what is there, and nothing where there is nothing', async () => {
      expect(await ports.stateMachines.read(ORDERS)).toBeUndefined();
      await place.update();
      expect(await ports.stateMachines.read(ORDERS)).toMatchObject({
        type: 'STANDARD',
        status: 'ACTIVE',
        revisionId: 'INITIAL',
      });
      expect(await ports.stateMachines.read(first)).toBeUndefined();
    });

    test('publish a revision once, and name the newest version', async () => {
      await place.update();
      expect(await ports.stateMachines.newestVersion(ORDERS)).toBeUndefined();
      const published = { kind: 'published', versionArn: first };
      expect(await ports.stateMachines.publish(ORDERS, 'INITIAL', 'one')).toEqual(published);
      expect(await ports.stateMachines.publish(ORDERS, 'INITIAL', 'another description')).toEqual(published);
      expect(await ports.stateMachines.newestVersion(ORDERS)).toBe(first);
      expect(await ports.stateMachines.read(first)).toMatchObject({ type: 'STANDARD' });
    });

    test('refuse to publish a revision that is not the current one any more', async () => {
      await place.update();
      await place.update();
      expect(await ports.stateMachines.publish(ORDERS, 'INITIAL', '')).toMatchObject({ kind: 'moved' });
      expect(await ports.stateMachines.newestVersion(ORDERS)).toBeUndefined();
    });
  });

  describe('to aliases', () => {
    test('read nothing where there is no alias', async () => {
      await place.update();
      expect(await ports.aliases.read(LIVE)).toBeUndefined();
    });

    test('create, and read back what was created with its time', async () => {
      await withAlias();
      expect(await ports.aliases.read(LIVE)).toEqual({
        routes: wholly(first),
        updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
    });

    test('write, answer the time of the write, and read back both', async () => {
      await withAlias();
      const before = (await ports.aliases.read(LIVE))!.updatedAt;
      const updatedAt = await ports.aliases.write(LIVE, split(first, second, 10));
      expect(updatedAt > before).toBe(true);
      expect(await ports.aliases.read(LIVE)).toEqual({ routes: split(first, second, 10), updatedAt });
    });

    test('keep a route of weight 0', async () => {
      await withAlias();
      await ports.aliases.write(LIVE, split(first, second, 100));
      expect((await ports.aliases.read(LIVE))?.routes).toEqual(split(first, second, 100));
    });

    test('remove, and remove again', async () => {
      await withAlias();
      await ports.aliases.remove(LIVE);
      await ports.aliases.remove(LIVE);
      expect(await ports.aliases.read(LIVE)).toBeUndefined();
    });

    test('fail to write an alias that is not there', async () => {
      await place.update();
      await expect(ports.aliases.write(LIVE, wholly(first))).rejects.toMatchObject({ name: 'ResourceNotFound' });
    });
  });

  describe('to alarms', () => {
    test('read nothing for no names', async () => {
      expect(await ports.alarms.read([])).toEqual([]);
    });

    test('read metric and composite alarms, and leave out those that are not there', async () => {
      await place.alarm('quiet', 'OK');
      await place.alarm('composite, with a space', 'ALARM');
      const readings = await ports.alarms.read(['quiet', 'composite, with a space', 'missing']);
      const states = readings.map(({ name, state }) => [name, state]);
      expect(states.sort()).toEqual([
        ['composite, with a space', 'ALARM'],
        ['quiet', 'OK'],
      ]);
      for (const { since, why } of readings)
        expect([since, why]).toEqual([expect.stringMatching(/Z$/), expect.stringMatching(/./)]);
    });
  });

  describe('to the ledger', () => {
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
      expect(await ports.ledger.targets.read(TARGET)).toEqual({ entry: FREE, revision: 0 });
      expect(await ports.ledger.deployments.read(OWNER.executionArn)).toBeUndefined();
      expect(await ports.ledger.deployments.unfinished()).toEqual([]);
      expect(await ports.ledger.versions.read(ORDERS)).toEqual([]);
      expect(await ports.ledger.records.read(OWNER.executionArn)).toBeUndefined();
    });

    test('write an entry only on the revision that was read', async () => {
      const { targets } = ports.ledger;
      const locked = taken(FREE, OWNER)!;
      expect(await targets.write(TARGET, locked, 0)).toBe(true);
      expect(await targets.write(TARGET, locked, 0)).toBe(false);
      expect(await targets.read(TARGET)).toEqual({ entry: locked, revision: 1 });
      expect(await targets.write(TARGET, { ...locked, closed: true }, 1)).toBe(true);
      expect(await targets.write(TARGET, locked, 1)).toBe(false);
      expect(await targets.read(TARGET)).toEqual({ entry: { ...locked, closed: true }, revision: 2 });
    });

    test('let exactly one of many win', async () => {
      const writes = Array.from({ length: 20 }, () => ports.ledger.targets.write(TARGET, FREE, 0));
      expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1);
    });

    test('find the deployments that are unfinished, and only these', async () => {
      const { deployments } = ports.ledger;
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
      for (const version of [10, 9, 1]) await ports.ledger.versions.write(shown(version, 'bad'));
      await ports.ledger.versions.write(shown(9, 'stable'));
      expect(await ports.ledger.versions.read(ORDERS)).toEqual([shown(1, 'bad'), shown(9, 'stable'), shown(10, 'bad')]);
    });

    test('keep audit records', async () => {
      const kept = rolledBack();
      await ports.ledger.records.write(kept);
      expect(await ports.ledger.records.read(kept.deployment.executionArn)).toEqual(kept);
    });

    test('know the deployments of a target, in the order of their starts', async () => {
      const of = (name: string, startedAt: string, ...aliases: readonly string[]) => ({
        ...rolledBack(),
        deployment: { executionArn: `arn:${name}`, name },
        startedAt,
        targets: aliases.map((alias) => target({ alias })),
      });
      const { records } = ports.ledger;
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
      await ports.ledger.records.write(kept);
      expect(await ports.ledger.records.read(kept.deployment.executionArn)).toEqual(kept);
    });
  });

  describe('to starts', () => {
    test('know whether an alias was used', async () => {
      await withAlias();
      const target = { stateMachineArn: ORDERS, alias: 'live', type: 'STANDARD' } as const;
      expect(await ports.starts.any(target, place.now(), place.now())).toBe(false);
      await place.start(LIVE);
      expect(await ports.starts.any(target, place.now(), place.now())).toBe(true);
    });
  });
});

describe('the port to starts of AWS', () => {
  test('takes CloudWatch’s word for an EXPRESS machine', async () => {
    const aws = new LocalAws();
    const options = {
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: aws.requestHandler(),
    };
    const starts = awsStarts(new SFNClient(options), new CloudWatchClient(options));
    const since = new Date(aws.clock.now()).toISOString();
    const any = () =>
      starts.any(
        { stateMachineArn: ORDERS, alias: 'live', type: 'EXPRESS' },
        since,
        new Date(aws.clock.now()).toISOString(),
      );
    expect(await any()).toBe(false);
    const dimensions = [
      { Name: 'StateMachineArn', Value: ORDERS },
      { Name: 'Alias', Value: 'live' },
    ];
    const datum = {
      namespace: 'AWS/States',
      metricName: 'ExecutionsStarted',
      dimensions,
      value: 1,
      timestamp: aws.clock.now(),
    };
    aws.cloudwatch.metrics.put(datum);
    await aws.clock.advanceBy(180_000);
    expect(await any()).toBe(true);
  });
});
