import { sleep } from '../../local/clock.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { type Boto3, boto3 } from './botocore.ts';

/** What sfndeploy.py is told on its command line. */
export interface SfndeployArguments {
  readonly stateMachineArn: string;
  readonly aliasArn: string;
  readonly alarms: readonly string[];
  /** Of the candidate in percent, window by window. */
  readonly weights: readonly number[];
  readonly intervalSeconds: number;
}

export interface SfndeployEnd {
  /** `crashed`: a call was refused as often as boto3 tries. The program ends there, and leaves the alias as it is. */
  readonly end: 'deployed' | 'rolledBack' | 'crashed';
}

/**
 * sfndeploy.py with `--strategy linear` against local AWS, as its source reads (aws-samples/aws-stepfunctions-examples, gradual-deploy): finds the version that has the whole alias, asks whether the alarms exist, publishes,
 * then shifts, reads the alarms once (`--alarm-polling` is read by nothing) and sleeps, window by window. An exception is caught nowhere.
 * @param told hears that it has published, and that the first shift is made
 */
export async function sfndeployRun(
  aws: LocalAws,
  given: SfndeployArguments,
  { seed, told = () => {} }: { readonly seed: number; readonly told?: (stage: 'begun' | 'shifted') => void },
): Promise<SfndeployEnd> {
  try {
    return await run(aws, boto3(aws, seed), given, told);
  } catch (error) {
    if ((error as Error).name !== 'ThrottlingException') throw error;
    return { end: 'crashed' };
  }
}

async function run(
  { clock }: LocalAws,
  call: Boto3,
  { stateMachineArn, aliasArn, alarms, weights, intervalSeconds }: SfndeployArguments,
  told: (stage: 'begun' | 'shifted') => void,
): Promise<SfndeployEnd> {
  const route = (routingConfiguration: readonly { stateMachineVersionArn: string; weight: number }[]) =>
    call('states', 'UpdateStateMachineAlias', { stateMachineAliasArn: aliasArn, routingConfiguration });
  const { routingConfiguration } = await call('states', 'DescribeStateMachineAlias', {
    stateMachineAliasArn: aliasArn,
  });
  const stable: string = routingConfiguration.find(
    (one: { weight: number }) => one.weight === 100,
  ).stateMachineVersionArn;
  await call('cloudwatch', 'DescribeAlarms', { AlarmNames: alarms });
  const published = await call('states', 'PublishStateMachineVersion', { stateMachineArn });
  const candidate: string = published.stateMachineVersionArn;
  told('begun');
  for (const [window, weight] of weights.entries()) {
    await route([
      { stateMachineVersionArn: stable, weight: 100 - weight },
      { stateMachineVersionArn: candidate, weight },
    ]);
    if (window === 0) told('shifted');
    const { MetricAlarms } = await call('cloudwatch', 'DescribeAlarms', { AlarmNames: alarms });
    if (MetricAlarms.some((alarm: { StateValue: string }) => alarm.StateValue === 'ALARM')) {
      await route([
        { stateMachineVersionArn: stable, weight: 100 },
        { stateMachineVersionArn: candidate, weight: 0 },
      ]);
      return { end: 'rolledBack' };
    }
    await sleep(clock, intervalSeconds * 1000);
  }
  return { end: 'deployed' };
}
