import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SFNClient } from '@aws-sdk/client-sfn';
import { type Alarms, awsAlarms } from './alarms.ts';
import { type Aliases, awsAliases } from './aliases.ts';
import { awsCandidateExecutions, type CandidateExecutions } from './candidate-executions.ts';
import { dynamoLedger } from './dynamo-ledger.ts';
import { awsExecutionCounts, type ExecutionCounts } from './execution-counts.ts';
import { awsExecutions, type Executions } from './executions.ts';
import { awsFailedExecutions, type FailedExecutions } from './failed-executions.ts';
import type { Ledger } from './ledger.ts';
import { awsStarts, type Starts } from './starts.ts';
import { awsStateMachines, type StateMachines } from './state-machines.ts';

/** All that the deployer's tasks may do to the world. Each task names the few it needs. */
export interface Ports {
  readonly aliases: Aliases;
  readonly stateMachines: StateMachines;
  readonly alarms: Alarms;
  readonly starts: Starts;
  readonly counts: ExecutionCounts;
  readonly failed: FailedExecutions;
  readonly executions: Executions;
  readonly candidateExecutions: CandidateExecutions;
  readonly ledger: Ledger;
  /** The time, ISO 8601. */
  readonly now: () => string;
}

export interface AwsClients {
  readonly sfn: SFNClient;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
}

export interface Surroundings {
  /** The ledger's table. */
  readonly ledgerTable: string;
  readonly now: () => string;
}

export function awsPorts({ sfn, cloudwatch, dynamodb }: AwsClients, { ledgerTable, now }: Surroundings): Ports {
  return {
    aliases: awsAliases(sfn),
    stateMachines: awsStateMachines(sfn),
    alarms: awsAlarms(cloudwatch),
    starts: awsStarts(sfn, cloudwatch),
    counts: awsExecutionCounts(cloudwatch),
    failed: awsFailedExecutions(sfn),
    executions: awsExecutions(sfn),
    candidateExecutions: awsCandidateExecutions(sfn),
    ledger: dynamoLedger(dynamodb, ledgerTable),
    now,
  };
}
