import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { LEDGER_NAME } from '../../cli/aws-options.ts';
import { ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES } from '../../workflow/definition.ts';
import { ENDS } from '../../workflow/ends.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../workflow/limits.ts';
import { sample } from '../scenarios/example.ts';
import { rehearse } from '../scenarios/recorded.ts';
import { filledIn, type Json, machineOf, policyOf, resourcesOf, synthesised } from './synthesised.ts';

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
    const { Statement } = policyOf(made.json, machineOf(made.json).RoleArn);
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

  test('tells which version of the package it is, for who looks what is installed', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(machineOf(made.json).Tags).toEqual([{ Key: 'stepshift:version', Value: version }]);
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
});
