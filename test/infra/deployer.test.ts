import { beforeAll, describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LEDGER_NAME } from '../../cli/aws-options.ts';
import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import { ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import { ENDS } from '../../workflow/ends.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../workflow/limits.ts';
import { sample } from '../scenarios/example.ts';
import { filledIn, type Json, resourcesOf, statementsOf, synthesised } from './synthesised.ts';

type Synthesised = ReturnType<typeof synthesised>;

describe('a deployer that is installed as it is', () => {
  let made = {} as Synthesised;
  beforeAll(() => {
    made = synthesised();
  });

  test('has a function for each Task and the watchdog, on Node 24 and arm64, traced, with a time limit below its state', () => {
    const functions = resourcesOf(made.json, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
    const names = [...TASK_NAMES, 'RecoverDeployment'].map((name) => `Stepshift-${name}`);
    expect(functions.map(({ FunctionName }) => FunctionName).sort()).toEqual(names.sort());
    for (const one of functions) {
      expect(one).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Timeout: FUNCTION_TIMEOUT_SECONDS,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogGroup: expect.anything() },
      });
    }
  });

  test('has a role for each function, and tells the ledger only to those that use it', () => {
    const functions = resourcesOf(made.json, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);
    expect(new Set(functions.map(({ Role }) => JSON.stringify(Role))).size).toBe(functions.length);
    const told = functions
      .filter(({ Environment }) => Environment?.Variables.STEPSHIFT_LEDGER)
      .map(({ FunctionName }) => FunctionName.slice('Stepshift-'.length));
    expect(told).toEqual(expect.arrayContaining(['LockTargets', 'ShiftTraffic', 'RecoverDeployment']));
    expect(told).not.toEqual(expect.arrayContaining(['ValidateRequest']));
    expect(told).not.toEqual(expect.arrayContaining(['PlanDeployment']));
  });

  test('names published versions of its functions, which outlive an upgrade but not a failed one', () => {
    const definition = filledIn(made.json, machineOf(made.json).DefinitionString);
    for (const name of TASK_NAMES) expect(definition).toContain(`function:Stepshift-${name}:1"`);
    const versions = resourcesOf(made.json, 'AWS::Lambda::Version');
    expect(versions).toHaveLength(TASK_NAMES.length);
    for (const [, version] of [...versions, ...resourcesOf(made.json, 'AWS::StepFunctions::StateMachineVersion')]) {
      expect(version).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    }
  });

  test('may invoke its own functions of any version, and nothing else', () => {
    const { Statement } = roleOf(made.json, machineOf(made.json).RoleArn);
    const invoke = Statement.filter(({ Action }: Json) => JSON.stringify(Action).includes('lambda:'));
    expect(invoke).toHaveLength(1);
    expect(invoke[0].Action).toBe('lambda:InvokeFunction');
    const own = TASK_NAMES.map((name) => expect.stringMatching(`:function:Stepshift-${name}:\\*$`));
    expect(invoke[0].Resource).toEqual(own);
  });

  test('has the definition that is rehearsed', async () => {
    let rehearsed = '';
    await rehearse(sample('good'), {
      beforeTask: async (_, aws) => {
        const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift';
        rehearsed = (await aws.states.operations.DescribeStateMachine!({ stateMachineArn }, aws.context)).definition;
      },
    });
    const named = (definition: string): Json =>
      JSON.parse(definition.replace(/arn:aws:lambda:[^"]*:function:(?:S|s)tepshift-(\w+)(?::1)?/g, '$1'));
    const installed = filledIn(made.json, machineOf(made.json).DefinitionString);
    expect(named(installed)).toEqual(named(rehearsed));
    const byName = Object.fromEntries(TASK_NAMES.map((name) => [name, name])) as unknown as FunctionArns;
    expect(named(installed)).toEqual(deployerDefinition(byName));
  });

  test('logs every event of the machine without its data, and traces it', () => {
    expect(machineOf(made.json)).toMatchObject({
      StateMachineName: 'Stepshift',
      StateMachineType: 'STANDARD',
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: true },
    });
    for (const [, { Properties }] of resourcesOf(made.json, 'AWS::Logs::LogGroup'))
      expect(Properties.RetentionInDays).toBe(365);
  });

  test('has a version and an alias of its own, wholly on that version', () => {
    const [[version]] = resourcesOf(made.json, 'AWS::StepFunctions::StateMachineVersion') as [[string, Json]];
    made.template.hasResourceProperties('AWS::StepFunctions::StateMachineAlias', {
      Name: 'live',
      RoutingConfiguration: [{ StateMachineVersionArn: { 'Fn::GetAtt': [version, 'Arn'] }, Weight: 100 }],
    });
  });

  test('has the ledger that the tasks expect: on demand, recoverable, encrypted, retained', () => {
    const [[, table]] = resourcesOf(made.json, 'AWS::DynamoDB::Table') as [[string, Json]];
    const { TableName: _, ...expected } = ledgerTable('any');
    const byName = (attributes: Json) => [...attributes].sort((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1));
    const { AttributeDefinitions, ...properties } = table.Properties;
    expect(byName(AttributeDefinitions)).toEqual(byName(expected.AttributeDefinitions));
    const { AttributeDefinitions: __, ...others } = expected;
    expect(properties).toMatchObject(others);
    expect(properties).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
    expect(table).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(properties.TableName).toBe(LEDGER_NAME); // where `stepshift recover` looks
  });

  test('is watched: by its ends, after no function of theirs can be running, and every five minutes', () => {
    const { template } = made;
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(5 minutes)' });
    template.hasResourceProperties('AWS::SQS::Queue', {
      DelaySeconds: FUNCTION_TIMEOUT_SECONDS,
      VisibilityTimeout: 6 * FUNCTION_TIMEOUT_SECONDS,
      RedrivePolicy: Match.objectLike({ maxReceiveCount: 80 }),
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { BatchSize: 1 });
  });

  test('goes on with what cannot be completed for six hours, and keeps it for two weeks then', () => {
    const [[, deadLetters], [, ends]] = resourcesOf(made.json, 'AWS::SQS::Queue') as [[string, Json], [string, Json]];
    const { VisibilityTimeout, RedrivePolicy } = ends.Properties;
    expect(VisibilityTimeout * RedrivePolicy.maxReceiveCount).toBe(Duration.hours(6).toSeconds());
    expect(deadLetters.Properties.MessageRetentionPeriod).toBe(Duration.days(14).toSeconds());
  });

  test('the rule of its ends is about its own executions only', () => {
    const [[, rule]] = resourcesOf(made.json, 'AWS::Events::Rule').filter(
      ([, { Properties }]) => Properties.EventPattern,
    ) as [[string, Json]];
    expect(filledIn(made.json, rule.Properties.EventPattern.detail.stateMachineArn)).toEqual([
      'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift',
    ]);
  });

  test('counts deployments by their ends, each of which is a state of that name and the only of its kind', () => {
    made.template.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.type = "SucceedStateEntered") || ($.type = "FailStateEntered") }',
      MetricTransformations: [
        Match.objectLike({
          MetricNamespace: 'Stepshift',
          MetricName: 'Deployments',
          MetricValue: '1',
          Dimensions: [{ Key: 'End', Value: '$.details.name' }],
        }),
      ],
    });
    const { States } = deployerDefinition({} as FunctionArns) as Json;
    const ends = Object.entries(States as Json).filter(([, { Type }]: Json) => ['Succeed', 'Fail'].includes(Type));
    expect(ends.map(([name]) => name).sort()).toEqual([...ENDS].sort());
    for (const { ItemProcessor } of Object.values(States as Json) as Json[])
      for (const { Type } of Object.values(ItemProcessor?.States ?? {}) as Json[])
        expect(['Succeed', 'Fail']).not.toContain(Type);
  });

  test('has an alarm on CriticalError, on what the watchdog gave up, and on what is overdue', () => {
    const alarms = resourcesOf(made.json, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    expect(alarms).toHaveLength(3);
    for (const alarm of alarms)
      expect(alarm).toMatchObject({ Threshold: 1, TreatMissingData: 'notBreaching', EvaluationPeriods: 1 });
    expect(alarms).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ MetricName: 'Deployments', Dimensions: [{ Name: 'End', Value: 'CriticalError' }] }),
        expect.objectContaining({ MetricName: 'ApproximateNumberOfMessagesVisible' }),
        expect.objectContaining({ MetricName: 'OverdueDeployments', Period: 300 }),
      ]),
    );
  });

  test('may do on every resource only what AWS knows no resource for', () => {
    const statements = TASK_NAMES.flatMap((name) => statementsOf(made.json, `Stepshift-${name}`));
    const everywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect([...new Set(everywhere)].sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'cloudwatch:GetMetricData',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });
});

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

  test('gives its defaults to each request by its definition', () => {
    const defaults = { strategy: 'AllAtOnce', alarms: ['orders-failures'] };
    const { json } = synthesised({ defaults });
    const { States } = JSON.parse(filledIn(json, machineOf(json).DefinitionString));
    expect(States.ValidateRequest.Parameters.defaults).toEqual(defaults);
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

  test.each([
    ['a name that AWS does not take', { name: 'my deployer' }, 'name: found "my deployer"'],
    ['targets and a prefix', { targets: [], namePrefix: 'a' }, 'not both'],
    ['no targets at all', { targets: [] }, '`targets` is empty'],
    ['no aliases at all', { aliases: [] }, '`aliases` is empty'],
    ['defaults that no request may have', { defaults: { alarm: 'a' } }, 'defaults.alarm: found an unknown field'],
  ])('refuses %s', (_, props, message) => {
    expect(() => synthesised(props)).toThrow(message);
  });
});

function machineOf(template: Json): Json {
  const [[, { Properties }]] = resourcesOf(template, 'AWS::StepFunctions::StateMachine') as [[string, Json]];
  return Properties;
}

function roleOf(template: Json, arn: Json): Json {
  const { Properties } = template.Resources[arn['Fn::GetAtt'][0]];
  return filledIn(template, Properties.Policies[0].PolicyDocument);
}
