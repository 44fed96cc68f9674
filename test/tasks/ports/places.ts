import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
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
  await new DynamoDBClient(options).send(new CreateTableCommand(ledgerTable(LEDGER)));
  return placeOn(options, {
    pass: (seconds) => aws.clock.advanceBy(seconds * 1000),
    now: () => new Date(aws.clock.now()).toISOString(),
  });
}

/** How time passes there. */
interface Time {
  pass(seconds: number): Promise<void>;
  now(): string;
}

/** The ports of AWS on whatever these options of the SDK's clients lead to. The ledger's table is made by those who need it. */
export function placeOn(options: SFNClientConfig & DynamoDBClientConfig, { pass, now }: Time): Place {
  const sfn = new SFNClient(options);
  const cloudwatch = new CloudWatchClient(options as CloudWatchClientConfig);
  const dynamodb = new DynamoDBClient(options);
  let revisions = 0;
  return {
    ports: awsPorts({ sfn, cloudwatch, dynamodb }, { ledgerTable: LEDGER, now }),
    async update() {
      const definition = JSON.stringify({
        StartAt: 'A',
        States: { A: { Type: 'Pass', Result: revisions++, End: true } },
      });
      const roleArn = 'arn:aws:iam::123456789012:role/any';
      if (revisions === 1) await sfn.send(new CreateStateMachineCommand({ name: 'orders', roleArn, definition }));
      else await sfn.send(new UpdateStateMachineCommand({ stateMachineArn: ORDERS, definition }));
    },
    async start(arn) {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: arn, input: '{}' }));
    },
    async alarm(name, state) {
      if (name.startsWith('composite')) {
        const AlarmRule = state === 'ALARM' ? 'TRUE' : 'FALSE';
        await cloudwatch.send(new PutCompositeAlarmCommand({ AlarmName: name, AlarmRule }));
      } else {
        await cloudwatch.send(new PutMetricAlarmCommand(handSetAlarm(name)));
        const reason = { StateValue: state, StateReason: 'set by the test' };
        await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: name, ...reason }));
      }
      await pass(10);
    },
    pass: () => pass(60),
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

/** Two versions, of the second revision and the third, and the alias on the first of them. */
export async function withAlias({ ports, update, pass }: Place): Promise<void> {
  await update();
  for (let version = 1; version <= 2; version++) {
    await update();
    await ports.stateMachines.publish(ORDERS, (await ports.stateMachines.read(ORDERS))!.revisionId, '');
  }
  await ports.aliases.create(LIVE, FIRST);
  await pass();
}
