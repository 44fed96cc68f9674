import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { type Alarms, awsAlarms } from './alarms.ts';
import { type Aliases, awsAliases } from './aliases.ts';
import { awsStarts, type Starts } from './starts.ts';
import { awsStateMachines, type StateMachines } from './state-machines.ts';

/** All that the deployer's tasks may do to the world. Each task names the few it needs. */
export interface Ports {
  readonly aliases: Aliases;
  readonly stateMachines: StateMachines;
  readonly alarms: Alarms;
  readonly starts: Starts;
}

export interface AwsClients {
  readonly sfn: SFNClient;
  readonly cloudwatch: CloudWatchClient;
}

export function awsPorts({ sfn, cloudwatch }: AwsClients): Ports {
  return {
    aliases: awsAliases(sfn),
    stateMachines: awsStateMachines(sfn),
    alarms: awsAlarms(cloudwatch),
    starts: awsStarts(sfn, cloudwatch),
  };
}
