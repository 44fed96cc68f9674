import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { clientOptions } from '../../local/client-options.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';

const slowDefinition = JSON.stringify({
  StartAt: 'AMinute',
  States: {
    AMinute: { Type: 'Wait', Seconds: 60, Next: 'Work' },
    Work: { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:123456789012:function:work', End: true },
  },
});

/** An account with an EXPRESS machine that takes a minute and then does some real work. */
async function accountWithSlowMachine(work: () => Promise<unknown>) {
  const aws = new LocalAws();
  aws.lambda.register('work', work);
  const sfn = new SFNClient(clientOptions(aws));
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const machine = { name: 'slow', type: 'EXPRESS', definition: slowDefinition, roleArn } as const;
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(machine));
  return { aws, sfn, stateMachineArn: stateMachineArn! };
}

const realPause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

describe('clients made with clientOptions', () => {
  test('are those of Step Functions, CloudWatch and DynamoDB', async () => {
    const options = clientOptions(new LocalAws());
    const MetricData = [{ MetricName: 'orders', Value: 1 }];
    await new CloudWatchClient(options).send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }));
    expect((await new DynamoDBClient(options).send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  test('let virtual time pass while a synchronous start is answered', async () => {
    const { aws, sfn, stateMachineArn } = await accountWithSlowMachine(async () => 'done');
    const began = aws.clock.now();
    expect((await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).output).toBe('"done"');
    expect(aws.clock.now() - began).toBe(60_000);
  });

  test('let it pass for several synchronous starts at once, and for all of them at the same time', async () => {
    const { aws, sfn, stateMachineArn } = await accountWithSlowMachine(() => realPause(20));
    const began = aws.clock.now();
    const starts = [1, 2, 3].map(() => sfn.send(new StartSyncExecutionCommand({ stateMachineArn })));
    expect((await Promise.all(starts)).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
    expect(aws.clock.now() - began).toBe(60_000);
  });

  test('leave the clock to whoever runs the function that starts synchronously', async () => {
    const { aws, sfn, stateMachineArn } = await accountWithSlowMachine(async () => 'done');
    aws.lambda.register(
      'caller',
      async () => (await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).status,
      {
        timeoutSeconds: 120,
      },
    );
    const answer = await aws.clock.runUntil(aws.lambda.invoke('caller', '{}'));
    expect(answer).toMatchObject({ kind: 'succeeded', payload: '"SUCCEEDED"' });
  });

  test('do not depend on how long the SDK reads the user’s own settings before it asks', async () => {
    const { AWS_CONFIG_FILE: given } = process.env;
    const file = join(mkdtempSync(join(tmpdir(), 'aws-')), 'config');
    writeFileSync(file, '[default]\nregion = eu-west-1\n');
    process.env.AWS_CONFIG_FILE = file;
    try {
      const { aws, stateMachineArn } = await accountWithSlowMachine(async () => 'done');
      const sfn = new SFNClient(clientOptions(aws));
      expect((await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).status).toBe('SUCCEEDED');
    } finally {
      if (given === undefined) delete process.env.AWS_CONFIG_FILE;
      else process.env.AWS_CONFIG_FILE = given;
    }
  });

  test('wait in real time where the clock is real', async () => {
    const aws = new LocalAws({ clock: new RealClock() });
    const sfn = new SFNClient(clientOptions(aws));
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Wait', Seconds: 1, End: true } } });
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'second', type: 'EXPRESS', definition, roleArn }),
    );
    const began = performance.now();
    await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }));
    expect(performance.now() - began).toBeGreaterThan(900);
  });
});
