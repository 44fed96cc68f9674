import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { LocalAws } from '../../../local/local-aws.ts';
import { ledgerTable } from '../../../tasks/ports/dynamo-ledger.ts';
import { awsPorts, type Ports } from '../../../tasks/ports/ports.ts';
import { handSetAlarm } from '../hand-set-alarm.ts';
import { emptyWorld, inMemoryPorts } from '../in-memory-ports.ts';
import { ORDERS } from '../targets.ts';

/** A place to deploy in: the ports under test, and the means to bring about what they are to find. */
export interface Place {
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
export const LIVE = `${ORDERS}:live`;
export const FIRST = `${ORDERS}:1`;
export const SECOND = `${ORDERS}:2`;

/** Both kinds of ports: each contract holds on the one as on the other. */
export const PLACES = [
  ['in memory', inMemory],
  ['of AWS, on local AWS', onLocalAws],
] as const;

/** Two versions, and the alias on the first. */
export async function withAlias({ ports, update, pass }: Place): Promise<void> {
  for (let version = 1; version <= 2; version++) {
    await update();
    await ports.stateMachines.publish(ORDERS, (await ports.stateMachines.read(ORDERS))!.revisionId, '');
  }
  await ports.aliases.create(LIVE, FIRST);
  await pass();
}
