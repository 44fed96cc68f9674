import { readFileSync } from 'node:fs';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { PLACE } from '../../cli/scenario/place.ts';
import { Deployer } from '../../infra/deployer.ts';
import { GradualDeployment } from '../../infra/gradual-deployment.ts';
import { folderWith, PASSING_MACHINE } from '../cli/folder.ts';
import { type LocalWorld, localWorld } from '../cli/real-command.ts';
import { type Json, newStack, resourcesOf, templateOf } from '../infra/synthesised.ts';
import { shell } from './shell.ts';

const PAGE = readFileSync('docs/getting-started.md', 'utf8');
const block = (language: string): string => new RegExp(`^\`\`\`${language}\\n(.*?)\\n\`\`\`$`, 'ms').exec(PAGE)![1]!;

let world: LocalWorld | undefined;
afterEach(() => world?.stop());

describe('getting started', () => {
  const commands = block('console').split('\n');

  test('takes at most five commands', () => {
    expect(commands.length).toBeLessThanOrEqual(5);
  });

  test('ends in a deployment, where the deployer is installed and there is a machine to deploy', async () => {
    world = await localWorld(folderWith({}));
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const local = { endpoint: world.url, region: PLACE.region, credentials };
    await new SFNClient(local).send(
      new CreateStateMachineCommand({
        name: 'orders',
        definition: JSON.stringify(PASSING_MACHINE),
        roleArn: `arn:aws:iam::${PLACE.account}:role/orders`,
      }),
    );
    await new CloudWatchClient(local).send(
      new PutMetricAlarmCommand({
        AlarmName: 'orders-failures',
        Namespace: 'AWS/States',
        MetricName: 'ExecutionsFailed',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
      }),
    );
    const ours = commands.filter((line) => line.startsWith('npx stepshift '));
    expect(ours.at(-1)).toMatch(/^npx stepshift deploy /);
    const { code, out } = await shell(ours, folderWith({}), { AWS_ENDPOINT_URL: world.url });
    expect(code === 0 ? '' : out).toBe('');
    expect(out).toContain('live of orders is wholly on version 1');
  });

  test('shows a stack with constructs that can be made so', () => {
    const stack = newStack();
    const definitionBody = DefinitionBody.fromString('{}');
    const given = {
      Deployer,
      GradualDeployment,
      orders: new StateMachine(stack, 'Orders', { definitionBody }),
      onCall: new Topic(stack, 'OnCall'),
    };
    const program = block('ts').replace(/^import .*$/m, '');
    new Function(...Object.keys(given), program).apply(stack, Object.values(given));
    expect(resourcesOf(templateOf(stack), 'Custom::StepshiftDeployment')).toHaveLength(1);
  });

  test('shows a deployer that updates itself', () => {
    const stack = newStack();
    const [, upgrades] = [...PAGE.matchAll(/^```ts\n(.*?)\n```$/gms)].map(([, text]) => text!);
    new Function('Deployer', upgrades!).call(stack, Deployer);
    const [[, { Properties }]] = resourcesOf(templateOf(stack), 'Custom::StepshiftDeployment') as [[string, Json]];
    expect(JSON.stringify(Properties.Request)).toContain('Canary50Percent720Minutes');
  });

  test('lists every property of the construct, and no other', () => {
    const construct = PAGE.slice(PAGE.indexOf('| property |'));
    const listed = [...construct.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, names]) =>
      names!.split(', ').map((name) => name.slice(1, -1)),
    );
    const props = readFileSync('infra/deployer-props.ts', 'utf8').matchAll(/^ {2}readonly (\w+)\?/gm);
    expect(listed.sort()).toEqual([...props].map(([, name]) => name!).sort());
  });

  test('every property of the construct says its default', () => {
    const source = readFileSync('infra/deployer-props.ts', 'utf8');
    expect(source.match(/@default /g)).toHaveLength(source.match(/^ {2}readonly \w+\?/gm)!.length);
  });
});
