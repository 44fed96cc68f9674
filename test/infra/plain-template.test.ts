import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ledgerNameOf } from '../../cli/aws-options.ts';
import { DeployerStack } from '../../infra/deployer-stack.ts';
import { writePackage } from '../../infra/package.ts';
import { CodeByHash, plainTemplate } from '../../infra/plain-template.ts';
import { folderWith } from '../cli/folder.ts';
import { withParameters } from './given-parameters.ts';
import { findings } from './schemas.ts';
import { filledIn, type Json, machineOf, resourcesOf, statementsOf, templateOf } from './synthesised.ts';
import { unzipped } from './unzipped.ts';
import { uploaded } from './uploaded.ts';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Every parameter with another value than its default. */
const GIVEN = {
  DeployerName: 'staging',
  NamePrefix: 'orders-',
  PermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
  AlarmTopic: 'arn:aws:sns:us-east-1:123456789012:on-call',
  LogRetentionDays: '30',
};

describe('the packaged template', () => {
  const folder = folderWith({});
  let template: Json = {};
  beforeAll(async () => {
    await writePackage(PROJECT, folder);
    template = JSON.parse(readFileSync(join(folder, 'stepshift.template.json'), 'utf8'));
  });

  test('is what the CDK installs, where no parameter is given', () => {
    const stack = new DeployerStack(new App({ builtinCloudFormationValidation: false }), 'Stepshift');
    expect(comparable(withParameters(template))).toEqual(comparable(templateOf(stack)));
  });

  test('has nothing that only the CDK understands', () => {
    expect(Object.keys(template)).toEqual(['Description', 'Parameters', 'Conditions', 'Resources', 'Outputs']);
    expect(Object.keys(template.Parameters)).toEqual(Object.keys(GIVEN));
    expect(JSON.stringify(template)).not.toMatch(/cdk|bootstrap|\basset|\$\{Token/i);
    for (const { Type, Metadata } of Object.values(template.Resources) as Json[])
      expect([Type.startsWith('AWS::'), Metadata]).toEqual([true, undefined]);
  });

  test('names the code of each function by a zip beside it, which has the handler', () => {
    const files = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => {
      expect(Properties.Handler).toBe('index.handler');
      const name = basename(Properties.Code, '.zip');
      expect(filledIn(template, Properties.FunctionName)).toBe(`DeployerName-${name}`);
      return join(folderWith({ 'index.js': unzipped(join(folder, Properties.Code), 'index.js') }), 'index.js');
    });
    const handlers = 'process.argv.slice(1).map((file) => typeof require(file).handler).join()';
    const kinds = execFileSync(process.execPath, ['--print', handlers, ...files], { encoding: 'utf8' });
    expect(kinds.trim().split(',')).toEqual(files.map(() => 'function'));
  });

  test('keeps to the schemas of CloudFormation, with every parameter and with none', () => {
    expect(findings(uploaded(withParameters(template)))).toEqual([]);
    expect(findings(uploaded(withParameters(template, GIVEN)))).toEqual([]);
  });

  test('is held against schemas that do find what does not fit', () => {
    const broken = uploaded(withParameters(template, { PermissionsBoundary: 'boundary', LogRetentionDays: '4' }));
    const found = findings(broken).join('\n');
    expect(found).toContain('PermissionsBoundary');
    expect(found).toContain('RetentionInDays');
  });

  test('says for each parameter what it takes, and takes its default', () => {
    for (const { Default, Description, AllowedPattern, AllowedValues } of Object.values(
      template.Parameters,
    ) as Json[]) {
      expect(Description.length).toBeGreaterThan(10);
      if (AllowedPattern) expect(Default).toMatch(new RegExp(AllowedPattern));
      if (AllowedValues) expect(AllowedValues).toContain(Default);
    }
  });

  test.each([
    ['DeployerName', ['staging', 'a-b_1'], ['Staging', 'a b', '', 'a'.repeat(41)], 'in small letters'],
    ['NamePrefix', ['orders-', ''], ['ord*', 'o?', 'a b'], 'without * and ?'],
    [
      'PermissionsBoundary',
      [GIVEN.PermissionsBoundary, 'arn:aws-cn:iam::aws:policy/path/Boundary', ''],
      ['boundary', 'arn:aws:iam::123456789012:role/boundary', `${GIVEN.PermissionsBoundary} `],
      'arn:aws:iam::',
    ],
    [
      'AlarmTopic',
      [GIVEN.AlarmTopic, 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:on_call', ''],
      ['on-call', `${GIVEN.AlarmTopic}:4f5e`, 'arn:aws:sqs:us-east-1:123456789012:on-call'],
      'arn:aws:sns:',
    ],
  ])(
    'refuses a %s that cannot be meant, and says what is expected, before anything is made',
    (name, good, bad, said) => {
      const { AllowedPattern, ConstraintDescription } = template.Parameters[name];
      for (const value of good) expect(value).toMatch(new RegExp(AllowedPattern));
      for (const value of bad) expect(value).not.toMatch(new RegExp(AllowedPattern));
      expect(ConstraintDescription).toContain(said);
    },
  );

  test('calls a deployer of another name as the command looks for it, and narrows it', () => {
    const made = withParameters(template, GIVEN);
    expect(filledIn(made, machineOf(made).StateMachineName)).toBe('staging');
    const [[, ledger]] = resourcesOf(made, 'AWS::DynamoDB::Table') as [[string, Json]];
    expect(filledIn(made, ledger.Properties.TableName)).toBe(ledgerNameOf({ deployer: 'staging' }));
    const { Resource } = statementsOf(made, 'staging-ShiftTraffic').find(({ Sid }) => Sid === 'TargetAlias')!;
    expect(Resource).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:orders-*');
    for (const [, { Properties }] of resourcesOf(made, 'AWS::IAM::Role'))
      expect(Properties.PermissionsBoundary).toBe(GIVEN.PermissionsBoundary);
    for (const [, { Properties }] of resourcesOf(made, 'AWS::CloudWatch::Alarm'))
      expect(Properties.AlarmActions).toEqual([GIVEN.AlarmTopic]);
  });

  test('is small enough for CloudFormation, which takes 1 MB from a bucket, and too large for a request without one', () => {
    const { size } = statSync(join(folder, 'stepshift.template.json'));
    expect(size).toBeGreaterThan(51_200);
    expect(size).toBeLessThan(1024 * 1024);
  });

  test('is the same in all its bytes when it is made again', async () => {
    const again = folderWith({});
    await writePackage(PROJECT, again);
    const files = (root: string) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(root, name)).isFile())
        .sort()
        .map((name) => [name, readFileSync(join(root, name), 'base64')]);
    expect(files(again)).toEqual(files(folder));
  });
});

test('the version of a function whose code has changed is another one, though its file is called the same', () => {
  const versionOf = (code: string): readonly string[] => {
    const app = new App({ builtinCloudFormationValidation: false });
    const stack = new Stack(app, 'Test', { synthesizer: new CodeByHash() as never });
    const props = { handler: 'index.handler', runtime: Runtime.NODEJS_24_X };
    new LambdaFunction(stack, 'Function', { ...props, code: Code.fromAsset(folderWith({ 'index.js': code })) })
      .currentVersion;
    return resourcesOf(templateOf(stack), 'AWS::Lambda::Version').map(([id]) => id);
  };
  expect(versionOf('1')).toEqual(versionOf('1'));
  expect(versionOf('1')).not.toEqual(versionOf('2'));
});

test('the template can be had without its code', () => {
  expect(resourcesOf(plainTemplate(), 'AWS::StepFunctions::StateMachine')).toHaveLength(1);
});

/** What a template installs, whatever the CDK adds to it: references filled in, without where the code is, nor the hashes in versions' names. */
function comparable({ Parameters: _, Rules: __, ...template }: Json): Json {
  const withoutCode = structuredClone(template);
  for (const resource of Object.values(withoutCode.Resources) as Json[]) {
    delete resource.Metadata;
    // No actions are none, whether or not there is a list for them.
    if (resource.Properties.AlarmActions?.length === 0) delete resource.Properties.AlarmActions;
    if (resource.Type === 'AWS::Lambda::Function') delete resource.Properties.Code;
  }
  const filled = JSON.stringify(filledIn(withoutCode, withoutCode));
  return JSON.parse(filled.replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]+/g, '$1'));
}
