import { describe, expect, test } from '@jest/globals';
import type { Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { shortHash } from '../../tasks/short-hash.ts';
import { successorName } from '../../workflow/after-care.ts';
import { example } from './example.ts';
import { call } from './failing-calls.ts';
import { rehearse } from './one-machine.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine';

async function listed(aws: LocalAws, stateMachineArn: string): Promise<readonly Wire[]> {
  const answer = (await call(aws, 'states', 'ListExecutions', { stateMachineArn, maxResults: 1000 })) as Wire;
  return answer.executions;
}

const successorOf = (executionArn: string) => successorName(executionArn, shortHash(executionArn));

describe('a replay', () => {
  test('gives every execution that failed on the candidate exactly one successor on stable', async () => {
    let aws!: LocalAws;
    const { record, executions } = await rehearse(example('replay'), {
      beforeDeployment: async (local) => {
        aws = local;
      },
    });
    const failed = await listed(aws, `${ARN}:2`);
    expect(failed).toHaveLength(executions.candidate.failed);
    expect(failed.length).toBeGreaterThan(5);
    const onStable = await listed(aws, `${ARN}:1`);
    const successors = failed.map(({ executionArn }) =>
      onStable.filter(({ name, status }) => name === successorOf(executionArn) && status === 'SUCCEEDED'),
    );
    expect(successors.map(({ length }) => length)).toEqual(failed.map(() => 1));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(record.cause?.summary).toContain(`${failed.length} were started again on stable`);
  });
});
