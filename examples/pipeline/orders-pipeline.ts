import { ArnFormat, Stack, type StackProps } from 'aws-cdk-lib';
import { BuildSpec, LinuxBuildImage, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, ExecutionMode, type IAction, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { DeployAction } from 'stepshift/cdk';

export interface OrdersPipelineProps extends StackProps {
  /** To the repository that has this folder's files in its root; CodePipeline's page on connections says how to make one. */
  readonly connectionArn: string;
  readonly owner: string;
  readonly repo: string;
}

const BUILD = { environment: { buildImage: LinuxBuildImage.STANDARD_7_0 }, grantReportGroupPermissions: false };
const INSTALL = { 'runtime-versions': { nodejs: 22 }, commands: ['npm ci --ignore-scripts'] };

/**
 * Source, build, then for staging and for production: make the definition the machine's current revision, and have Stepshift deploy exactly that revision. The machines
 * `orders-staging` and `orders-production` and the deployer `Stepshift` are there already, in the account and region of this stack.
 */
export class OrdersPipeline extends Stack {
  readonly #deployer: IStateMachine;

  constructor(scope: Construct, id: string, { connectionArn, owner, repo, ...props }: OrdersPipelineProps) {
    super(scope, id, props);
    this.#deployer = StateMachine.fromStateMachineName(this, 'Deployer', 'Stepshift');
    const [source, built] = [new Artifact('Source'), new Artifact('Built')];
    const checkout = new CodeStarConnectionsSourceAction({
      actionName: 'Checkout',
      connectionArn,
      owner,
      repo,
      branch: 'main',
      output: source,
    });
    const pipeline = new Pipeline(this, 'Pipeline', {
      pipelineType: PipelineType.V2,
      // One release after the other: each is watched to its end.
      executionMode: ExecutionMode.QUEUED,
      crossAccountKeys: false,
    });
    pipeline.addStage({ stageName: 'Source', actions: [checkout] });
    pipeline.addStage({ stageName: 'Build', actions: [this.#build(source, built)] });

    const { commitId } = checkout.variables;
    pipeline.addStage({ stageName: 'Staging', actions: this.#staging(built, commitId) });
    pipeline.addStage({ stageName: 'Production', actions: this.#production(built) });
  }

  /** By a request that stands in the pipeline as text: at most 1,000 characters. */
  #staging(built: Artifact, commitId: string): IAction[] {
    const upload = this.#upload('Staging', built);
    const deploy = new DeployAction({
      actionName: 'Deploy',
      runOrder: 2,
      deployer: this.#deployer,
      executionNamePrefix: 'orders-staging',
      request: {
        stateMachineArn: this.#machineArn('staging'),
        alias: 'live',
        strategy: 'AllAtOnce',
        finalBakeSeconds: 300,
        compare: 'off',
        smokeTests: [
          { name: 'ships an order', input: { order: 1, dryRun: true }, expect: { output: { shipped: true } } },
        ],
        revisionId: upload.variable('REVISION_ID'),
        reason: commitId,
        requestedBy: '#{codepipeline.PipelineExecutionId}',
      },
    });
    return [upload, deploy];
  }

  /** By a request from a file: of any length, and as it is in the repository. The upload adds the revision to it. */
  #production(built: Artifact): IAction[] {
    const request = new Artifact('ProductionRequest');
    const deploy = new DeployAction({
      actionName: 'Deploy',
      runOrder: 2,
      deployer: this.#deployer,
      executionNamePrefix: 'orders-production',
      request: request.atPath('request.json'),
      output: new Artifact('ProductionStory'),
    });
    return [this.#upload('Production', built, request), deploy];
  }

  /** Rehearses the change on local AWS, and holds the request of production against the deployer's rules. */
  #build(source: Artifact, built: Artifact): CodeBuildAction {
    const project = new PipelineProject(this, 'Build', {
      ...BUILD,
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        phases: {
          install: INSTALL,
          build: { commands: ['npx stepshift plan request.json', 'npx stepshift rehearse scenario.json'] },
        },
        artifacts: { files: ['**/*'], 'exclude-paths': ['node_modules/**/*'] },
      }),
    });
    return new CodeBuildAction({ actionName: 'Rehearse', project, input: source, outputs: [built] });
  }

  /**
   * Makes the definition the machine's current revision. The revision is the variable `REVISION_ID`; with `request`, it is written into that artifact's `request.json` as well.
   */
  #upload(stage: 'Staging' | 'Production', input: Artifact, request?: Artifact): CodeBuildAction {
    const machineArn = this.#machineArn(stage.toLowerCase());
    const file = request ? ' request.json' : '';
    const project = new PipelineProject(this, `Upload${stage}`, {
      ...BUILD,
      environmentVariables: { STATE_MACHINE_ARN: { value: machineArn } },
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        env: { 'exported-variables': ['REVISION_ID'] },
        phases: {
          install: INSTALL,
          build: {
            commands: [
              // In two lines: `export X=$(…)` would hide that the command has failed.
              `REVISION_ID=$(node upload.mjs "$STATE_MACHINE_ARN" orders.asl.json${file})`,
              'export REVISION_ID',
            ],
          },
        },
        ...(request && { artifacts: { files: ['request.json'] } }),
      }),
    });
    const actions = ['states:UpdateStateMachine', 'states:DescribeStateMachine'];
    project.addToRolePolicy(new PolicyStatement({ actions, resources: [machineArn] }));
    const outputs = request ? [request] : [];
    return new CodeBuildAction({ actionName: 'Upload', runOrder: 1, project, input, outputs });
  }

  #machineArn(stage: string): string {
    return this.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName: `orders-${stage}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }
}
