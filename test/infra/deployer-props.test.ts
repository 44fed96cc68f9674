import { describe, expect, test } from '@jest/globals';
import { type App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { PLACE } from '../../cli/scenario/place.ts';
import { TASK_NAMES } from '../../workflow/definition.ts';
import { filledIn, type Json, machineOf, resourcesOf, statementsOf, synthesised } from './synthesised.ts';

describe('a deployer with props', () => {
  test('deploys the given machines only', () => {
    const { json } = synthesised((stack) => ({
      targets: ['orders', 'invoices'].map((name) => StateMachine.fromStateMachineName(stack, name, name)),
    }));
    const { Resource } = statementsOf(json, 'Stepshift-ShiftTraffic').find(({ Sid }) => Sid === 'TargetAlias')!;
    expect(Resource).toEqual([
      'arn:aws:states:us-east-1:123456789012:stateMachine:orders',
      'arn:aws:states:us-east-1:123456789012:stateMachine:invoices',
    ]);
  });

  test('deploys a machine of its own stack, and one of another', () => {
    const { json } = synthesised((stack) => {
      const places = [stack, new Stack(stack.node.root as App, 'Another', { env: PLACE })];
      const definitionBody = DefinitionBody.fromString('{}');
      return { targets: places.map((place) => new StateMachine(place, 'Orders', { definitionBody })) };
    });
    const [[own]] = resourcesOf(json, 'AWS::StepFunctions::StateMachine') as [[string, Json]];
    const { Resource } = statementsOf(json, 'Stepshift-TendExecutions').find(({ Sid }) => Sid === 'TargetExecution')!;
    expect(Resource).toEqual([
      `arn:aws:states:us-east-1:123456789012:execution:${own}:*`,
      'arn:aws:states:us-east-1:123456789012:execution:Another:*',
    ]);
  });

  test('gives its defaults to each request by its definition', () => {
    const defaults = { strategy: 'AllAtOnce', alarms: ['orders-failures'] };
    const { json } = synthesised({ defaults });
    const { States } = JSON.parse(filledIn(json, machineOf(json).DefinitionString));
    expect(States.ValidateRequest.Parameters.defaults).toEqual(defaults);
  });

  test('takes alarms of the stack as defaults, whose names only CloudFormation knows', () => {
    const { json } = synthesised((stack) => {
      const metric = new Metric({ namespace: 'Orders', metricName: 'Failures' });
      const { alarmName } = new Alarm(stack, 'Failures', { metric, threshold: 1, evaluationPeriods: 1 });
      return { defaults: { alarms: [alarmName] } };
    });
    const { States } = JSON.parse(filledIn(json, machineOf(json).DefinitionString));
    expect(States.ValidateRequest.Parameters.defaults.alarms).toEqual([expect.stringMatching(/^Failures\w+$/)]);
  });

  test('is called, measured and logged by its name', () => {
    const { json, template } = synthesised({ name: 'Staging', dashboard: true });
    expect(machineOf(json).StateMachineName).toBe('Staging');
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'Staging-ShiftTraffic' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/Staging' });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'Staging' });
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Staging' });
    template.hasResourceProperties('AWS::DynamoDB::Table', { TableName: 'staging-ledger' });
    const execution = statementsOf(json, 'Staging-RecoverDeployment').find(({ Sid }) => Sid === 'Execution')!;
    expect(execution.Resource).toBe('arn:aws:states:us-east-1:123456789012:execution:Staging:*');
  });

  test('calls the ledger as it is told, which a name that only CloudFormation knows needs', () => {
    const named = synthesised({ ledgerName: 'releases' });
    named.template.hasResourceProperties('AWS::DynamoDB::Table', { TableName: 'releases' });
    const name = (stack: Stack) => new CfnParameter(stack, 'Name').valueAsString;
    const { json } = synthesised((stack) => ({ name: name(stack), ledgerName: 'releases' }));
    expect(machineOf(json).StateMachineName).toEqual({ Ref: 'Name' });
    expect(() => synthesised((stack) => ({ name: name(stack) }))).toThrow('expected a ledgerName with it');
  });

  test('keeps every role within the boundary', () => {
    const { json } = synthesised((stack) => ({
      permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
    }));
    const roles = resourcesOf(json, 'AWS::IAM::Role');
    expect(roles.length).toBe(TASK_NAMES.length + 2);
    for (const [, { Properties }] of roles) expect(Properties.PermissionsBoundary).toBeDefined();
  });

  test('encrypts the ledger with a key of yours, which those that use the ledger may use', () => {
    const { json, template } = synthesised((stack) => ({ ledgerKey: new Key(stack, 'Key') }));
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: Match.anyValue() },
    });
    const { Condition } = statementsOf(json, 'Stepshift-LockTargets').find(({ Sid }) => Sid === 'LedgerKey')!;
    expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': 'dynamodb.us-east-1.amazonaws.com' } });
    const mayUse = (name: string) => statementsOf(json, `Stepshift-${name}`).some(({ Sid }) => Sid === 'LedgerKey');
    expect([mayUse('LockTargets'), mayUse('InspectAlarms')]).toEqual([true, false]);
  });

  test('puts every function into the VPC', () => {
    const { json } = synthesised((stack) => ({ vpc: new Vpc(stack, 'Vpc', { maxAzs: 1 }) as never }));
    for (const [, { Properties }] of resourcesOf(json, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.FunctionName,
    )) {
      expect(Properties.VpcConfig.SubnetIds).toHaveLength(1);
      expect(Properties.VpcConfig.SecurityGroupIds).toEqual([{ 'Fn::GetAtt': [expect.any(String), 'GroupId'] }]);
      const actions = statementsOf(json, Properties.FunctionName).flatMap(({ Action }) => Action);
      expect(actions).toContain('ec2:CreateNetworkInterface');
    }
  });

  test('tells its alarms and outcomes to whom it is given', () => {
    // CDK's own types do not fit one another under exactOptionalPropertyTypes: hence `never`.
    const { json, template } = synthesised((stack) => ({
      alarmTopic: new Topic(stack, 'Alarms'),
      outcomeTopic: new Topic(stack, 'Outcomes'),
      outcomeBus: new EventBus(stack, 'Bus') as never,
      validationErrorsPerHour: 10,
    }));
    template.resourceCountIs('AWS::CloudWatch::Alarm', 4);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Dimensions: [{ Name: 'End', Value: 'ValidationError' }],
      Threshold: 10,
      Period: 3600,
    });
    const rules = resourcesOf(json, 'AWS::Events::Rule').map(([, { Properties }]) => Properties);
    const messages = rules.flatMap(({ EventPattern, Targets: [{ InputTransformer }] }) =>
      InputTransformer ? [[EventPattern.detail.status, Object.values(InputTransformer.InputPathsMap)]] : [],
    );
    const always = ['$.detail.name', '$.detail.status', '$.detail.executionArn'];
    expect(messages).toEqual([
      [['FAILED'], ['$.detail.error', ...always, '$.detail.cause']],
      [['SUCCEEDED', 'TIMED_OUT', 'ABORTED'], always],
    ]);
    const toBus = rules.filter(({ Targets }) => JSON.stringify(Targets).includes('"Bus'));
    const status = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
    expect(toBus).toMatchObject([{ EventPattern: { detail: { status } } }]);
  });

  test('takes an empty list of keys for none', () => {
    const statements = statementsOf(synthesised({ targetKeys: [] }).json, 'Stepshift-InspectTarget');
    expect(statements.filter(({ Sid }) => Sid === 'TargetKey')).toEqual([]);
  });

  test.each([
    ['a name that AWS does not take', { name: 'my deployer' }, 'name: found "my deployer"'],
    ['targets and a prefix', { targets: [], namePrefix: 'a' }, 'not both'],
    ['no targets at all', { targets: [] }, '`targets` is empty'],
    ['a prefix that is empty', { namePrefix: '' }, 'namePrefix: found "", expected what names begin with'],
    ['a prefix that IAM would read as a pattern', { namePrefix: 'ord*' }, 'namePrefix: found "ord*"'],
    ['subnets of no VPC', { vpcSubnets: {} }, 'vpcSubnets and securityGroups are for a vpc'],
    ['no aliases at all', { aliases: [] }, '`aliases` is empty'],
    ['defaults that no request may have', { defaults: { alarm: 'a' } }, 'defaults.alarm: found an unknown field'],
  ])('refuses %s', (_, props, message) => {
    expect(() => synthesised(props)).toThrow(message);
  });
});
