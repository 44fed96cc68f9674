import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeExecutionCommand, StartExecutionCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Deployer } from '../../infra/deployer.ts';
import { compilePattern } from '../../local/events/event-pattern.ts';
import { folderWith } from '../cli/folder.ts';
import { type ServedAws, servedAws } from '../cli/served-aws.ts';
import { filledIn, type Json, newStack, policyOf, resourcesOf, templateOf } from '../infra/synthesised.ts';
import { findings } from '../infra/violations.ts';
import { blocksOf, runSnippet } from './snippets.ts';

const PAGE = readFileSync('docs/eventbridge.md', 'utf8');
const [rules, listeners] = blocksOf(PAGE, 'ts') as [string, string];
const [template] = blocksOf(PAGE, 'yaml') as [string];
const [takenBack] = blocksOf(PAGE, 'json').map((text) => JSON.parse(text));

const STATES = 'arn:aws:states:us-east-1:123456789012';
const ORDERS = `${STATES}:stateMachine:orders`;
const BUILD = {
  id: 'e-1',
  source: 'aws.codebuild',
  'detail-type': 'CodeBuild Build State Change',
  detail: {
    'build-status': 'SUCCEEDED',
    'project-name': 'orders-upload',
    'build-id': 'arn:aws:codebuild:…:build/orders-upload:7',
  },
};
const UPLOAD = {
  id: 'e-2',
  source: 'aws.states',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 'states.amazonaws.com',
    eventName: 'UpdateStateMachine',
    eventID: 'c-1',
    requestParameters: { stateMachineArn: ORDERS },
  },
};
const MORNING = { id: 'e-3', source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

function withRules(stack: Stack): void {
  const deployer = { stateMachine: StateMachine.fromStateMachineName(stack, 'Deployer', 'Stepshift') };
  const orders = StateMachine.fromStateMachineName(stack, 'Orders', 'orders');
  const constructs = { Duration, EventField, Rule, RuleTargetInput, Schedule, SfnStateMachine, Queue };
  runSnippet(rules, stack, { ...constructs, deployer, orders });
}

function withTemplate(stack: Stack): CfnInclude {
  const templateFile = join(folderWith({ 'template.yaml': template }), 'template.yaml');
  const parameters = { DeployerArn: `${STATES}:stateMachine:Stepshift`, OrdersArn: ORDERS };
  return new CfnInclude(stack, 'Page', { templateFile, parameters });
}

function synthesised(build: (stack: Stack) => unknown): Json {
  const stack = newStack();
  build(stack);
  return templateOf(stack);
}

/** A rule as EventBridge has it: by the beginning of its id. */
function ruleOf(json: Json, id: string): Json {
  return resourcesOf(json, 'AWS::Events::Rule').find(([name]) => name.startsWith(id))![1].Properties;
}

/** What EventBridge makes of an event for the rule's target: each <name> becomes the JSON of what its path finds. */
function inputFor(json: Json, rule: Json, event: Json): string {
  const { InputPathsMap = {}, InputTemplate } = rule.Targets[0].InputTransformer;
  const read = (path: string): Json =>
    path
      .slice(2)
      .split('.')
      .reduce((value: Json, name) => value?.[name], event);
  const text: string = substituted(filledIn(json, InputTemplate));
  return text.replace(/<([\w-]+)>/g, (_, name) => JSON.stringify(read(InputPathsMap[name])));
}

function substituted(text: Json): string {
  const inner = text['Fn::Sub'] ?? text;
  return inner.replaceAll(/\$\{OrdersArn\}/g, ORDERS);
}

describe('the rules of the page', () => {
  const json = synthesised(withRules);

  test('fit the schemas of CloudFormation and the rules of cdk-nag, in CDK and in YAML', () => {
    // SQS3: what could not be started waits in a queue that has no such queue itself.
    for (const build of [withRules, withTemplate])
      expect(findings((app) => void build(new Stack(app, 'Page')))).toEqual(['AwsSolutions-SQS3']);
  });

  test.each([
    ['AfterBuild', BUILD, 'arn:aws:codebuild:…:build/orders-upload:7'],
    ['AfterUpload', UPLOAD, 'c-1'],
    ['Mornings', MORNING, 'the morning release'],
  ])('%s starts the deployer with a request that says why', (id, event, reason) => {
    const rule = ruleOf(json, id);
    if (rule.EventPattern) expect(compilePattern(filledIn(json, rule.EventPattern))(event)).toBe(true);
    else expect(rule.ScheduleExpression).toBe('cron(0 9 ? * MON-THU *)');
    const request = JSON.parse(inputFor(json, rule, event));
    expect(request).toMatchObject({ stateMachineArn: ORDERS, alias: 'live', reason, requestedBy: event.id });
    expect(filledIn(json, rule.Targets[0].Arn)).toBe(`${STATES}:stateMachine:Stepshift`);
  });

  test('hear no failed build, no other machine and no upload that AWS refused', () => {
    const heard = (id: string, event: object) =>
      compilePattern(filledIn(json, ruleOf(json, id).EventPattern))(event as never);
    expect(heard('AfterBuild', { ...BUILD, detail: { ...BUILD.detail, 'build-status': 'FAILED' } })).toBe(false);
    expect(heard('AfterUpload', { ...UPLOAD, detail: { ...UPLOAD.detail, errorCode: 'AccessDenied' } })).toBe(false);
    const requestParameters = { stateMachineArn: `${ORDERS}-other` };
    expect(heard('AfterUpload', { ...UPLOAD, detail: { ...UPLOAD.detail, requestParameters } })).toBe(false);
  });

  test('in YAML: the same schedule, target, patience and request', () => {
    const yaml = synthesised(withTemplate);
    const [inCdk, inYaml] = [ruleOf(json, 'Mornings'), ruleOf(yaml, 'Mornings')];
    expect(inYaml.ScheduleExpression).toBe(inCdk.ScheduleExpression);
    expect(substituted(filledIn(yaml, inYaml.Targets[0].Arn))).toBe(`${filledIn(json, inCdk.Targets[0].Arn)}:live`);
    expect(inYaml.Targets[0].RetryPolicy).toEqual(inCdk.Targets[0].RetryPolicy);
    const { strategy: _, ...request } = JSON.parse(inputFor(json, inCdk, MORNING));
    expect(JSON.parse(inputFor(yaml, inYaml, MORNING))).toEqual(request);
  });

  test('may start the deployer, and nothing else', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'states:StartExecution',
      Resource: `${STATES}:stateMachine:Stepshift`,
    };
    const policies = resourcesOf(json, 'AWS::IAM::Policy').map(([, { Properties }]) =>
      filledIn(json, Properties.PolicyDocument),
    );
    expect(policies.length).toBeGreaterThan(0);
    for (const policy of policies) expect(policy.Statement).toEqual([statement]);
    const yaml = synthesised(withTemplate);
    expect(policyOf(yaml, { 'Fn::GetAtt': ['MayStart'] }).Statement).toEqual([statement]);
  });
});

describe('an event that comes twice', () => {
  let world: ServedAws;
  afterEach(() => world.goAway());

  /** A deployment as EventBridge starts it; how it ended. */
  async function started(): Promise<() => Promise<Json>> {
    const json = synthesised(withRules);
    const input = inputFor(json, ruleOf(json, 'AfterBuild'), BUILD);
    const stateMachineArn = `${STATES}:stateMachine:Stepshift`;
    const { executionArn } = await world.clients.sfn.send(new StartExecutionCommand({ stateMachineArn, input }));
    return async () => {
      const told = await world.clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
      return {
        end: told.error ?? JSON.parse(told.output!).end.name,
        ...(told.cause && { reason: JSON.parse(told.cause).reason }),
      };
    };
  }

  test('is refused while the first one runs, and has nothing to do when that has succeeded', async () => {
    world = await servedAws();
    await world.createMachine('orders');
    const first = await started();
    await world.pass(30);
    const second = await started();
    await world.pass(3600);
    expect([await first(), await second()]).toEqual([
      { end: 'Succeeded' },
      { end: 'ValidationError', reason: 'TargetLocked' },
    ]);
    const third = await started();
    await world.pass(600);
    expect(await third()).toEqual({ end: 'NothingToDo' });
  });

  test('releases again what was rolled back', async () => {
    world = await servedAws();
    await world.createMachine('orders');
    const first = await started();
    await world.pass(3600);
    expect(await first()).toEqual({ end: 'Succeeded' });
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Fail' } } });
    await world.clients.sfn.send(new UpdateStateMachineCommand({ stateMachineArn: ORDERS, definition }));
    for (const _ of ['once', 'again']) {
      const ended = await started();
      for (let minute = 0; minute < 60; minute++) {
        const alias = { stateMachineArn: `${ORDERS}:live` };
        for (let i = 0; i < 10; i++) await world.clients.sfn.send(new StartExecutionCommand(alias));
        await world.pass(60);
      }
      expect(await ended()).toEqual({ end: 'RolledBack', reason: 'FailsMore' });
    }
  });
});

describe('who listens to ends', () => {
  test('is a bus or a topic of the deployer', () => {
    const json = synthesised((stack) => {
      const given = { Deployer, releases: new EventBus(stack, 'Releases'), onCall: new Topic(stack, 'OnCall') };
      runSnippet(listeners, stack, given);
    });
    const targets = resourcesOf(json, 'AWS::Events::Rule').flatMap(([, { Properties }]) =>
      JSON.stringify(Properties.Targets),
    );
    for (const id of ['Releases', 'OnCall']) expect(targets.some((text) => text.includes(`"${id}`))).toBe(true);
  });

  test('hears by the pattern of the page what was taken back, and no other end', () => {
    const hears = compilePattern(takenBack);
    const ended = (status: string, error: string | null) =>
      hears({
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        detail: { stateMachineArn: `${STATES}:stateMachine:Stepshift`, status, error },
      });
    expect([ended('FAILED', 'RolledBack'), ended('FAILED', 'ValidationError'), ended('SUCCEEDED', null)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
