import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  PublishStateMachineVersionCommand,
} from '@aws-sdk/client-sfn';
import { roleArn } from '../../cli/installed-deployer.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { AwsClients } from '../../tasks/ports/ports.ts';
import type { FailureAlarm, Release } from './release.ts';
import { STABLE } from './traffic.ts';

export const ALIAS = 'live';
/** The version that is published next. */
export const CANDIDATE_VERSION = '2';
const ALARM = 'failures';
const OTHER_ALARM = 'something-else';

/** Creates the machine, its alias wholly on its version 1. */
export async function createMachine(
  aws: LocalAws,
  { sfn }: AwsClients,
  { type = 'STANDARD' }: Release,
): Promise<string> {
  const create = { name: 'orders', type, definition: STABLE, roleArn: roleArn(aws) };
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(create));
  const { stateMachineVersionArn } = await sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn }));
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await sfn.send(new CreateStateMachineAliasCommand({ name: ALIAS, routingConfiguration }));
  return stateMachineArn!;
}

/** Answers the names of the alarms that whoever deploys is told to ask. */
export async function putAlarms(
  { cloudwatch }: AwsClients,
  stateMachineArn: string,
  alarm: FailureAlarm | undefined,
  other: true | undefined,
): Promise<readonly string[]> {
  const names: string[] = [];
  const put = async (AlarmName: string, metric: object, Threshold: number): Promise<void> => {
    names.push(AlarmName);
    const sum = {
      Statistic: 'Sum',
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    } as const;
    await cloudwatch.send(
      new PutMetricAlarmCommand({ AlarmName, ...sum, Threshold, TreatMissingData: 'notBreaching', ...metric }),
    );
  };
  if (alarm) {
    const by =
      alarm.counts === 'alias' ? { Name: 'Alias', Value: ALIAS } : { Name: 'Version', Value: CANDIDATE_VERSION };
    const Dimensions = [{ Name: 'StateMachineArn', Value: stateMachineArn }, by];
    await put(
      ALARM,
      { Namespace: 'AWS/States', MetricName: 'ExecutionsFailed', Dimensions, Period: 300 },
      alarm.threshold,
    );
  }
  if (other) await put(OTHER_ALARM, { Namespace: 'Shop', MetricName: 'Complaints', Period: 60 }, 1);
  return names;
}
