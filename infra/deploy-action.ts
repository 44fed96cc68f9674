import { Annotations, Stack, Token } from 'aws-cdk-lib';
import {
  type ActionBindOptions,
  type ActionConfig,
  type Artifact,
  ArtifactPath,
  type CommonAwsActionProps,
  type IStage,
} from 'aws-cdk-lib/aws-codepipeline';
import { StateMachineInput, StepFunctionInvokeAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { type Place, parseStateMachineArn } from '../workflow/arns.ts';
import { MAXIMUM_NAME_PREFIX, MAXIMUM_PIPELINE_VALUE } from '../workflow/limits.ts';
import { describeProblem, type Problem } from '../workflow/parse.ts';
import { planDeployment } from '../workflow/plan.ts';
import { parseRequest } from '../workflow/request.ts';
import { withDefaults } from '../workflow/request-defaults.ts';
import { Deployer } from './deployer.ts';
import { isKnown, withStandIns } from './stand-ins.ts';

/** A request as an object, or where it is a file of an artifact. */
export type ActionRequest = Readonly<Record<string, unknown>> | ArtifactPath;

/** How an action of CodePipeline starts a deployment. */
export interface DeployActionProps extends CommonAwsActionProps {
  /** The deployer, or its state machine without an alias (`StateMachine.fromStateMachineName(this, 'Deployer', 'Stepshift')`). */
  readonly deployer: Deployer | IStateMachine;

  /**
   * What to deploy (docs/request.md). An object stands in the pipeline as JSON of at most 1,000 characters, and may have pipeline variables in its texts
   * (`#{Upload.REVISION_ID}`); a file of an artifact may be longer.
   */
  readonly request: ActionRequest;

  /**
   * What the name of the deployer's execution begins with, before a hyphen and the id of the action's execution: at most 43 of a-z A-Z 0-9 _ -.
   * @default the id alone
   */
  readonly executionNamePrefix?: string;

  /**
   * Is given the output of the deployer's execution.
   * @default none
   */
  readonly output?: Artifact;
}

/** Step Functions takes them in names that are logged to CloudWatch (StartExecution). */
const NAME_PREFIX = /^[a-zA-Z0-9_-]+$/;
/** CodePipeline's spelling of a variable of another action. */
const VARIABLE = /#\{[^}]*\}/g;
/** Of those that CodePipeline's sources have, the one that is anybody's free text. */
const FREE_TEXT = /#\{[^}]*\.CommitMessage\}/g;
/** What a variable may become, for it is not known: a revision has 36 characters, a commit 40, a digest 64. */
const VARIABLE_CHARACTERS = 64;

/**
 * An action of CodePipeline that starts a deployment and is green only when it ends in `Succeeded` or `NothingToDo`. It is CDK's StepFunctionInvokeAction; what it is given is
 * checked when the app is synthesised instead of when the pipeline runs: the request as the deployer does, and the length of what stands in the pipeline. What does not fit is
 * an error of the synthesis that names path, found and expected.
 */
export class DeployAction extends StepFunctionInvokeAction {
  readonly #given: DeployActionProps;

  constructor(props: DeployActionProps) {
    const { deployer, request, ...others } = props;
    super({ ...others, stateMachine: machineOf(deployer), stateMachineInput: inputOf(request) });
    this.#given = props;
  }

  protected override bound(scope: Construct, stage: IStage, options: ActionBindOptions): ActionConfig {
    // When the app is synthesised: only then every action is in the pipeline, and what their variables are called is known.
    scope.node.addValidation({ validate: () => this.#problems(scope) });
    return super.bound(scope, stage, options);
  }

  #problems(scope: Construct): string[] {
    const { deployer, executionNamePrefix, request } = this.#given;
    const { problems, warnings } =
      request instanceof ArtifactPath ? { problems: [], warnings: [] } : checked(scope, request, deployer);
    for (const [i, warning] of warnings.entries())
      Annotations.of(scope).addWarningV2(`stepshift:plan-${i}`, `request: ${warning}`);
    return [
      ...problems.map((problem) => describeProblem('request', problem)),
      ...prefixProblems(executionNamePrefix),
      ...deployerProblems(scope, machineOf(deployer)),
    ].map((problem) => `stepshift: ${problem}`);
  }
}

function machineOf(deployer: DeployActionProps['deployer']): IStateMachine {
  return deployer instanceof Deployer ? deployer.stateMachine : deployer;
}

function inputOf(request: ActionRequest): StateMachineInput {
  return request instanceof ArtifactPath ? StateMachineInput.filePath(request) : StateMachineInput.literal(request);
}

/** What is wrong with a request, as the deployer would say it, and what speaks against its plan. */
function checked(scope: Construct, request: object, deployer: DeployActionProps['deployer']) {
  const filledIn = withStandIns(scope, request);
  const text = JSON.stringify(filledIn);
  const defaults = deployer instanceof Deployer ? deployer.props.defaults : {};
  const parsed = parseRequest(withDefaults(filledIn, defaults), placeOfDeployer(scope, machineOf(deployer)));
  if (parsed.kind === 'refused')
    return {
      problems: [...parsed.problems.filter(({ found }) => isKnown(found)), ...textProblems(text)],
      warnings: [],
    };
  const planned = parsed.value.road === 'deploy' ? planDeployment(parsed.value) : undefined;
  return {
    problems: [...(planned?.kind === 'refused' ? planned.problems : []), ...textProblems(text)],
    warnings: planned?.kind === 'planned' ? planned.warnings : [],
  };
}

/** Where its targets must be; undefined in a stack for any account or region. */
function placeOfDeployer(scope: Construct, { stateMachineArn }: IStateMachine): Place | undefined {
  const { region, account } = Stack.of(scope);
  if (Token.isUnresolved(region) || Token.isUnresolved(account)) return undefined;
  const { arn } = withStandIns(scope, { arn: stateMachineArn });
  return parseStateMachineArn(arn);
}

/** What CodePipeline would make of the request: it puts variables into its JSON as they are, and takes no more than so many characters. */
function textProblems(text: string): readonly Problem[] {
  const expected =
    'a variable without quotation marks and line breaks, such as CommitId: it is put into the JSON as it is';
  const freeText = [...new Set(text.match(FREE_TEXT))].map((found) => ({ path: '', found, expected }));
  return [...freeText, ...tooLong(text)];
}

function tooLong(text: string): readonly Problem[] {
  const { length } = text.replaceAll(VARIABLE, (variable) => variable.padEnd(VARIABLE_CHARACTERS));
  if (length <= MAXIMUM_PIPELINE_VALUE) return [];
  const found = `${length} characters of JSON (a variable counts as ${VARIABLE_CHARACTERS} at least)`;
  const expected = `at most ${MAXIMUM_PIPELINE_VALUE}, which is what CodePipeline takes; put the request into a file of an artifact, artifact.atPath('request.json')`;
  return [{ path: '', found, expected }];
}

function prefixProblems(prefix: string | undefined): readonly string[] {
  if (prefix === undefined || Token.isUnresolved(prefix)) return [];
  if (prefix.length <= MAXIMUM_NAME_PREFIX && NAME_PREFIX.test(prefix)) return [];
  return [
    `executionNamePrefix: found ${JSON.stringify(prefix)}, ${prefix.length} characters, expected 1 to ${MAXIMUM_NAME_PREFIX} of a-z A-Z 0-9 _ -: an execution's name has 80, and the action adds a hyphen and 36`,
  ];
}

/** With an alias's ARN the action could start the deployer, but not see how it ends: what CDK lets it describe are executions of a machine of that whole name. */
function deployerProblems(scope: Construct, { stateMachineArn }: IStateMachine): readonly string[] {
  const { arn } = withStandIns(scope, { arn: stateMachineArn });
  if (!isKnown(arn) || parseStateMachineArn(arn)) return [];
  return [`deployer: found ${arn}, expected the ARN of a state machine without version or alias`];
}
