import { describe, expect, test } from '@jest/globals';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { stateMachineArn } from '../../cli/scenario/place.ts';
import { GradualDeployment } from '../../infra/gradual-deployment.ts';
import { grantsOf } from '../../infra/permissions.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import { type AuthorisedCall, allows, isAllowed } from './iam.ts';
import { filledIn, type Json, resourcesOf, statementsOf, synthesised } from './synthesised.ts';

describe('a deployer that is narrowed', () => {
  const move = (name: string, alias: string, tag?: string): AuthorisedCall => ({
    action: 'states:UpdateStateMachineAlias',
    resource: stateMachineArn(name),
    context: { 'states:StateMachineQualifier': [alias], ...(tag && { 'aws:ResourceTag/deploy': [tag] }) },
  });
  const shifting = (json: Json) => statementsOf(json, 'Stepshift-ShiftTraffic');

  test.each([
    ['by a prefix', { namePrefix: 'orders-' }, move('orders-in', 'live'), move('invoices', 'live')],
    ['by a tag', { tag: { key: 'deploy', value: 'yes' } }, move('a', 'live', 'yes'), move('a', 'live', 'no')],
    [
      'by a tag that a machine lacks',
      { tag: { key: 'deploy', value: 'yes' } },
      move('a', 'live', 'yes'),
      move('a', 'live'),
    ],
    ['by aliases', { aliases: ['live'] }, move('orders', 'live'), move('orders', 'test')],
  ])('%s may move what it is given, and nothing else', (_, props, given, other) => {
    const { json } = synthesised(props);
    expect([isAllowed(shifting(json), given), isAllowed(shifting(json), other)]).toEqual([true, false]);
  });

  test('by nothing starts executions on versions only', () => {
    const start = (qualifier: string): AuthorisedCall => ({
      action: 'states:StartExecution',
      resource: stateMachineArn('orders'),
      context: { 'states:StateMachineQualifier': [qualifier] },
    });
    const statements = statementsOf(synthesised().json, 'Stepshift-TendExecutions');
    expect(['1', '42', 'live'].map((one) => isAllowed(statements, start(one)))).toEqual([true, true, false]);
    expect(isAllowed(statements, { ...start('1'), context: {} })).toBe(false);
    // As docs/permissions.md admits: no condition tells such an alias from a number.
    expect(isAllowed(statements, start('4ever'))).toBe(true);
  });

  test('by nothing may read what is encrypted where it only reads, and write where it starts executions', () => {
    const keys = { targetKeys: [{ keyArn: 'arn:aws:kms:us-east-1:123456789012:key/1' } as IKey] };
    const { json } = synthesised(keys);
    const actionsOn = (name: string) =>
      statementsOf(json, `Stepshift-${name}`).find(({ Sid }) => Sid === 'TargetKey')?.Action;
    expect(actionsOn('InspectTarget')).toBe('kms:Decrypt');
    expect(actionsOn('TendExecutions')).toEqual(['kms:Decrypt', 'kms:GenerateDataKey']);
    expect(actionsOn('ShiftTraffic')).toBeUndefined();
  });

  test('by aliases may still read and publish a machine, which has no qualifier then', () => {
    const { json } = synthesised({ aliases: ['live'] });
    const resource = stateMachineArn('orders');
    const read = { action: 'states:DescribeStateMachine', resource, context: {} };
    expect(isAllowed(statementsOf(json, 'Stepshift-InspectTarget'), read)).toBe(true);
    const publish = { action: 'states:PublishStateMachineVersion', resource, context: {} };
    expect(isAllowed(statementsOf(json, 'Stepshift-PublishVersion'), publish)).toBe(true);
  });
});

describe('the machine itself', () => {
  /** What Step Functions asks of the machine's role for each integration (Step Functions: IAM policies for integrated services). */
  const NEEDED: Readonly<Record<string, readonly string[]>> = {
    'arn:aws:states:::states:startExecution.sync:2': [
      'states:StartExecution',
      'states:DescribeExecution',
      'states:StopExecution',
      'events:PutTargets',
      'events:PutRule',
      'events:DescribeRule',
    ],
    'arn:aws:states:::aws-sdk:sfn:startSyncExecution': ['states:StartSyncExecution'],
  };

  test('may do what the states that call no function of ours need, and nothing else', () => {
    const definition = JSON.stringify(deployerDefinition({} as FunctionArns));
    const resources = new Set([...definition.matchAll(/"Resource":"(.*?)"/g)].map(([, resource]) => resource!));
    const needed = [...resources].flatMap((resource) => NEEDED[resource] ?? [`unknown: ${resource}`]);
    const granted = grantsOf('Stepshift', []).map(({ action }) => action);
    const own = granted.filter((action) => /^(states|events):/.test(action));
    expect(own.sort()).toEqual(needed.sort());
  });
});

describe('any deployer, with gradual deployments', () => {
  const { json } = synthesised({}, (stack, deployer) => {
    const stateMachine = new StateMachine(stack, 'Orders', {
      definitionBody: DefinitionBody.fromString('{}'),
      role: Role.fromRoleName(stack, 'Role', 'orders'),
    });
    new GradualDeployment(stack, 'Deployment', { deployer, stateMachine, alias: 'live' });
  });
  const roles = resourcesOf(json, 'AWS::IAM::Role').map(([, { Properties }]) => Properties);
  const statements: readonly Json[] = roles.flatMap(({ Policies }) => Policies[0].PolicyDocument.Statement);
  const everywhere = statements.map((statement) => ({ ...statement, Resource: '*', Condition: {} }));

  test('has a role for each function and machine, and nothing is added to what the table gives them', () => {
    expect(roles).toHaveLength(TASK_NAMES.length + 4);
    expect(roles.filter(({ Policies, ManagedPolicyArns }) => Policies.length !== 1 || ManagedPolicyArns)).toEqual([]);
    expect(resourcesOf(json, 'AWS::IAM::Policy')).toEqual([]);
    expect(statements.filter(({ Action }) => JSON.stringify(Action).includes('*'))).toEqual([]);
  });

  test('can be had by Lambda, and by Step Functions for machines of its account', () => {
    const trusted = roles.map(({ AssumeRolePolicyDocument: { Statement } }) => filledIn(json, Statement));
    const by = (service: string) => trusted.filter((one) => JSON.stringify(one).includes(`"${service}.amazonaws.com"`));
    expect([by('lambda').length, by('states').length]).toEqual([TASK_NAMES.length + 2, 2]);
    for (const statements of by('states')) {
      expect(statements).toMatchObject([
        {
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:states:us-east-1:123456789012:stateMachine:*' },
          },
        },
      ]);
    }
  });

  test('may do on every resource only what AWS knows no resource for', () => {
    const anywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect([...new Set(anywhere)].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test.each([
    'states:UpdateStateMachine',
    'states:CreateStateMachine',
    'states:DeleteStateMachine',
    'states:RedriveExecution',
    'iam:PassRole',
    'dynamodb:DeleteTable',
    'dynamodb:Scan',
    'lambda:UpdateFunctionCode',
  ])('has no role that may %s', (action) => {
    expect(everywhere.some((statement) => allows(statement, { action, resource: 'any', context: {} }))).toBe(false);
  });
});
