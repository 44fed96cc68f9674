import { type Deployer, installDeployer } from '../../cli/installed-deployer.ts';
import { localClients } from '../../cli/local-clients.ts';
import type { Wire } from '../../local/aws-json.ts';
import { LocalAws } from '../../local/local-aws.ts';
import type { VirtualClock } from '../../local/virtual-clock.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import { directClients } from '../../test/faults/direct-clients.ts';
import { handSetAlarm } from '../../test/tasks/hand-set-alarm.ts';
import { type Course, courses } from './courses.ts';

/** CloudWatch's quota of an account in one region. */
export const DESCRIBE_ALARMS_PER_SECOND = 9;

/** So many machines, each with an alias on version 1, a second revision and an alarm, and the deployer, in one account under AWS's quotas. */
export interface Fleet {
  readonly aws: LocalAws<VirtualClock>;
  readonly deployer: Deployer;
  readonly size: number;
  /** What AWS let through and what it refused, by operation, since the fleet is there. */
  readonly calls: Map<string, { granted: number; refused: number }>;
  /** By the deployment's name. */
  readonly courses: Map<string, Course>;
  /** Where each alias was sent, by its ARN, since the fleet is there. */
  readonly moves: Map<string, Move[]>;
  /** Told of each state that a deployment enters, and of ENDED. */
  onState(name: string, state: string): void;
}

/** A write of an alias. */
export interface Move {
  readonly at: number;
  /** The version that gets everything; undefined where two share it. */
  readonly wholly: string | undefined;
}

const roleArn = 'arn:aws:iam::123456789012:role/any';
export const aliasArn = (i: number): string => `${machineArn(i)}:live`;
export const machineArn = (i: number): string => `arn:aws:states:us-east-1:123456789012:stateMachine:m${i}`;
export const alarmOf = (i: number): string => `a${i}`;

export async function openFleet(size: number): Promise<Fleet> {
  const calls: Fleet['calls'] = new Map();
  const followed = courses((name, state) => fleet.onState(name, state));
  const aws = new LocalAws({
    throttling: true,
    describeAlarmsPerSecond: DESCRIBE_ALARMS_PER_SECOND,
    seed: 1,
    onHistoryEvent: (arn, event) => followed.see(arn, event as unknown as Wire, aws.clock.now()),
  }) as LocalAws<VirtualClock>;
  const deployer = await installDeployer(aws, quickClients(aws));
  const moves: Fleet['moves'] = new Map();
  const fleet: Fleet = { aws, deployer, size, calls, courses: followed.all, moves, onState: () => {} };
  for (let i = 0; i < size; i++) await createTarget(aws, i);
  // They are there before AWS counts: nobody creates hundreds of them within a second.
  await aws.clock.advanceBy(3_600_000);
  count(fleet);
  return fleet;
}

/** A fleet makes millions of calls: the SDK's own work on those of two services is left out. */
function quickClients(aws: LocalAws): AwsClients {
  const { dynamodb } = localClients(aws);
  return { ...directClients(aws, (_service, _operation, _input, call) => call()), dynamodb };
}

async function createTarget(aws: LocalAws<VirtualClock>, i: number): Promise<void> {
  const definition = (version: number) =>
    JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: version, End: true } } });
  const call = (service: 'states' | 'cloudwatch', operation: string, input: Wire) =>
    patiently(aws, service, operation, input);
  await call('states', 'CreateStateMachine', { name: `m${i}`, roleArn, definition: definition(1), publish: true });
  const routingConfiguration = [{ stateMachineVersionArn: `${machineArn(i)}:1`, weight: 100 }];
  await call('states', 'CreateStateMachineAlias', { name: 'live', routingConfiguration });
  await call('states', 'UpdateStateMachine', { stateMachineArn: machineArn(i), definition: definition(2) });
  await call('cloudwatch', 'PutMetricAlarm', handSetAlarm(alarmOf(i)));
  await call('cloudwatch', 'SetAlarmState', { AlarmName: alarmOf(i), StateValue: 'OK', StateReason: 'quiet' });
}

/** Calls AWS, and waits where it is asked too much. */
export async function patiently(
  aws: LocalAws<VirtualClock>,
  service: 'states' | 'cloudwatch',
  operation: string,
  input: Wire,
): Promise<Wire> {
  for (;;) {
    try {
      return await aws[service].operations[operation]!(input, aws.context);
    } catch (error) {
      if (!isThrottling(error)) throw error;
      await aws.clock.advanceBy(1000);
    }
  }
}

/** From now on what AWS grants and refuses is counted, and where aliases are sent. */
function count({ aws, calls, moves }: Fleet): void {
  for (const service of ['states', 'cloudwatch'] as const) {
    const { operations } = aws[service] as {
      operations: Record<string, (input: Wire, context: never) => Promise<Wire>>;
    };
    for (const [name, operation] of Object.entries(operations)) {
      operations[name] = async (input, context) => {
        const counted = calls.get(name) ?? { granted: 0, refused: 0 };
        calls.set(name, counted);
        try {
          const answer = await operation(input, context);
          counted.granted++;
          if (name === 'UpdateStateMachineAlias') {
            const { stateMachineAliasArn: alias, routingConfiguration } = input;
            moves.set(alias, [
              ...(moves.get(alias) ?? []),
              { at: aws.clock.now(), wholly: whollyOn(routingConfiguration) },
            ]);
          }
          return answer;
        } catch (error) {
          if (isThrottling(error)) counted.refused++;
          throw error;
        }
      };
    }
  }
}

/** A route of weight 0 is no route. */
function whollyOn(routes: readonly { readonly stateMachineVersionArn: string; readonly weight: number }[]) {
  return routes.find(({ weight }) => weight === 100)?.stateMachineVersionArn;
}

export function isThrottling(error: unknown): boolean {
  return error instanceof Error && error.name === 'ThrottlingException';
}
