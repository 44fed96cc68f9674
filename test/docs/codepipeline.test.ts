import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, type IAction, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import {
  CloudFormationCreateUpdateStackAction,
  CodeBuildAction,
  CodeStarConnectionsSourceAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { DeployAction } from '../../infra/deploy-action.ts';
import { MAXIMUM_NAME_PREFIX, PIPELINE_SECONDS } from '../../workflow/limits.ts';
import { parseRequest } from '../../workflow/request.ts';
import { CONNECTION, checkout } from '../examples/pipeline/orders.ts';
import { actionOf } from '../examples/pipeline/played-actions.ts';
import { type Json, newStack, resourcesOf, templateOf } from '../infra/synthesised.ts';
import { shell } from './shell.ts';
import { blocksOf, runSnippet } from './snippets.ts';

const PAGE = readFileSync('docs/codepipeline.md', 'utf8');
const [action, policy, approval] = blocksOf(PAGE, 'json').map((text) => JSON.parse(text));
const [literal, byCloudFormation, several] = blocksOf(PAGE, 'ts') as [string, string, string];

/** A stack with a pipeline, and in its stage `Production` the actions that are made of what a snippet takes for granted. */
function pipelineOf(make: (given: Record<string, Json>, stack: Stack) => readonly IAction[]): Json {
  const stack = newStack();
  const [source, built] = [new Artifact('Source'), new Artifact('Built')];
  const checkout = new CodeStarConnectionsSourceAction({ actionName: 'Checkout', output: source, ...CONNECTION });
  const machine = (id: string) =>
    new StateMachine(stack, id, { definitionBody: DefinitionBody.fromString('{"StartAt":"A","States":{}}') });
  const upload = (actionName: string) =>
    new CodeBuildAction({ actionName, project: new PipelineProject(stack, actionName), input: source, outputs: [] });
  const given = {
    CfnOutput,
    CloudFormationCreateUpdateStackAction,
    DeployAction,
    ordersStack: stack,
    deployer: StateMachine.fromStateMachineName(stack, 'Deployer', 'Stepshift'),
    orders: machine('Orders'),
    refunds: machine('Refunds'),
    upload: upload('Upload'),
    uploadOrders: upload('UploadOrders'),
    uploadRefunds: upload('UploadRefunds'),
    checkout,
    built,
  };
  const pipeline = new Pipeline(stack, 'Pipeline', { crossAccountKeys: false });
  pipeline.addStage({ stageName: 'Source', actions: [checkout] });
  const build = new CodeBuildAction({
    actionName: 'Build',
    project: new PipelineProject(stack, 'Build'),
    input: source,
    outputs: [built],
  });
  pipeline.addStage({ stageName: 'Build', actions: [build, given.upload, given.uploadOrders, given.uploadRefunds] });
  pipeline.addStage({ stageName: 'Production', actions: [...make(given, stack)] });
  return templateOf(stack);
}

const inputOf = (template: Json): Json => JSON.parse(actionOf(template, 'Production', 'Deploy').configuration.Input);

describe('the snippets for a pipeline', () => {
  test('the action with a literal request', () => {
    const template = pipelineOf((given, stack) => [runSnippet(literal, stack, given, ['deploy']).deploy]);
    expect(inputOf(template)).toMatchObject({
      revisionId: expect.stringMatching(/^#\{\w+\.REVISION_ID\}$/),
      reason: expect.stringMatching(/^#\{\w+\.CommitId\}$/),
    });
  });

  test('the revision of a stack that CloudFormation updates, by its output', () => {
    const template = pipelineOf((given, stack) =>
      Object.values(runSnippet(byCloudFormation, stack, given, ['update', 'deploy'])),
    );
    const [, variable] = /^#\{Orders\.(\w+)\}$/.exec(inputOf(template).revisionId)!;
    expect(template.Outputs[variable!].Value['Fn::GetAtt'][1]).toBe('StateMachineRevisionId');
    const [[, { Properties }]] = resourcesOf(template, 'AWS::CodePipeline::Pipeline') as [[string, Json]];
    expect(Properties.Stages[2].Actions.map(({ Namespace }: Json) => Namespace)).toContain('Orders');
  });

  test('several machines in one action', () => {
    const template = pipelineOf((given, stack) => [runSnippet(several, stack, given, ['deploy']).deploy]);
    const revisions = inputOf(template).targets.map(({ revisionId }: Json) => revisionId);
    expect(new Set(revisions).size).toBe(2);
    expect(parseRequest(inputOf(template))).toMatchObject({ kind: 'valid' });
  });

  test('the action without CDK is what CDK makes, and so is what its role may do', () => {
    const { Name: actionName, Configuration, RunOrder: runOrder, ActionTypeId } = action;
    const { ExecutionNamePrefix: executionNamePrefix, Input } = Configuration;
    const template = pipelineOf(({ deployer }) => [
      new DeployAction({ actionName, runOrder, deployer, executionNamePrefix, request: JSON.parse(Input) }),
    ]);
    const { configuration, statements, ...made } = actionOf(template, 'Production', 'Deploy');
    expect({ ...made, configuration }).toEqual({
      Name: actionName,
      RunOrder: runOrder,
      ActionTypeId,
      configuration: Configuration,
    });
    expect(statements).toEqual(policy.Statement);
  });

  test('the request that waits for a person is one', () => {
    expect(parseRequest(approval)).toMatchObject({ kind: 'valid' });
  });
});

describe('what the page says', () => {
  test('of the build: its lines need no AWS', async () => {
    const lines = blocksOf(PAGE, 'console')[0]!.split('\n');
    const { code, out } = await shell(lines, checkout());
    expect(code === 0 ? '' : out).toBe('');
    const refused = await shell(["echo '{}' > request.json", lines[0]!], checkout());
    expect(refused).toMatchObject({ code: 2 });
  });

  test('of limits, as they are', () => {
    expect(PAGE).toContain(`at most ${MAXIMUM_NAME_PREFIX} characters`);
    expect(PIPELINE_SECONDS / 86_400).toBe(7);
  });

  test('of properties: all that the action adds to those of CDK, and no other', () => {
    const source = readFileSync('infra/deploy-action.ts', 'utf8');
    const props = [...source.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, name]) => name);
    expect([...PAGE.matchAll(/^\| `(\w+)` \| (?!green|red)/gm)].map(([, name]) => name).sort()).toEqual(props.sort());
  });
});
