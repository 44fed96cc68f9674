import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { getLanguageService } from 'amazon-states-language-service';
import aslValidator from 'asl-validator';
import { type App, NestedStack, Stack } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { localClients } from '../../cli/local-clients.ts';
import { PLACE } from '../../cli/scenario/place.ts';
import { Deployer } from '../../infra/deployer.ts';
import type { DeployerProps } from '../../infra/deployer-props.ts';
import { GradualDeployment } from '../../infra/gradual-deployment.ts';
import { starterDefinition } from '../../infra/starter-definition.ts';
import { LocalAws } from '../../local/local-aws.ts';
import type { MockConfig } from '../../local/mocks/mock-config.ts';
import { awsCustomResource, type CustomResourceAnswer } from '../../tasks/ports/custom-resource.ts';
import { startDeployment } from '../../tasks/start-deployment.ts';
import { parseRequest } from '../../workflow/request.ts';
import { filledIn, type Json, newStack, resourcesOf, templateOf } from './synthesised.ts';

const STATES = 'arn:aws:states:us-east-1:123456789012';
const roleArn = 'arn:aws:iam::123456789012:role/any';
const NOTHING = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });

function stackWith(count: number, propsIn: (stack: Stack) => DeployerProps = () => ({})) {
  const stack = newStack();
  const deployer = new Deployer(stack, 'Deployer', propsIn(stack));
  for (let i = 0; i < count; i++) {
    const definitionBody = DefinitionBody.fromString(NOTHING);
    const stateMachine = new StateMachine(stack, `Machine${i}`, { stateMachineName: `orders-${i}`, definitionBody });
    const request = { strategy: 'Canary10Percent5Minutes', alarms: ['orders-failures'] };
    new GradualDeployment(stack, `Deployment${i}`, { deployer, stateMachine, alias: 'live', request });
  }
  return templateOf(stack);
}

describe('gradual deployments in a stack', () => {
  test('ask for a deployment by the revision of the machine, with a request that is one', () => {
    const json = stackWith(1);
    const [[, { Properties }]] = resourcesOf(json, 'Custom::StepshiftDeployment') as [[string, Json]];
    expect(Properties.RevisionId['Fn::GetAtt'][1]).toBe('StateMachineRevisionId');
    const request = JSON.parse(filledIn(json, Properties.Request));
    expect(request).toEqual({
      stateMachineArn: expect.stringContaining(':stateMachine:orders-0'),
      alias: 'live',
      strategy: 'Canary10Percent5Minutes',
      alarms: ['orders-failures'],
    });
    expect(parseRequest({ ...request, revisionId: 'one' })).toMatchObject({ kind: 'valid' });
    expect(Number(Properties.ServiceTimeout)).toBeLessThan(3600);
  });

  test('share one function and one machine', () => {
    const json = stackWith(3);
    expect(resourcesOf(json, 'Custom::StepshiftDeployment')).toHaveLength(3);
    const named = (id: string): boolean => id.startsWith('Stepshift');
    expect(resourcesOf(json, 'AWS::Lambda::Function').filter(([id]) => named(id))).toHaveLength(1);
    expect(resourcesOf(json, 'AWS::StepFunctions::StateMachine').filter(([id]) => named(id))).toHaveLength(1);
  });

  test('may read their stack and start their deployer, and no other', () => {
    const json = stackWith(1);
    const [, { Properties }] = resourcesOf(json, 'AWS::IAM::Role').find(([id]) => /^Stepshift.*MachineRole/.test(id))!;
    const statements = filledIn(json, Properties.Policies[0].PolicyDocument.Statement);
    expect(statements.filter(({ Resource }: Json) => Resource !== '*')).toMatchObject([
      { Action: 'cloudformation:DescribeStacks', Resource: expect.stringMatching(/:stack\/Test\/1$/) },
      { Action: 'states:StartExecution', Resource: `${STATES}:stateMachine:Stepshift` },
    ]);
  });

  test('tell by an alarm that a deployment was not started, for nobody waits for it', () => {
    const json = stackWith(1, (stack) => ({ alarmTopic: new Topic(stack, 'OnCall') }));
    const [starter] = resourcesOf(json, 'AWS::StepFunctions::StateMachine').find(([id]) => id.startsWith('Stepshift'))!;
    const alarms = resourcesOf(json, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);
    const failed = {
      MetricName: 'ExecutionsFailed',
      Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: starter } }],
    };
    expect(alarms.filter(({ MetricName }) => MetricName === 'ExecutionsFailed')).toMatchObject([
      {
        ...failed,
        Namespace: 'AWS/States',
        Threshold: 1,
        TreatMissingData: 'notBreaching',
        AlarmActions: [expect.anything()],
      },
    ]);
  });

  test('are installed as their deployer is: within its boundary, and with logs kept as long', () => {
    const json = stackWith(1, (stack) => ({
      logRetention: RetentionDays.ONE_WEEK,
      permissionsBoundary: ManagedPolicy.fromManagedPolicyName(stack, 'Boundary', 'boundary'),
    }));
    const roles = resourcesOf(json, 'AWS::IAM::Role').filter(([id]) => id.startsWith('Stepshift'));
    expect(roles).toHaveLength(2);
    for (const [, { Properties }] of roles) expect(Properties.PermissionsBoundary).toBeDefined();
    const logs = resourcesOf(json, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays);
    expect(logs).toEqual([7, 7, 7, 7]);
  });

  test('in a nested stack wait for the outermost one, which may roll back what is complete within', () => {
    const stack = newStack();
    const deployer = new Deployer(stack, 'Deployer');
    const nested = new NestedStack(new NestedStack(stack, 'Outer'), 'Inner');
    const stateMachine = new StateMachine(nested, 'Machine', { definitionBody: DefinitionBody.fromString(NOTHING) });
    new GradualDeployment(nested, 'Deployment', { deployer, stateMachine, alias: 'live' });
    const json = templateOf(nested);
    const [[, { Properties }]] = resourcesOf(json, 'Custom::StepshiftDeployment') as [[string, Json]];
    expect(Properties.SettlingStackId.Ref).toMatch(/AWSStackId/);
    expect(json.Parameters).toHaveProperty([Properties.SettlingStackId.Ref]);
    const [, role] = resourcesOf(json, 'AWS::IAM::Role').find(([id]) => /^Stepshift.*MachineRole/.test(id))!;
    const statements: Json[] = role.Properties.Policies[0].PolicyDocument.Statement;
    expect(statements.find(({ Sid }) => Sid === 'Stack').Resource).toEqual(Properties.SettlingStackId);
    expect(Object.values(templateOf(stack).Resources).map((one: Json) => one.Properties?.Parameters)).toContainEqual(
      expect.objectContaining({ [Properties.SettlingStackId.Ref]: { Ref: 'AWS::StackId' } }),
    );
  });

  test('refuse a machine of another stack, whose updates they would not see', () => {
    const stack = newStack();
    const deployer = new Deployer(stack, 'Deployer');
    const another = new Stack(stack.node.root as App, 'Another', { env: PLACE });
    const stateMachine = new StateMachine(another, 'Machine', { definitionBody: DefinitionBody.fromString(NOTHING) });
    const props = { deployer, stateMachine, alias: 'live' };
    expect(() => new GradualDeployment(stack, 'Deployment', props)).toThrow('Another/Machine in another stack than');
  });

  test('refuse fields that no request may have', () => {
    const stack = newStack();
    const deployer = new Deployer(stack, 'Deployer');
    const definitionBody = DefinitionBody.fromString(NOTHING);
    const stateMachine = new StateMachine(stack, 'Machine', { definitionBody });
    const props = { deployer, stateMachine, alias: 'live', request: { stratgy: 'AllAtOnce' } };
    expect(() => new GradualDeployment(stack, 'Deployment', props)).toThrow('request.stratgy: found an unknown field');
  });
});

describe('what waits for the stack', () => {
  test('is valid for both validators', async () => {
    const machine = starterDefinition(`${STATES}:stateMachine:Stepshift`);
    const { errors } = aslValidator(structuredClone(machine) as never, { checkPaths: true, checkArn: true });
    expect(errors).toEqual([]);
    const service = getLanguageService({});
    const document = TextDocument.create('file://starter.asl.json', 'asl', 1, JSON.stringify(machine));
    expect(await service.doValidation(document, service.parseJSONDocument(document))).toEqual([]);
  });

  test.each([
    ['an update that goes well', ['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'], 'DeploymentStarted'],
    ['one that is over already', ['UPDATE_COMPLETE'], 'DeploymentStarted'],
    ['a stack that is created', ['CREATE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'CREATE_COMPLETE'], 'DeploymentStarted'],
    ['an update that fails', ['UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS'], 'StackRolledBack'],
    ['the way back', ['UPDATE_ROLLBACK_IN_PROGRESS'], 'StackRolledBack'],
    ['the end of the way back', ['UPDATE_ROLLBACK_COMPLETE'], 'StackRolledBack'],
    ['a creation that fails', ['ROLLBACK_IN_PROGRESS'], 'StackRolledBack'],
    ['an update that stays half way', ['UPDATE_FAILED'], 'StackFailed'],
    ['a stack that is deleted', ['DELETE_COMPLETE'], 'StackFailed'],
  ])('after %s (%j) ends in %s', async (_, statuses, end) => {
    const { path, started } = await runStarter(statuses);
    expect(path.at(-1)).toBe(end);
    expect(path.filter((state: string) => state === 'ReadStack')).toHaveLength(statuses.length);
    expect(started).toEqual(end === 'DeploymentStarted' ? [{ name: 'asked-once', input: '{"alias":"live"}' }] : []);
  });
});

/** Runs the starter on local AWS, where CloudFormation answers these statuses, over a deployer that does nothing. */
async function runStarter(statuses: readonly string[]) {
  const answers = Object.fromEntries(
    statuses.map((StackStatus, i) => [String(i), { Return: { Stacks: [{ StackStatus }] } }]),
  );
  const mocks: MockConfig = {
    StateMachines: { Starter: { TestCases: { stack: { ReadStack: 'answers' } } } },
    MockedResponses: { answers },
  };
  const aws = new LocalAws({ mocks });
  const call = async (operation: string, input: Json): Promise<Json> =>
    aws.states.operations[operation]!(input, aws.context);
  const deployer = await call('CreateStateMachine', { name: 'Stepshift', roleArn, definition: NOTHING });
  const definition = JSON.stringify(starterDefinition(deployer.stateMachineArn));
  const { stateMachineArn } = await call('CreateStateMachine', { name: 'Starter', roleArn, definition });
  const input = JSON.stringify({ stackId: 'any', request: { alias: 'live' } });
  const start = { stateMachineArn: `${stateMachineArn}#stack`, name: 'asked-once', input };
  const { executionArn } = await call('StartExecution', start);
  await aws.clock.runUntilIdle();
  const { events } = await call('GetExecutionHistory', { executionArn });
  const { executions } = await call('ListExecutions', { stateMachineArn: deployer.stateMachineArn });
  const started = [];
  for (const one of executions) {
    const { name, input: given } = await call('DescribeExecution', { executionArn: one.executionArn });
    started.push({ name, input: given });
  }
  return { path: events.flatMap((event: Json) => event.stateEnteredEventDetails?.name ?? []), started };
}

describe('the custom resource', () => {
  const STARTER = `${STATES}:stateMachine:Starter`;
  const properties = (RevisionId: string) => ({
    StarterArn: STARTER,
    Request: '{"alias":"live"}',
    RevisionId,
    SettlingStackId: 'outermost-stack',
  });

  /** Sends an event to the handler, over local AWS, with a web server in CloudFormation's place. */
  async function send(changes: Json, times = 1, exists = true) {
    const aws = new LocalAws();
    const machine = { name: 'Starter', roleArn, definition: NOTHING };
    if (exists) await aws.states.operations.CreateStateMachine!(machine, aws.context);
    const answers: CustomResourceAnswer[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        answers.push(JSON.parse(body));
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`;
    const about = { RequestId: 'request-1', StackId: 'stack-1', LogicalResourceId: 'Deployment', ResponseURL };
    const event = { ...about, RequestType: 'Update', ResourceProperties: properties('two'), ...changes };
    for (let i = 0; i < times; i++) await startDeployment(event, awsCustomResource(localClients(aws).sfn));
    server.close();
    const list = async (): Promise<Json> =>
      aws.states.operations.ListExecutions!({ stateMachineArn: STARTER }, aws.context);
    const executions = exists ? (await list()).executions : [];
    const describe = async ({ executionArn }: Json): Promise<Json> =>
      JSON.parse((await aws.states.operations.DescribeExecution!({ executionArn }, aws.context)).input);
    return { answers, inputs: await Promise.all(executions.map(describe)) };
  }

  test.each([
    ['a machine that is new', { RequestType: 'Create' }],
    ['another revision', { OldResourceProperties: properties('one') }],
  ])('asks for the deployment of %s, pinned to its revision, and succeeds at once', async (_, changes) => {
    const { answers, inputs } = await send(changes);
    expect(inputs).toEqual([{ stackId: 'outermost-stack', request: { alias: 'live', revisionId: 'two' } }]);
    expect(answers).toEqual([
      {
        Status: 'SUCCESS',
        PhysicalResourceId: 'stepshift-Deployment',
        StackId: 'stack-1',
        RequestId: 'request-1',
        LogicalResourceId: 'Deployment',
      },
    ]);
  });

  test.each([
    ['the revision is the same', { OldResourceProperties: { ...properties('two'), Request: '{}' } }],
    ['it is deleted', { RequestType: 'Delete' }],
  ])('asks for nothing where %s', async (_, changes) => {
    const { answers, inputs } = await send(changes);
    expect(inputs).toEqual([]);
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }]);
  });

  test('asks once where CloudFormation sends its request twice', async () => {
    const { answers, inputs } = await send({ RequestType: 'Create' }, 2);
    expect(inputs).toHaveLength(1);
    expect(answers).toMatchObject([{ Status: 'SUCCESS' }, { Status: 'SUCCESS' }]);
  });

  test('tells CloudFormation why where it cannot ask, instead of letting it wait for an hour', async () => {
    const { answers } = await send({ RequestType: 'Create' }, 1, false);
    expect(answers).toMatchObject([{ Status: 'FAILED', Reason: expect.stringMatching(/does not exist/i) }]);
  });
});
