import { expect, test } from '@jest/globals';
import { MACHINE, passing, refusal, statesAccount } from './states-account.ts';

const publish = { stateMachineArn: MACHINE };

test('an operation is refused when its bucket is empty, and refilled by the clock', async () => {
  const { create, call, clock } = statesAccount({ throttling: true });
  create(passing());
  for (let i = 0; i < 100; i++) call('PublishStateMachineVersion', publish);
  expect(refusal(() => call('PublishStateMachineVersion', publish))).toBe('ThrottlingException: Rate exceeded');
  await clock.advanceBy(2000);
  call('PublishStateMachineVersion', publish);
  call('PublishStateMachineVersion', publish);
  expect(refusal(() => call('PublishStateMachineVersion', publish))).toMatch(/^ThrottlingException/);
});

test('buckets are kept per operation, and fill up only to their size', async () => {
  const { create, call, clock } = statesAccount({ throttling: true });
  create(passing());
  await clock.advanceBy(3600_000);
  for (let i = 0; i < 100; i++) call('PublishStateMachineVersion', publish);
  expect(refusal(() => call('PublishStateMachineVersion', publish))).toMatch(/^ThrottlingException/);
  expect(call('DescribeStateMachine', { stateMachineArn: MACHINE }).status).toBe('ACTIVE');
});

test('smaller regions have smaller buckets', () => {
  const starts = (region: string) => {
    const { create, call } = statesAccount({ throttling: true, context: { account: '123456789012', region } });
    const { stateMachineArn } = create(passing(), { type: 'EXPRESS' });
    let count = 0;
    while (refusal(() => call('StartExecution', { stateMachineArn })) === 'not refused') count++;
    return count;
  };
  expect([starts('us-east-1'), starts('eu-central-1')]).toEqual([1300, 800]);
});
