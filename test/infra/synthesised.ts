import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PLACE } from '../../cli/scenario/place.ts';
import { Deployer } from '../../infra/deployer.ts';
import type { DeployerProps } from '../../infra/deployer-props.ts';

// biome-ignore lint/suspicious/noExplicitAny: a template is any JSON
export type Json = any;

/** In the account and region of rehearsals; its app does not hold templates against CloudFormation's schemas: that takes seconds, and nag.test.ts does it. */
export function newStack(): Stack {
  return new Stack(new App({ builtinCloudFormationValidation: false }), 'Test', { env: PLACE });
}

export function templateOf(stack: Stack): Json {
  return Template.fromStack(stack).toJSON();
}

/** A stack with a deployer, and its template. */
export function synthesised(
  props: DeployerProps | ((stack: Stack) => DeployerProps) = {},
  beside: (stack: Stack, deployer: Deployer) => void = () => {},
) {
  const stack = newStack();
  const deployer = new Deployer(stack, 'Deployer', typeof props === 'function' ? props(stack) : props);
  beside(stack, deployer);
  const template = Template.fromStack(stack);
  return { template, json: template.toJSON() as Json };
}

/** A value of a template with its references filled in, as CloudFormation would. */
export function filledIn(template: Json, value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => filledIn(template, one));
  if ('Ref' in value) return referenced(template, value.Ref);
  if ('Fn::GetAtt' in value) return attribute(template, value['Fn::GetAtt'][0], value['Fn::GetAtt'][1]);
  if ('Fn::Join' in value) return filledIn(template, value['Fn::Join'][1]).join(value['Fn::Join'][0]);
  if ('Fn::Split' in value) return filledIn(template, value['Fn::Split'][1]).split(value['Fn::Split'][0]);
  if ('Fn::Select' in value) return filledIn(template, value['Fn::Select'][1])[value['Fn::Select'][0]];
  if ('Fn::ImportValue' in value) return `arn:aws:states:of:another:stateMachine:${value['Fn::ImportValue']}`;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filledIn(template, one)]));
}

const PSEUDO: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': PLACE.region,
  'AWS::AccountId': PLACE.account,
  'AWS::StackId': `arn:aws:cloudformation:${PLACE.region}:${PLACE.account}:stack/Test/1`,
};

function referenced(template: Json, id: string): string {
  if (PSEUDO[id] !== undefined) return PSEUDO[id];
  const { Type, Properties } = template.Resources[id] ?? { Type: 'Parameter' };
  if (Type === 'AWS::Lambda::Version') return `${attribute(template, Properties.FunctionName.Ref, 'Arn')}:1`;
  if (Type === 'AWS::Lambda::Function') return Properties.FunctionName ?? id;
  if (Type === 'AWS::StepFunctions::StateMachine') return attribute(template, id, 'Arn');
  return id;
}

function attribute(template: Json, id: string, name: string): string {
  if (name !== 'Arn') return `${id}.${name}`;
  const { Type, Properties } = template.Resources[id];
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${PLACE.region}:${PLACE.account}:${rest}`;
  switch (Type) {
    case 'AWS::DynamoDB::Table':
      return arn('dynamodb', `table/${Properties.TableName}`);
    case 'AWS::Lambda::Function':
      return arn('lambda', `function:${Properties.FunctionName ?? id}`);
    case 'AWS::StepFunctions::StateMachine':
      return arn('states', `stateMachine:${Properties.StateMachineName ?? id}`);
    case 'AWS::Logs::LogGroup':
      return arn('logs', `log-group:${Properties.LogGroupName ?? id}:*`);
    default:
      return arn(Type.split('::')[1].toLowerCase(), id);
  }
}

/** The resources of a type, by their logical ids. */
export function resourcesOf(template: Json, type: string): readonly (readonly [string, Json])[] {
  return Object.entries(template.Resources as Json).filter(([, { Type }]: Json) => Type === type) as [string, Json][];
}

/** The properties of the deployer's state machine. */
export function machineOf(template: Json): Json {
  const [, { Properties }] = resourcesOf(template, 'AWS::StepFunctions::StateMachine').find(
    ([id]) => template.Resources[id].Properties.StateMachineName !== undefined,
  )!;
  return Properties;
}

/** What a function may do: the statements of its role, filled in. */
export function statementsOf(template: Json, functionName: string): readonly Json[] {
  const [, found] = resourcesOf(template, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.FunctionName === functionName,
  )!;
  return policyOf(template, found.Properties.Role).Statement;
}

/** The policy of the role that a property refers to, filled in. */
export function policyOf(template: Json, role: Json): Json {
  const { Properties } = template.Resources[role['Fn::GetAtt'][0]];
  return filledIn(template, Properties.Policies[0].PolicyDocument);
}
