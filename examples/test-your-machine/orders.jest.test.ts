import { readFileSync } from 'node:fs';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, test } from '@jest/globals';
import { clientOptions, LocalAws, runMachine } from 'stepshift/local';

const definition = readFileSync(new URL('orders.asl.json', import.meta.url), 'utf8');

test('an order is cancelled when its card is refused', async () => {
  const aws = new LocalAws();
  aws.lambda.register('charge-card', async () => {
    throw Object.assign(new Error('expired'), { name: 'CardRefused' });
  });
  const run = await runMachine(aws, definition, { amount: 30 });
  expect(run).toMatchObject({ status: 'FAILED', error: 'OrderCancelled' });
  expect(run.states).toEqual(['CoolingOff', 'ChargeCard', 'Cancelled']);
});

test('an order that is stopped on the same day is never charged', async () => {
  const aws = new LocalAws();
  let charged = false;
  aws.lambda.register('charge-card', async () => {
    charged = true;
  });
  const sfn = new SFNClient(clientOptions(aws));
  const roleArn = 'arn:aws:iam::123456789012:role/orders';
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name: 'orders', definition, roleArn }));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{ "amount": 30 }' }));
  await aws.clock.advanceBy(12 * 3600 * 1000);
  await sfn.send(new StopExecutionCommand({ executionArn }));
  await aws.clock.advanceBy(24 * 3600 * 1000);
  const { status } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
  expect({ status, charged }).toEqual({ status: 'ABORTED', charged: false });
});
