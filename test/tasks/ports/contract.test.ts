import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../../local/local-aws.ts';
import { awsPorts, type Ports } from '../../../tasks/ports/ports.ts';
import { split, wholly } from '../../../workflow/routes.ts';
import { emptyWorld, inMemoryPorts } from '../in-memory-ports.ts';
import { ORDERS } from '../targets.ts';

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

function inMemory(): Place {
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

function onLocalAws(): Place {
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
  return {
    ports: awsPorts({ sfn: new SFNClient(options), cloudwatch: new CloudWatchClient(options) }),
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
        await call('cloudwatch', 'PutMetricAlarm', metricAlarm(name));
        await call('cloudwatch', 'SetAlarmState', {
          AlarmName: name,
          StateValue: state,
          StateReason: 'set by the test',
        });
      }
      await aws.clock.advanceBy(10_000);
    },
    pass: () => aws.clock.advanceBy(60_000),
    now: () => new Date(aws.clock.now()).toISOString(),
  };
}

function metricAlarm(AlarmName: string) {
  return {
    AlarmName,
    Namespace: 'Any',
    MetricName: 'Any',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  };
}

const LIVE = `${ORDERS}:live`;
const first = `${ORDERS}:1`;
const second = `${ORDERS}:2`;

describe.each([
  ['in memory', inMemory],
  ['of AWS, on local AWS', onLocalAws],
])('the ports %s', (_, open) => {
  let place: Place;
  let ports: Ports;

  beforeEach(() => {
    place = open();
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
    const { starts } = awsPorts({ sfn: new SFNClient(options), cloudwatch: new CloudWatchClient(options) });
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
