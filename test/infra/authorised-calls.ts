import { PLACE } from '../../cli/scenario/place.ts';
import type { AuthorisedCall } from './iam.ts';
import type { Json } from './synthesised.ts';

/** AWS authorises all of these on the state machine without its qualifier (Step Functions: authorization for versions and aliases). */
const BY_QUALIFIER = new Set([
  'CreateStateMachineAlias',
  'DeleteStateMachineAlias',
  'DeleteStateMachineVersion',
  'DescribeStateMachine',
  'DescribeStateMachineAlias',
  'ListExecutions',
  'ListStateMachineAliases',
  'StartExecution',
  'StartSyncExecution',
  'UpdateStateMachineAlias',
]);
const ON_MACHINE = new Set([...BY_QUALIFIER, 'PublishStateMachineVersion', 'ListStateMachineVersions']);
const ON_EXECUTION = new Set(['DescribeExecution', 'GetExecutionHistory', 'StopExecution', 'RedriveExecution']);
/** Of these AWS knows no resource, or answers all only to who may ask for all. */
const ON_EVERYTHING = new Set(['cloudwatch:DescribeAlarms', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics']);

/** What IAM would look at for a call of an API; one that is not known here is refused by name. */
export function authorised(service: string, operation: string, input: Json): AuthorisedCall {
  const action = `${service}:${operation}`;
  if (service === 'states' && ON_MACHINE.has(operation)) return onMachine(action, operation, input);
  if (service === 'states' && ON_EXECUTION.has(operation)) return { action, resource: input.executionArn, context: {} };
  if (ON_EVERYTHING.has(action)) return { action, resource: '*', context: {} };
  if (service === 'dynamodb') {
    const table = `arn:aws:dynamodb:${PLACE.region}:${PLACE.account}:table/${input.TableName}`;
    return { action, resource: input.IndexName ? `${table}/index/${input.IndexName}` : table, context: {} };
  }
  throw new Error(`the IAM check does not know what AWS authorises ${action} on`);
}

function onMachine(action: string, operation: string, input: Json): AuthorisedCall {
  const arn: string =
    input.stateMachineAliasArn ??
    input.stateMachineVersionArn ??
    input.stateMachineArn ??
    input.routingConfiguration[0].stateMachineVersionArn;
  const [resource, inArn] = split(arn);
  const qualifier = operation === 'CreateStateMachineAlias' ? input.name : inArn;
  const context = BY_QUALIFIER.has(operation) && qualifier ? { 'states:StateMachineQualifier': [qualifier] } : {};
  return { action, resource, context };
}

function split(arn: string): [string, string | undefined] {
  const parts = arn.split(':');
  return [parts.slice(0, 7).join(':'), parts[7]];
}
