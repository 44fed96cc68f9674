import { AwsError } from '../aws-json.ts';
import type { Clock } from '../clock.ts';

type Bucket = readonly [size: number, refillPerSecond: number];

/** Step Functions service quotas, "API action throttling": bucket size and refill per second, where all regions have the same. */
const EVERYWHERE: Readonly<Record<string, Bucket>> = {
  CreateStateMachine: [100, 1],
  CreateStateMachineAlias: [100, 1],
  DeleteStateMachine: [50, 1],
  DeleteStateMachineAlias: [100, 1],
  DeleteStateMachineVersion: [100, 1],
  DescribeStateMachine: [200, 20],
  DescribeStateMachineAlias: [200, 1],
  DescribeStateMachineForExecution: [200, 1],
  GetExecutionHistory: [400, 20],
  ListStateMachineAliases: [100, 1],
  ListStateMachines: [100, 5],
  ListStateMachineVersions: [100, 1],
  ListTagsForResource: [100, 1],
  PublishStateMachineVersion: [100, 1],
  RedriveExecution: [1300, 300],
  TagResource: [200, 1],
  UntagResource: [200, 1],
  UpdateStateMachine: [100, 1],
  UpdateStateMachineAlias: [100, 1],
  ValidateStateMachineDefinition: [100, 1],
};

/** The same where the three largest regions have more than the others. */
const IN_LARGE_REGIONS: Readonly<Record<string, Bucket>> = {
  DescribeExecution: [300, 15],
  ListExecutions: [200, 5],
  SendTaskFailure: [3000, 500],
  SendTaskHeartbeat: [3000, 500],
  SendTaskSuccess: [3000, 500],
  StartExecution: [1300, 300],
  StopExecution: [1000, 200],
};
const ELSEWHERE: Readonly<Record<string, Bucket>> = {
  DescribeExecution: [250, 10],
  ListExecutions: [100, 2],
  SendTaskFailure: [1500, 300],
  SendTaskHeartbeat: [1500, 300],
  SendTaskSuccess: [1500, 300],
  StartExecution: [800, 150],
  StopExecution: [500, 25],
};
const LARGE_REGIONS = ['us-east-1', 'us-west-2', 'eu-west-1'];

/** What an account may ask for in a region, by operation. */
export function quotasOf(region: string): Readonly<Record<string, Bucket>> {
  return { ...EVERYWHERE, ...(LARGE_REGIONS.includes(region) ? IN_LARGE_REGIONS : ELSEWHERE) };
}

/**
 * Takes a token from the operation's bucket, by the account's clock; an operation without a quota is never refused.
 * The answered function throws AwsError ThrottlingException when the bucket is empty.
 */
export function tokenBuckets(region: string, clock: Clock): (operation: string) => void {
  const quotas = quotasOf(region);
  const left = new Map<string, { tokens: number; at: number }>();
  return (operation) => {
    const quota = quotas[operation];
    if (!quota) return;
    const [size, refill] = quota;
    const bucket = left.get(operation) ?? { tokens: size, at: clock.now() };
    const tokens = Math.min(size, bucket.tokens + ((clock.now() - bucket.at) / 1000) * refill);
    if (tokens < 1) throw new AwsError('ThrottlingException', 'Rate exceeded');
    left.set(operation, { tokens: tokens - 1, at: clock.now() });
  };
}
