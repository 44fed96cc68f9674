import { LocalAws, type LocalAwsOptions, type VirtualClock } from '../stepshift-local.ts';

/** A machine of five states that reads, decides and builds, but waits for nothing. */
export const fiveStates = {
  StartAt: 'Price',
  States: {
    Price: { Type: 'Pass', Result: { amount: 30 }, ResultPath: '$.price', Next: 'IsItDear' },
    IsItDear: {
      Type: 'Choice',
      Choices: [{ Variable: '$.price.amount', NumericGreaterThan: 10, Next: 'Discount' }],
      Default: 'Done',
    },
    Discount: { Type: 'Pass', Parameters: { 'before.$': '$.price.amount', 'order.$': '$.order' }, Next: 'Note' },
    Note: { Type: 'Pass', InputPath: '$.order', ResultPath: '$.note', Next: 'Done' },
    Done: { Type: 'Succeed' },
  },
};

export const fiveStatesInput = JSON.stringify({ order: 7 });

export interface FiveStatesAccount {
  readonly aws: LocalAws;
  readonly stateMachineArn: string;
  /** Starts an execution without a client. */
  start(): Promise<unknown>;
  /** @throws Error unless so many executions, neither more nor fewer, have succeeded: then what was measured was something else */
  finished(count: number): Promise<void>;
}

/** An account with that machine. */
export async function fiveStatesAccount(
  options: LocalAwsOptions<VirtualClock> & { readonly type?: 'STANDARD' | 'EXPRESS' } = {},
): Promise<FiveStatesAccount> {
  let succeeded = 0;
  const aws = new LocalAws({
    ...options,
    onExecutionMetric: ({ metricName }) => {
      if (metricName === 'ExecutionsSucceeded') succeeded += 1;
    },
  });
  const { StartExecution, CreateStateMachine } = aws.states.operations;
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const machine = { name: 'fives', type: options.type ?? 'STANDARD', definition: JSON.stringify(fiveStates), roleArn };
  const { stateMachineArn } = await CreateStateMachine!(machine, aws.context);
  return {
    aws,
    stateMachineArn,
    start: async () => StartExecution!({ stateMachineArn, input: fiveStatesInput }, aws.context),
    finished: async (count) => {
      await aws.clock.advanceBy(0);
      if (succeeded !== count) throw new Error(`${succeeded} executions succeeded, not ${count}: nothing was measured`);
    },
  };
}
