import { describe, expect, test } from '@jest/globals';
import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, S3SourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { DeployAction, type DeployActionProps } from '../../infra/deploy-action.ts';
import { Deployer } from '../../infra/deployer.ts';
import { filledIn, type Json, newStack, resourcesOf, templateOf } from './synthesised.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const REQUEST = { stateMachineArn: ORDERS, alias: 'live' };
const NOTHING = DefinitionBody.fromString('{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}');
/** What a request of this length weighs beside its reason. */
const BESIDE = JSON.stringify({ ...REQUEST, reason: '' }).length;

const source = new Artifact('Source');
type Props = Partial<DeployActionProps>;

function deployerIn(stack: Stack) {
  return StateMachine.fromStateMachineName(stack, 'Deployer', 'Stepshift');
}

function pipelineIn(stack: Stack): Pipeline {
  const bucket = Bucket.fromBucketName(stack, 'Code', 'code');
  const pipeline = new Pipeline(stack, 'Pipeline', { crossAccountKeys: false });
  const read = new S3SourceAction({ actionName: 'Read', bucket, bucketKey: 'code.zip', output: source });
  pipeline.addStage({ stageName: 'Source', actions: [read] });
  return pipeline;
}

/** A stack with a pipeline that has such an action. */
function pipelineWith(propsIn: (stack: Stack) => Props = () => ({}), stack = newStack()): Stack {
  const pipeline = pipelineIn(stack);
  const props = { actionName: 'Deploy', request: REQUEST, ...propsIn(stack) };
  const action = new DeployAction({ deployer: props.deployer ?? deployerIn(stack), ...props });
  pipeline.addStage({ stageName: 'Production', actions: [action] });
  return stack;
}

function configurationIn(stack: Stack): Json {
  const json = templateOf(stack);
  const [[, { Properties }]] = resourcesOf(json, 'AWS::CodePipeline::Pipeline') as [[string, Json]];
  return filledIn(json, Properties.Stages[1].Actions[0].Configuration);
}

describe('an action that starts a deployment', () => {
  test('has its request as the literal input of the deployer', () => {
    const { Input, ...others } = configurationIn(pipelineWith(() => ({ executionNamePrefix: 'orders' })));
    expect(JSON.parse(Input)).toEqual(REQUEST);
    expect(others).toEqual({
      StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift',
      InputType: 'Literal',
      ExecutionNamePrefix: 'orders',
    });
  });

  test('may have its request in a file of an artifact, which is looked at when it runs', () => {
    const stack = pipelineWith(() => ({ request: source.atPath('request.json') }));
    expect(configurationIn(stack)).toMatchObject({ InputType: 'FilePath', Input: 'Source::request.json' });
  });

  test('takes a deployer of the same app, and its defaults count', () => {
    const stack = pipelineWith((in_) => ({
      deployer: new Deployer(in_, 'Mine', { defaults: { alarms: ['orders-failures'] } }),
      request: { ...REQUEST, ignoreFiring: ['orders-failures'] },
    }));
    expect(configurationIn(stack).StateMachineArn).toBe('arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift');
  });

  test('leaves pipeline variables as they are', () => {
    const request = { ...REQUEST, revisionId: '#{Upload.REVISION_ID}' };
    expect(JSON.parse(configurationIn(pipelineWith(() => ({ request }))).Input)).toEqual(request);
  });

  test('may be added to its stage before the action whose variable it has', () => {
    const stack = newStack();
    const pipeline = pipelineIn(stack);
    const upload = new CodeBuildAction({
      actionName: 'Upload',
      project: new PipelineProject(stack, 'Upload'),
      input: source,
    });
    const request = { ...REQUEST, revisionId: upload.variable('REVISION_ID') };
    const deploy = new DeployAction({ actionName: 'Deploy', deployer: deployerIn(stack), request, runOrder: 2 });
    pipeline.addStage({ stageName: 'Production', actions: [deploy, upload] });
    expect(JSON.parse(configurationIn(stack).Input).revisionId).toBe('#{Production_Upload_NS.REVISION_ID}');
  });

  test('may name a machine of the app, whose ARN is known only later', () => {
    const stack = pipelineWith((in_) => ({
      request: {
        stateMachineArn: new StateMachine(in_, 'Orders', { definitionBody: NOTHING }).stateMachineArn,
        alias: 'live',
      },
    }));
    expect(JSON.parse(configurationIn(stack).Input).stateMachineArn).toMatch(/:stateMachine:Orders/);
  });

  test('may name several machines of the app, and several alarms', () => {
    const stack = pipelineWith((in_) => {
      const arnOf = (id: string) => new StateMachine(in_, id, { definitionBody: NOTHING }).stateMachineArn;
      const alarmOf = (id: string) =>
        new Alarm(in_, id, {
          metric: new Metric({ namespace: 'N', metricName: id }),
          threshold: 1,
          evaluationPeriods: 1,
        });
      const targets = ['Orders', 'Refunds'].map((id) => ({ stateMachineArn: arnOf(id), alias: 'live' }));
      const alarms = ['Failures', 'Latency'].map((id) => alarmOf(id).alarmName);
      return { request: { targets, alarms } };
    });
    expect(JSON.parse(configurationIn(stack).Input)).toMatchObject({
      targets: [{}, {}],
      alarms: [/Failures/, /Latency/].map((id) => expect.stringMatching(id)),
    });
  });

  test('is run in the region of its deployer, where its targets are then', () => {
    const there = 'arn:aws:states:eu-west-2:123456789012:stateMachine:';
    const stack = pipelineWith((in_) => ({
      deployer: StateMachine.fromStateMachineArn(in_, 'There', `${there}Stepshift`),
      request: { ...REQUEST, stateMachineArn: `${there}orders` },
    }));
    const [[, { Properties }]] = resourcesOf(templateOf(stack), 'AWS::CodePipeline::Pipeline') as [[string, Json]];
    expect(Properties.Stages[1].Actions[0]).toMatchObject({ Region: 'eu-west-2' });
  });

  test('may name what another stack exports, and does not guess what that is', () => {
    const named = (stateMachineArn: string) => () => ({ request: { stateMachineArn, alias: 'live' } });
    const beginning = `arn:aws:states:${Aws.REGION}:${Aws.ACCOUNT_ID}:stateMachine:`;
    for (const arn of [Fn.importValue('Orders'), beginning + Fn.importValue('Orders'), `${beginning}orders`])
      expect(JSON.parse(configurationIn(pipelineWith(named(arn))).Input).alias).toBe('live');
  });
});

describe('what CodePipeline or the deployer would refuse later is refused when the app is synthesised', () => {
  const refused = (propsIn: (stack: Stack) => Props) => expect(() => templateOf(pipelineWith(propsIn)));

  test('a request that is none, with path, found and expected', () => {
    refused(() => ({ request: { ...REQUEST, alias: '7', straetgy: 'AllAtOnce' } })).toThrow(
      /\[Test\/Pipeline\/Production\/Deploy\] stepshift: request\.alias: found "7", expected an alias name.*\n.*stepshift: request\.straetgy: found an unknown field/,
    );
  });

  test('a target that is not where the deployer is, as far as the stack knows where that is', () => {
    const elsewhere = ORDERS.replace('us-east-1', 'eu-west-1');
    const request = { ...REQUEST, stateMachineArn: elsewhere };
    refused(() => ({ request })).toThrow(
      'request.stateMachineArn: found eu-west-1, account 123456789012, expected us-east-1, account 123456789012',
    );
    expect(
      configurationIn(
        pipelineWith(() => ({ request }), new Stack(new App({ builtinCloudFormationValidation: false }), 'Anywhere')),
      ).Input,
    ).toContain(elsewhere);
  });

  test('a plan that cannot be carried out', () => {
    const steps = [{ weight: 1, bakeSeconds: 31_536_000 }];
    refused(() => ({ request: { ...REQUEST, strategy: { steps } } })).toThrow(
      /request\.strategy.*: found .*, expected/,
    );
  });

  test('a literal request of more than 1,000 characters, and not one of 1,000', () => {
    const withReason = (length: number) => () => ({ request: { ...REQUEST, reason: 'r'.repeat(length) } });
    expect(configurationIn(pipelineWith(withReason(1000 - BESIDE))).Input).toHaveLength(1000);
    refused(withReason(1001 - BESIDE)).toThrow(
      /stepshift: request: found 1001 characters of JSON .*, expected at most 1000, .*artifact\.atPath/,
    );
  });

  test('a request that has no room for what a variable becomes', () => {
    const variable = '#{Upload.REVISION_ID}';
    const with_ = (room: number) => () => ({
      request: { ...REQUEST, reason: variable + 'r'.repeat(1000 - BESIDE - room) },
    });
    expect(configurationIn(pipelineWith(with_(64))).Input).toHaveLength(1000 - 64 + variable.length);
    refused(with_(63)).toThrow(/found 1001 characters/);
  });

  // A quotation mark would end its text: whoever writes the commit could write the rest of the request.
  test("a commit's message, and not its id, for a variable is put into the JSON as it is", () => {
    const withReason = (reason: string) => () => ({ request: { ...REQUEST, reason } });
    refused(withReason('for #{Source.CommitMessage}')).toThrow(
      'request: found #{Source.CommitMessage}, expected a variable without quotation marks and line breaks, such as CommitId',
    );
    expect(configurationIn(pipelineWith(withReason('for #{Source.CommitId}'))).Input).toContain('CommitId');
  });

  test('a request that has no room for the longest ARN that a machine may get', () => {
    const longest = `arn:aws-us-gov:states:us-isof-south-1:123456789012:stateMachine:${'x'.repeat(80)}`.length;
    const beside = BESIDE - ORDERS.length + longest;
    const of = (length: number) => {
      const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Anywhere');
      const orders = new StateMachine(stack, 'Orders', { definitionBody: NOTHING });
      const request = { stateMachineArn: orders.stateMachineArn, alias: 'live', reason: 'r'.repeat(length) };
      return templateOf(pipelineWith(() => ({ request }), stack));
    };
    of(1000 - beside);
    expect(() => of(1001 - beside)).toThrow(/found 1001 characters/);
  });

  test('a prefix for which an execution has no room, or that a log could not show', () => {
    expect(configurationIn(pipelineWith(() => ({ executionNamePrefix: 'p'.repeat(43) })))).toHaveProperty(
      'ExecutionNamePrefix',
    );
    refused(() => ({ executionNamePrefix: 'p'.repeat(44) })).toThrow(
      /executionNamePrefix: found "p+", 44 characters, expected 1 to 43/,
    );
    for (const executionNamePrefix of ['', 'of orders'])
      refused(() => ({ executionNamePrefix })).toThrow('executionNamePrefix: found');
  });

  test('the alias of a deployer, whose executions the pipeline could not see', () => {
    const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift:live';
    refused((stack) => ({ deployer: StateMachine.fromStateMachineArn(stack, 'Alias', arn) })).toThrow(
      `deployer: found ${arn}, expected the ARN of a state machine without version or alias`,
    );
  });
});

test('a plan that takes longer than CodePipeline waits is warned of', () => {
  const day = 86_400;
  const planOf = (days: number) => {
    const request = {
      ...REQUEST,
      finalBakeSeconds: 600,
      strategy: { steps: [{ weight: 10, bakeSeconds: days * day }] },
    };
    return Annotations.fromStack(pipelineWith(() => ({ request })));
  };
  const beyond = Match.stringLikeRegexp('request: CodePipeline gives up on an action after 7 days');
  planOf(7).hasWarning('*', beyond);
  planOf(6).hasNoWarning('*', beyond);
});
