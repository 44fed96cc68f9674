import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ServedAws } from '../../cli/served-aws.ts';
import { shell } from '../../docs/shell.ts';
import { isAllowed } from '../../infra/iam.ts';
import { filledIn, type Json, resourcesOf } from '../../infra/synthesised.ts';

/** Plays what CodePipeline and CodeBuild do with the actions of a synthesised pipeline, as CodePipeline's user guide tells it: on local AWS, by the actions' own roles. */

/** What an action leaves behind for those after it. */
export interface Acted {
  readonly status: 'succeeded' | 'failed';
  /** Namespaced, as `#{…}` has them: `Staging_Upload_NS.REVISION_ID`. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface Invoked extends Acted {
  readonly executionArn: string;
  /** The deployer's own words, as DescribeExecution has them. */
  readonly error: string | undefined;
  readonly cause: Json;
  /** What the output artifact holds. */
  readonly output: Json;
}

export function actionOf(template: Json, stageName: string, actionName: string): Json {
  const [[, { Properties }]] = resourcesOf(template, 'AWS::CodePipeline::Pipeline') as [[string, Json]];
  const stage = Properties.Stages.find(({ Name }: Json) => Name === stageName);
  const { Configuration, RoleArn, ...action } = stage.Actions.find(({ Name }: Json) => Name === actionName);
  const configuration: Record<string, string> = filledIn(template, Configuration);
  const long = Object.entries(configuration).filter(([, value]) => value.length > 1000);
  if (long.length > 0) throw new Error(`CodePipeline refuses a value of more than 1,000 characters: ${long}`);
  return { ...action, configuration, statements: roleStatements(template, RoleArn['Fn::GetAtt'][0]) };
}

/** What a role may do, filled in. */
function roleStatements(template: Json, role: string): readonly Json[] {
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: Json) => Ref === role))
    .flatMap(([, { Properties }]) => filledIn(template, Properties.PolicyDocument.Statement));
}

/** A project of CodeBuild: its environment, its commands but for the installation, and its role. */
export function projectOf(template: Json, id: string): Json {
  const { ServiceRole, Source, Environment } = template.Resources[id].Properties;
  return {
    spec: JSON.parse(filledIn(template, Source.BuildSpec)),
    env: Object.fromEntries(
      (Environment.EnvironmentVariables ?? []).map(({ Name, Value }: Json) => [Name, filledIn(template, Value)]),
    ),
    statements: roleStatements(template, ServiceRole['Fn::GetAtt'][0]),
  };
}

/** Runs the build phase of the action's project in `folder`, which is its source and its artifact; the exported variables are what it leaves. */
export async function build(
  template: Json,
  action: Json,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<Acted & { readonly out: string }> {
  const project = projectOf(template, action.configuration.ProjectName);
  const exported: readonly string[] = project.spec.env?.['exported-variables'] ?? [];
  // From the environment of another process: a variable that is not exported is none.
  const tell = exported.map((name) => `node -p 'process.env.${name}' > exported-${name}`);
  const { code, out } = await shell([...project.spec.phases.build.commands, ...tell], folder, {
    ...env,
    ...project.env,
  });
  if (code !== 0) return { status: 'failed', variables: {}, out };
  const variables = exported.map((name) => [
    `${action.Namespace}.${name}`,
    readFileSync(join(folder, `exported-${name}`), 'utf8').trim(),
  ]);
  return { status: 'succeeded', variables: Object.fromEntries(variables), out };
}

/** What happens to the world while the action polls, given the execution and how often it was looked at. */
export type Meanwhile = (executionArn: string, looks: number) => Promise<unknown>;

interface Given {
  readonly variables?: Readonly<Record<string, string>>;
  /** Folders by the names of artifacts. */
  readonly artifacts?: Readonly<Record<string, string>>;
  readonly meanwhile?: Meanwhile;
}

/** Step Functions' invoke action: starts the machine under the action execution's id, and polls until it has ended. Only what has succeeded is green. */
export async function invoke(
  { clients, pass }: ServedAws,
  { configuration, statements }: Json,
  { variables = {}, artifacts = {}, meanwhile }: Given = {},
): Promise<Invoked> {
  const { StateMachineArn: stateMachineArn, ExecutionNamePrefix: prefix, InputType, Input } = configuration;
  const input = InputType === 'FilePath' ? artifactFile(Input, artifacts) : expanded(Input, variables);
  const name = [prefix, randomUUID()].filter(Boolean).join('-');
  const authorise = (action: string, resource: string): void => {
    if (!isAllowed(statements.filter(isOfStates), { action, resource, context: {} }))
      throw new Error(`AccessDenied: ${action} on ${resource}`);
  };
  authorise('states:DescribeStateMachine', stateMachineArn);
  authorise('states:StartExecution', stateMachineArn);
  const { executionArn } = (await clients.sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }))) as {
    executionArn: string;
  };
  for (let looks = 0; ; looks++) {
    authorise('states:DescribeExecution', executionArn);
    const { status, error, cause, output } = await clients.sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') {
      const told = { executionArn, error, cause: readJson(cause), output: readJson(output) };
      return {
        status: status === 'SUCCEEDED' ? 'succeeded' : 'failed',
        variables: { ExecutionArn: executionArn },
        ...told,
      };
    }
    await meanwhile?.(executionArn, looks);
    await pass(60);
  }
}

/** A person who stops an execution gives a cause that is no JSON. */
function readJson(text: string | undefined): Json {
  return text?.startsWith('{') ? JSON.parse(text) : text;
}

function isOfStates({ Action }: Json): boolean {
  return [Action].flat().every((action: string) => action.startsWith('states:'));
}

function artifactFile(location: string, artifacts: Given['artifacts']): string {
  const [artifact, file] = location.split('::') as [string, string];
  return readFileSync(join(artifacts![artifact]!, file), 'utf8');
}

function expanded(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/#\{([^}]*)\}/g, (variable, name) => {
    if (variables[name] === undefined) throw new Error(`CodePipeline knows no ${variable}`);
    return variables[name];
  });
}
