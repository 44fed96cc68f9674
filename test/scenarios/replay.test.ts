import { describe, expect, test } from '@jest/globals';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import type { Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { shortHash } from '../../tasks/short-hash.ts';
import { successorName } from '../../workflow/after-care.ts';
import { example } from './example.ts';
import { call } from './failing-calls.ts';
import { rehearse, withMachine } from './one-machine.ts';

/** The example's. */
const TRAFFIC = { perMinute: 30, inputs: [{ type: 'B' }], warmUpSeconds: 600 };
const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine';

async function listed(aws: LocalAws, stateMachineArn: string): Promise<readonly Wire[]> {
  const answer = (await call(aws, 'states', 'ListExecutions', { stateMachineArn, maxResults: 1000 })) as Wire;
  return answer.executions;
}

const successorOf = (executionArn: string) => successorName(executionArn, shortHash(executionArn));

/** Rehearses a scenario with a replay, and holds that each failed execution has one successor on stable, which succeeds. Answers how many there are. */
async function replayed(scenario: Scenario): Promise<number> {
  let aws!: LocalAws;
  const { record, executions } = await rehearse(scenario, {
    beforeDeployment: async (local) => {
      aws = local;
    },
  });
  const failed = await listed(aws, `${ARN}:2`);
  expect(executions.candidate).toEqual({ started: failed.length, succeeded: 0, failed: failed.length });
  const onStable = await listed(aws, `${ARN}:1`);
  const successors = failed.map(({ executionArn }) =>
    onStable.filter(({ name, status }) => name === successorOf(executionArn) && status === 'SUCCEEDED'),
  );
  expect(successors.map(({ length }) => length)).toEqual(failed.map(() => 1));
  expect(onStable.filter(({ name }) => name.startsWith('replay-'))).toHaveLength(failed.length);
  expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
  expect(record.cause?.summary).toContain(`${failed.length} were started again on stable`);
  return failed.length;
}

describe('a replay', () => {
  test('gives every execution that failed on the candidate exactly one successor on stable', async () => {
    // With half of thirty a minute the candidate is found out after so many: the seed is always the same.
    expect(await replayed(example('replay'))).toBe(10);
  });

  test('goes on from page to page', async () => {
    const scenario = example('replay');
    const [machine] = scenario.machines;
    const busy = withMachine(scenario, { traffic: trafficOf({ ...TRAFFIC, perMinute: 1500, warmUpSeconds: 30 }) });
    expect(machine.traffic).toEqual(trafficOf(TRAFFIC));
    expect(await replayed(busy)).toBeGreaterThan(100);
  });
});
