import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { clientOptions } from '../../local/client-options.ts';
import type { RunningServer } from '../../local/http-server.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { serve } from '../../local/serve.ts';

const run = promisify(execFile);
const AWS = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'will-do', AWS_DEFAULT_REGION: 'us-east-1' };
const PYTHON = `
import boto3
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
usual = boto3.client('stepfunctions')
print([machine['name'] for machine in usual.list_state_machines()['stateMachines']])
print(boto3.client('cloudwatch').describe_alarms()['MetricAlarms'])
print(boto3.client('dynamodb').list_tables()['TableNames'])
arn = usual.list_state_machines()['stateMachines'][0]['stateMachineArn']
try:
    usual.start_sync_execution(stateMachineArn=arn)
except EndpointConnectionError:
    print('no such host')
ours = boto3.client('stepfunctions', config=Config(inject_host_prefix=False))
print(ours.start_sync_execution(stateMachineArn=arn)['status'])
`;

let server: RunningServer;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  const aws = new LocalAws();
  const definition = JSON.stringify({ StartAt: 'Only', States: { Only: { Type: 'Succeed' } } });
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const express = { name: 'orders', type: 'EXPRESS', definition, roleArn } as const;
  await new SFNClient(clientOptions(aws)).send(new CreateStateMachineCommand(express));
  server = await serve(aws, 0);
  env = { PATH: process.env.PATH, HOME: process.env.HOME, ...AWS, AWS_ENDPOINT_URL: `http://127.0.0.1:${server.port}` };
});
afterAll(() => server.close());

const isThere = (program: string, ...args: readonly string[]): boolean => spawnSync(program, args).status === 0;
const withBoto3 = isThere('python3', '-c', 'import boto3') ? test : test.skip;
const withCli = isThere('aws', '--version') ? test : test.skip;

/** As docs/local-aws.md has it, client by client. */
describe('a served local AWS', () => {
  withBoto3(
    'answers boto3 as it is, and StartSyncExecution without the host prefix (skipped where there is none)',
    async () => {
      const { stdout } = await run('python3', ['-c', PYTHON], { env });
      expect(stdout.trim().split('\n')).toEqual(["['orders']", '[]', '[]', 'no such host', 'SUCCEEDED']);
    },
    60_000,
  );

  withCli(
    'answers the AWS CLI as it is (skipped where there is none)',
    async () => {
      const { stdout } = await run('aws', ['stepfunctions', 'list-state-machines', '--output', 'json'], { env });
      expect(JSON.parse(stdout).stateMachines).toMatchObject([{ name: 'orders' }]);
      const alarms = await run('aws', ['cloudwatch', 'describe-alarms', '--output', 'json'], { env });
      expect(JSON.parse(alarms.stdout)).toMatchObject({ MetricAlarms: [] });
    },
    60_000,
  );
});
