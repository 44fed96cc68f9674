import { type Deployer, installDeployer } from '../cli/installed-deployer.ts';
import { localClients } from '../cli/local-clients.ts';
import type { Wire } from '../local/aws-json.ts';
import { LocalAws } from '../local/local-aws.ts';
import type { VirtualClock } from '../local/virtual-clock.ts';
import type { Benchmark, Measurement } from './benchmark.ts';

/** Deployments of as many aliases, started within a second in one account. */
const DEPLOYMENTS = 300;
/** Each third candidate is bad: its alarm fires 25 minutes after the start, when all have begun and none is over. */
const BAD = 3;
const ALARM_SECONDS = 1500;

/** All of them share AWS's token buckets: one alias write and one alias read a second, nine DescribeAlarms, five ListExecutions. */
export const manyAtOnce: Benchmark = {
  name: 'many-at-once',
  about: `${DEPLOYMENTS} deployments of ${DEPLOYMENTS} aliases at once, under the quotas of one account; each third one is bad`,
  run: async () => {
    const fleet = await openFleet();
    const began = performance.now();
    await deployAll(fleet);
    const wallSeconds = (performance.now() - began) / 1000;
    return [...(await measured(fleet)), { name: 'wall time', value: wallSeconds, unit: 's' }];
  },
};

interface Fleet {
  readonly aws: LocalAws<VirtualClock>;
  readonly deployer: Deployer;
  readonly executions: string[];
  /** Milliseconds from an alarm's transition until the alias was wholly on stable. */
  readonly reactions: number[];
  readonly refusals: Map<string, number>;
}

const roleArn = 'arn:aws:iam::123456789012:role/any';
const isBad = (i: number): boolean => i % BAD === 0;
const machineArn = (i: number): string => `arn:aws:states:us-east-1:123456789012:stateMachine:m${i}`;

/** The machines are there before AWS counts: nobody creates three hundred of them within a second. */
async function openFleet(): Promise<Fleet> {
  const refusals = new Map<string, number>();
  const aws = new LocalAws({ throttling: true, seed: 1 }) as LocalAws<VirtualClock>;
  const fleet: Fleet = {
    aws,
    deployer: await installDeployer(aws, localClients(counting(aws, refusals)), {
      before: async () => {},
      answered: () => {},
      watchdogRan: async () => {},
    }),
    executions: [],
    reactions: [],
    refusals,
  };
  for (let i = 0; i < DEPLOYMENTS; i++) await createTarget(aws, i);
  await aws.clock.advanceBy(3_600_000);
  return fleet;
}

async function createTarget(aws: LocalAws<VirtualClock>, i: number): Promise<void> {
  const definition = (version: number) =>
    JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: version, End: true } } });
  const call = (service: 'states' | 'cloudwatch', operation: string, input: Wire) =>
    patiently(aws, service, operation, input);
  await call('states', 'CreateStateMachine', {
    name: `m${i}`,
    roleArn,
    type: 'EXPRESS',
    definition: definition(1),
    publish: true,
  });
  const routingConfiguration = [{ stateMachineVersionArn: `${machineArn(i)}:1`, weight: 100 }];
  await call('states', 'CreateStateMachineAlias', { name: 'live', routingConfiguration });
  await call('states', 'UpdateStateMachine', { stateMachineArn: machineArn(i), definition: definition(2) });
  await call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: `a${i}`,
    Namespace: 'Any',
    MetricName: `m${i}`,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  });
  await call('cloudwatch', 'SetAlarmState', { AlarmName: `a${i}`, StateValue: 'OK', StateReason: 'quiet' });
}

/** Calls AWS, and waits where it is asked too much. */
async function patiently(
  aws: LocalAws<VirtualClock>,
  service: 'states' | 'cloudwatch',
  operation: string,
  input: Wire,
): Promise<Wire> {
  for (;;) {
    try {
      return await aws[service].operations[operation]!(input, aws.context);
    } catch (error) {
      if ((error as Error).name !== 'ThrottlingException' && (error as Error).name !== 'Throttling') throw error;
      await aws.clock.advanceBy(1000);
    }
  }
}

async function deployAll({ aws, deployer, executions }: Fleet): Promise<void> {
  for (let i = 0; i < DEPLOYMENTS; i++) {
    const input = JSON.stringify({
      stateMachineArn: machineArn(i),
      alias: 'live',
      strategy: 'Linear50PercentEvery15Minutes',
      alarms: [`a${i}`],
      compare: 'off',
    });
    const start = { stateMachineArn: deployer.stateMachineArn, name: `d${i}`, input };
    executions.push((await patiently(aws, 'states', 'StartExecution', start)).executionArn);
  }
  const fire = { StateValue: 'ALARM', StateReason: 'the candidate is bad' };
  aws.clock.schedule(aws.clock.now() + ALARM_SECONDS * 1000, () => {
    for (let i = 0; i < DEPLOYMENTS; i++)
      if (isBad(i)) void aws.cloudwatch.operations.SetAlarmState!({ AlarmName: `a${i}`, ...fire }, aws.context);
  });
  await aws.clock.runUntilIdle();
}

/** How each ended, and where its alias is. */
async function measured({ aws, executions, refusals }: Fleet): Promise<readonly Measurement[]> {
  const ends = new Map<string, number>();
  const seconds = { good: [] as number[], bad: [] as number[] };
  let wrong = 0;
  for (const [i, executionArn] of executions.entries()) {
    const execution = await patiently(aws, 'states', 'DescribeExecution', { executionArn });
    const end = execution.error ?? execution.status;
    ends.set(end, (ends.get(end) ?? 0) + 1);
    seconds[isBad(i) ? 'bad' : 'good'].push(execution.stopDate - execution.startDate);
    const alias = await patiently(aws, 'states', 'DescribeStateMachineAlias', {
      stateMachineAliasArn: `${machineArn(i)}:live`,
    });
    const [route, ...others] = alias.routingConfiguration as { stateMachineVersionArn: string }[];
    const wanted = `${machineArn(i)}:${isBad(i) ? 1 : 2}`;
    if (
      end !== (isBad(i) ? 'RolledBack' : 'SUCCEEDED') ||
      others.length > 0 ||
      route?.stateMachineVersionArn !== wanted
    )
      wrong++;
  }
  const longest = (values: readonly number[]) => Math.max(...values) / 60;
  return [
    { name: 'ended otherwise than they should', value: wrong, unit: '', promise: { atMost: 0 } },
    ...[...ends].map(([end, count]) => ({ name: `ended as ${end}`, value: count, unit: '' })),
    { name: 'longest until promoted', value: longest(seconds.good), unit: 'min' },
    {
      name: 'longest until rolled back, from the alarm',
      value: longest(seconds.bad) - ALARM_SECONDS / 60,
      unit: 'min',
    },
    ...[...refusals].map(([operation, count]) => ({ name: `throttled ${operation}`, value: count, unit: '' })),
  ];
}

/** The same account, with what it refuses counted. */
function counting(aws: LocalAws<VirtualClock>, refusals: Map<string, number>): LocalAws<VirtualClock> {
  for (const service of ['states', 'cloudwatch'] as const) {
    const { operations } = aws[service] as {
      operations: Record<string, (input: Wire, context: never) => Promise<Wire>>;
    };
    for (const [name, operation] of Object.entries(operations)) {
      operations[name] = async (input, context) => {
        try {
          return await operation(input, context);
        } catch (error) {
          if (/Throttling/.test((error as Error).name)) refusals.set(name, (refusals.get(name) ?? 0) + 1);
          throw error;
        }
      };
    }
  }
  return aws;
}
