import { describe, expect, test } from '@jest/globals';
import { PLACE } from '../../../cli/scenario/place.ts';
import { OrdersPipeline } from '../../../examples/pipeline/orders-pipeline.ts';
import { parseRequest } from '../../../workflow/request.ts';
import { isAllowed } from '../../infra/iam.ts';
import { resourcesOf } from '../../infra/synthesised.ts';
import { findings } from '../../infra/violations.ts';
import { CONNECTION, machineArn, pipelineTemplate } from './orders.ts';
import { actionOf, projectOf } from './played-actions.ts';

const TEMPLATE = pipelineTemplate();
const STATES = `arn:aws:states:${PLACE.region}:${PLACE.account}`;
const DEPLOYER = `${STATES}:stateMachine:Stepshift`;

/** What cdk-nag says of every pipeline that CDK makes with the bucket it makes for it. */
const CDK_OWN = [
  // The bucket of artifacts has no access log, and is encrypted by the keys of S3.
  /^AwsSolutions-S1$/,
  /^AwsSolutions-CB4$/,
  // Every action may use that whole bucket.
  /^AwsSolutions-IAM5\[Action::s3:(?:GetObject|GetBucket|List|DeleteObject|Abort)\*\]$/,
  /^AwsSolutions-IAM5\[Resource::<PipelineArtifactsBucket\w+\.Arn>\/\*\]$/,
  // A project writes its own log; an action sees its own executions.
  /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:logs:\S+:log-group:\/aws\/codebuild\/<\w+>:\*\]$/,
  /^AwsSolutions-IAM5\[Resource::arn:<AWS::Partition>:states:\S+:execution:Stepshift:orders-(?:staging|production)\*\]$/,
];

describe("the example's template", () => {
  test('fits the schemas of CloudFormation, and breaks no rule of cdk-nag beyond what CDK itself gives to pipelines', () => {
    const found = findings((app) => {
      new OrdersPipeline(app, 'OrdersPipeline', { env: PLACE, ...CONNECTION });
    });
    const known = (finding: string): boolean => CDK_OWN.some((pattern) => pattern.test(finding));
    expect(found.filter((finding) => !known(finding))).toEqual([]);
    expect(CDK_OWN.filter((pattern) => !found.some((finding) => pattern.test(finding)))).toEqual([]);
  });

  test('is that of an app which can be made as it stands', async () => {
    await expect(import('../../../examples/pipeline/app.ts')).resolves.toBeDefined();
  });

  test.each(['Staging', 'Production'] as const)('%s uploads, then deploys, in one stage', (stage) => {
    expect([actionOf(TEMPLATE, stage, 'Upload').RunOrder, actionOf(TEMPLATE, stage, 'Deploy').RunOrder]).toEqual([
      1, 2,
    ]);
  });

  test('starts the deployer by its unqualified ARN, once with a literal input and once from a file', () => {
    const configured = ['Staging', 'Production'].map((stage) => actionOf(TEMPLATE, stage, 'Deploy').configuration);
    expect(configured).toMatchObject([
      { StateMachineArn: DEPLOYER, InputType: 'Literal' },
      { StateMachineArn: DEPLOYER, InputType: 'FilePath', Input: 'ProductionRequest::request.json' },
    ]);
    expect(parseRequest(JSON.parse(configured[0].Input), { partition: 'aws', ...PLACE })).toMatchObject({
      kind: 'valid',
    });
  });

  test('has a literal input within the 1,000 characters of CodePipeline', () => {
    const { length } = actionOf(TEMPLATE, 'Staging', 'Deploy').configuration.Input;
    expect(length).toBeGreaterThan(300);
    expect(length).toBeLessThanOrEqual(1000);
  });
});

describe('what the roles may do with Step Functions', () => {
  const context = {};
  const ofDeploy = (stage: string) =>
    actionOf(TEMPLATE, stage, 'Deploy').statements.filter(({ Action }: { Action: string | string[] }) =>
      [Action].flat().join().includes('states:'),
    );

  test('an action that deploys may start and describe the deployer and describe its own executions, and nothing else', () => {
    const name = 'orders-staging-11111111-2222-3333-4444-555555555555';
    const calls = [
      { action: 'states:StartExecution', resource: DEPLOYER },
      { action: 'states:DescribeStateMachine', resource: DEPLOYER },
      { action: 'states:DescribeExecution', resource: `${STATES}:execution:Stepshift:${name}` },
    ];
    for (const call of calls)
      expect([call, isAllowed(ofDeploy('Staging'), { ...call, context })]).toEqual([call, true]);
    const others = [
      { action: 'states:StartExecution', resource: machineArn('staging') },
      { action: 'states:StartExecution', resource: `${DEPLOYER}-other` },
      { action: 'states:StopExecution', resource: `${STATES}:execution:Stepshift:${name}` },
      { action: 'states:DescribeExecution', resource: `${STATES}:execution:orders-staging:${name}` },
      { action: 'states:DescribeExecution', resource: `${STATES}:execution:Stepshift:orders-production-1` },
      { action: 'states:UpdateStateMachineAlias', resource: machineArn('staging') },
    ];
    for (const call of others)
      expect([call, isAllowed(ofDeploy('Staging'), { ...call, context })]).toEqual([call, false]);
    expect(ofDeploy('Staging').flatMap(({ Action }: { Action: string | string[] }) => Action)).toHaveLength(3);
  });

  test.each([
    ['Staging', 'staging', 'production'],
    ['Production', 'production', 'staging'],
  ] as const)(
    'the upload of %s may change and read its own machine, without publishing or moving an alias',
    (stage, own, other) => {
      const { statements } = projectOf(TEMPLATE, actionOf(TEMPLATE, stage, 'Upload').configuration.ProjectName);
      const states = statements.filter(({ Action }: { Action: string | string[] }) =>
        [Action].flat().join().includes('states:'),
      );
      expect(states).toMatchObject([
        { Action: ['states:UpdateStateMachine', 'states:DescribeStateMachine'], Resource: machineArn(own) },
      ]);
      expect(isAllowed(states, { action: 'states:UpdateStateMachine', resource: machineArn(other), context })).toBe(
        false,
      );
    },
  );

  // The installation has the role of the upload: what a package's script does, it does with that.
  test.each([
    ['Build', 'Rehearse'],
    ['Staging', 'Upload'],
    ['Production', 'Upload'],
  ])('%s: %s installs what the lock file says, and runs no script of a package', (stage, action) => {
    const { spec } = projectOf(TEMPLATE, actionOf(TEMPLATE, stage, action).configuration.ProjectName);
    expect(spec.phases.install.commands).toEqual(['npm ci --ignore-scripts']);
  });

  test('no other role may do anything with them', () => {
    const policies = resourcesOf(TEMPLATE, 'AWS::IAM::Policy').filter(([, one]) =>
      JSON.stringify(one).includes('states:'),
    );
    const roles = policies.map(([, { Properties }]) => Properties.Roles[0].Ref as string);
    expect(roles).toHaveLength(4);
    for (const role of roles)
      expect(role).toMatch(/^(?:UploadStaging|UploadProduction|Pipeline(?:Staging|Production)Deploy)/);
  });
});
