import { DeleteStateMachineAliasCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { installDeployer } from '../../cli/installed-deployer.ts';
import { localClients } from '../../cli/local-clients.ts';
import { starterDefinition } from '../../infra/starter-definition.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { example } from '../scenarios/example.ts';
import { call } from '../scenarios/failing-calls.ts';
import { isAllowed } from './iam.ts';
import { recordedCalls } from './recorded-calls.ts';
import { filledIn, type Json, machineOf, resourcesOf, statementsOf, synthesised } from './synthesised.ts';

const STATES = 'arn:aws:states:us-east-1:123456789012';
const ITSELF = `${STATES}:stateMachine:Stepshift`;

function targetOf(json: Json): Json {
  return statementsOf(json, 'Stepshift-ShiftTraffic').find(({ Sid }) => Sid === 'TargetAlias')!;
}

describe('a deployer that updates itself', () => {
  test('leaves version and alias to itself, and asks for its deployment whenever the stack changes it', () => {
    const { json } = synthesised({ selfUpdate: { strategy: 'Canary50Percent60Minutes' } });
    expect(resourcesOf(json, 'AWS::StepFunctions::StateMachineVersion')).toEqual([]);
    expect(resourcesOf(json, 'AWS::StepFunctions::StateMachineAlias')).toEqual([]);
    const [[, { Properties }]] = resourcesOf(json, 'Custom::StepshiftDeployment') as [[string, Json]];
    expect(JSON.parse(filledIn(json, Properties.Request))).toEqual({
      stateMachineArn: ITSELF,
      alias: 'live',
      strategy: 'Canary50Percent60Minutes',
    });
    const [id] = resourcesOf(json, 'AWS::StepFunctions::StateMachine').find(([one]) => one.startsWith('Deployer'))!;
    expect(Properties.RevisionId).toEqual({ 'Fn::GetAtt': [id, 'StateMachineRevisionId'] });
  });

  test('keeps the alias when the stack gives it up', () => {
    const [[, alias]] = resourcesOf(synthesised().json, 'AWS::StepFunctions::StateMachineAlias') as [[string, Json]];
    expect(alias).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('may deploy itself beside what it may deploy otherwise, and without that prop may not', () => {
    const narrowed = { namePrefix: 'orders-' };
    expect(targetOf(synthesised(narrowed).json).Resource).toBe(`${STATES}:stateMachine:orders-*`);
    expect(targetOf(synthesised({ ...narrowed, selfUpdate: {} }).json).Resource).toEqual([
      `${STATES}:stateMachine:orders-*`,
      ITSELF,
    ]);
    expect(targetOf(synthesised({ selfUpdate: {} }).json).Resource).toBe(`${STATES}:stateMachine:*`);
  });

  test('has the tag that it may deploy machines by', () => {
    const { json } = synthesised({ tag: { key: 'deploy', value: 'yes' }, selfUpdate: {} });
    expect(machineOf(json).Tags).toContainEqual({ Key: 'deploy', Value: 'yes' });
    expect(machineOf(synthesised({ tag: { key: 'deploy', value: 'yes' } }).json).Tags).toHaveLength(1);
  });

  test('may do each call that its functions make when they deploy it, narrowed in every way', async () => {
    const tag = { key: 'deploy', value: 'yes' };
    const { json } = synthesised({ namePrefix: 'orders-', aliases: ['live'], tag, selfUpdate: {} });
    const calls = await recordedCalls(example('self-update/broken.json'));
    const own = calls.filter(({ resource }) => /:(?:stateMachine|execution):Stepshift(?::|$)/.test(resource));
    const actions = new Set(own.map(({ action }) => action));
    expect([...actions]).toEqual(
      expect.arrayContaining(['states:PublishStateMachineVersion', 'states:UpdateStateMachineAlias']),
    );
    const refused = own.filter(({ by, ...one }) => {
      const context = { ...one.context, [`aws:ResourceTag/${tag.key}`]: [tag.value] };
      return !isAllowed(statementsOf(json, `Stepshift-${by}`), { ...one, context });
    });
    expect(refused).toEqual([]);
  });

  test('is refused where it may not move its own alias, or with fields that no request may have', () => {
    expect(() => synthesised({ aliases: ['production'], selfUpdate: {} })).toThrow(
      'stepshift: aliases: found ["production"], expected live among them: with selfUpdate the deployer moves that alias of its own',
    );
    expect(() => synthesised({ selfUpdate: { stratgy: 'AllAtOnce' } })).toThrow(
      'request.stratgy: found an unknown field',
    );
  });
});

describe('what starts its deployment', () => {
  /** The starter, where the stack has settled, over the deployer itself. */
  async function run(aws: LocalAws, name: string): Promise<readonly string[]> {
    const stateMachineArn = `${STATES}:stateMachine:Starter`;
    const request = { stateMachineArn: ITSELF, alias: 'live', compare: 'off' };
    const input = JSON.stringify({ stackId: 'any', request });
    const start = { stateMachineArn: `${stateMachineArn}#stack`, name, input };
    const { executionArn } = await call(aws, 'states', 'StartExecution', start);
    await aws.clock.advanceBy(3_600_000);
    const { events } = await call(aws, 'states', 'GetExecutionHistory', { executionArn });
    return events.flatMap((event: Json) => event.stateEnteredEventDetails?.name ?? []);
  }

  async function installed(): Promise<LocalAws> {
    const settled = { '0-9': { Return: { Stacks: [{ StackStatus: 'UPDATE_COMPLETE' }] } } };
    const mocks = {
      StateMachines: { Starter: { TestCases: { stack: { ReadStack: 'settled' } } } },
      MockedResponses: { settled },
    };
    const aws = new LocalAws({ mocks });
    await installDeployer(aws, localClients(aws));
    const definition = JSON.stringify(starterDefinition(ITSELF));
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    await call(aws, 'states', 'CreateStateMachine', { name: 'Starter', roleArn, definition });
    return aws;
  }

  async function deployment(aws: LocalAws, name: string): Promise<Json> {
    return call(aws, 'states', 'DescribeExecution', { executionArn: `${STATES}:execution:Stepshift:${name}` });
  }

  test('starts the newest revision where there is no alias yet, which creates it; from then on the alias', async () => {
    const aws = await installed();
    await localClients(aws).sfn.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn: `${ITSELF}:live` }));
    expect((await run(aws, 'first')).slice(-3)).toEqual([
      'StartDeployment',
      'StartFirstDeployment',
      'DeploymentStarted',
    ]);
    expect(await deployment(aws, 'first')).toMatchObject({ status: 'SUCCEEDED' });
    const alias = await call(aws, 'states', 'DescribeStateMachineAlias', { stateMachineAliasArn: `${ITSELF}:live` });
    expect(alias.routingConfiguration).toEqual([{ stateMachineVersionArn: `${ITSELF}:1`, weight: 100 }]);

    const { definition } = await call(aws, 'states', 'DescribeStateMachine', { stateMachineArn: ITSELF });
    const next = JSON.stringify({ ...JSON.parse(definition), Comment: 'next' });
    await call(aws, 'states', 'UpdateStateMachine', { stateMachineArn: ITSELF, definition: next });
    expect((await run(aws, 'second')).slice(-2)).toEqual(['StartDeployment', 'DeploymentStarted']);
    expect(await deployment(aws, 'second')).toMatchObject({
      status: 'SUCCEEDED',
      stateMachineVersionArn: `${ITSELF}:1`,
    });
    const moved = await call(aws, 'states', 'DescribeStateMachineAlias', { stateMachineAliasArn: `${ITSELF}:live` });
    expect(moved.routingConfiguration).toContainEqual({ stateMachineVersionArn: `${ITSELF}:2`, weight: 100 });
  });
});
