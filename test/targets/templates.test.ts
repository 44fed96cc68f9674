import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { folderWith } from '../cli/folder.ts';
import { findings } from '../infra/schemas.ts';
import { type Json, resourcesOf } from '../infra/synthesised.ts';
import { rehearse } from '../scenarios/one-machine.ts';
import { deploymentOf, ORDERS, TARGETS, template } from './examples.ts';

const CLOUDFORMATION = 'AWS::StepFunctions::StateMachine';
const SAM = 'AWS::Serverless::StateMachine';
const FILES = [
  ['cloudformation.yaml', CLOUDFORMATION],
  ['cloudformation-alias.yaml', CLOUDFORMATION],
  ['sam.yaml', SAM],
] as const;

const all = (file: string, type: string): readonly Json[] =>
  resourcesOf(template(file), type).map(([, resource]) => resource);

function machineIn(file: string, type: string) {
  const [{ Properties }] = all(file, type);
  const { Definition, DefinitionUri } = Properties;
  return {
    name: Properties.StateMachineName ?? Properties.Name,
    type: Properties.StateMachineType ?? Properties.Type,
    definition: Definition ?? JSON.parse(readFileSync(join(TARGETS, DefinitionUri), 'utf8')),
  };
}

/** What SAM knows of a state machine, by the CDK's constructs for SAM. They are older than AutoPublishAlias, which is no loss here. */
function propertiesOfSam(): readonly string[] {
  const declarations = readFileSync('node_modules/aws-cdk-lib/aws-sam/lib/sam.generated.d.ts', 'utf8');
  const [, body] = /^export interface CfnStateMachineProps \{(.*?)^\}/ms.exec(declarations)!;
  return [...body!.matchAll(/^ {4}readonly (\w)(\w*)\?:/gm)].map(([, first, rest]) => first!.toUpperCase() + rest);
}

describe.each(FILES)('the example %s', (file, type) => {
  test('keeps to the schemas of CloudFormation', () => {
    expect(findings(join(TARGETS, file))).toEqual([]);
  });

  test('defines the orders of all the examples', () => {
    expect(machineIn(file, type)).toEqual({ name: 'orders', type: 'STANDARD', definition: ORDERS });
  });

  test('refers only to what it has', () => {
    const { Resources } = template(file);
    const text = JSON.stringify(Resources);
    const referred = [...text.matchAll(/\{"Ref":"(\w+)"\}|"Fn::GetAtt":\["(\w+)"|\$\{(\w+)\}/g)].map(
      ([, a, b, c]) => a ?? b ?? c!,
    );
    expect(referred.length).toBeGreaterThan(0);
    for (const name of referred) expect(Object.keys(Resources)).toContain(name);
  });

  test('has roles that services take for this account only', () => {
    const roles = all(file, 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(0);
    const ours = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    for (const { Properties } of roles)
      for (const { Condition } of Properties.AssumeRolePolicyDocument.Statement) expect(Condition).toEqual(ours);
  });

  test('shifts no traffic of its own accord', () => {
    const text = JSON.stringify(template(file));
    for (const rival of ['AutoPublishAlias', 'DeploymentPreference', 'StateMachineRevisionId', 'Events"'])
      expect(text).not.toContain(rival);
  });
});

describe.each(FILES.filter(([file]) => file !== 'cloudformation-alias.yaml'))('the example %s', (file, type) => {
  test('leaves versions and the alias to the deployer, which makes it in its first deployment', async () => {
    expect(all(file, 'AWS::StepFunctions::StateMachineVersion')).toEqual([]);
    expect(all(file, 'AWS::StepFunctions::StateMachineAlias')).toEqual([]);
    const { record, alias } = await rehearse(deploymentOf(machineIn(file, type), { createAlias: false }));
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  test('has its caller start the alias, and its alarm watch it', () => {
    const [{ Properties: rule }] = all(file, 'AWS::Events::Rule');
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as CloudFormation has it
    for (const { Arn } of rule.Targets) expect(Arn).toEqual({ 'Fn::Sub': '${Orders}:live' });
    const [{ Properties: alarm }] = all(file, 'AWS::CloudWatch::Alarm');
    expect(alarm.Dimensions).toContainEqual({ Name: 'Alias', Value: 'live' });
  });
});

describe('the example cloudformation-alias.yaml', () => {
  const [alias] = all('cloudformation-alias.yaml', 'AWS::StepFunctions::StateMachineAlias');
  const [version] = all('cloudformation-alias.yaml', 'AWS::StepFunctions::StateMachineVersion');

  test('has an alias that never changes, on a version that is published once', () => {
    expect(version.Properties).toEqual({ StateMachineArn: { Ref: 'Orders' } });
    const route = { StateMachineVersionArn: { Ref: 'FirstVersion' }, Weight: 100 };
    expect(alias.Properties).toEqual({ Name: 'live', RoutingConfiguration: [route] });
  });

  test('keeps both when the stack lets go of them', () => {
    for (const one of [alias, version])
      expect(one).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });
});

test('the machine of sam.yaml has properties that SAM knows', () => {
  const known = propertiesOfSam();
  expect(known).toEqual(expect.arrayContaining(['DefinitionUri', 'Role', 'Type']));
  const [{ Properties }] = all('sam.yaml', SAM);
  for (const name of Object.keys(Properties)) expect(known).toContain(name);
});

test('templates in YAML are held against schemas that do find what does not fit', () => {
  const text = readFileSync(join(TARGETS, 'cloudformation.yaml'), 'utf8');
  const broken = text
    .replace('StateMachineType: STANDARD', 'StateMachineType: QUICK')
    .replace('Statistic: Sum', 'Statistics: Sum');
  const found = findings(join(folderWith({ 'broken.yaml': broken }), 'broken.yaml')).join('\n');
  expect(found).toContain('QUICK');
  expect(found).toContain('Statistics');
});
