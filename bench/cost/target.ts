import type { Wire } from '../../local/aws-json.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { handSetAlarm } from '../../test/tasks/hand-set-alarm.ts';

export const ALARM = 'orders-failures';

/** Local AWS with one machine for peers to deploy: its alias is on version 1, its second revision waits, its alarm is quiet. */
export async function openTarget() {
  const aws = new LocalAws();
  const call = (service: 'states' | 'cloudwatch', operation: string, input: Wire) =>
    aws[service].operations[operation]!(input, aws.context);
  const roleArn = `arn:aws:iam::${aws.context.account}:role/local`;
  const definition = (version: number) =>
    JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Result: version, End: true } } });
  const machine = { name: 'orders', roleArn, definition: definition(1), publish: true };
  const { stateMachineArn, stateMachineVersionArn } = await call('states', 'CreateStateMachine', machine);
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await call('states', 'CreateStateMachineAlias', { name: 'live', routingConfiguration });
  await call('states', 'UpdateStateMachine', { stateMachineArn, definition: definition(2) });
  await call('cloudwatch', 'PutMetricAlarm', handSetAlarm(ALARM));
  await call('cloudwatch', 'SetAlarmState', { AlarmName: ALARM, StateValue: 'OK', StateReason: 'quiet' });
  return { aws, call, stateMachineArn: stateMachineArn as string, aliasArn: `${stateMachineArn}:live` };
}
