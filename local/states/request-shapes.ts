import type { Constraint, Shape } from './constraints.ts';

/** The requests that local AWS serves, with the constraints of the service's API model. */

const arn = { type: 'string', length: [1, 256] } as const;
const longArn = { type: 'string', length: [1, 2000] } as const;
const name = { type: 'string', length: [1, 80] } as const;
const flag = { type: 'boolean' } as const;
const pageSize = { type: 'number', range: [0, 1000] } as const;
const pageToken = { type: 'string', length: [1, 1024] } as const;
const longPageToken = { type: 'string', length: [1, 3096] } as const;
const definition = { type: 'string', length: [1, 1_048_576], sensitive: true } as const;
const data = { type: 'string', length: [0, 262_144], sensitive: true } as const;
const error = { type: 'string', length: [0, 256], sensitive: true } as const;
const cause = { type: 'string', length: [0, 32_768], sensitive: true } as const;
const description = { type: 'string', length: [0, 256], sensitive: true } as const;
const machineType = { type: 'string', values: ['STANDARD', 'EXPRESS'] } as const;
const includedData = { type: 'string', values: ['ALL_DATA', 'METADATA_ONLY'] } as const;
const taskToken = { type: 'string', length: [1, 2048] } as const;
const traceHeader = {
  type: 'string',
  length: [0, 256],
  pattern: { regex: /^\p{ASCII}*$/u, text: '\\p{ASCII}*' },
} as const;
const aliasName = {
  ...name,
  pattern: { regex: /^(?=.*[a-zA-Z_\-.])[a-zA-Z0-9_\-.]+$/, text: '^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$' },
} as const;
const clientToken = {
  type: 'string',
  length: [1, 64],
  pattern: { regex: /^[!-~]+$/, text: '[!-~]+' },
} as const;
const tagKey = { type: 'string', length: [1, 128] } as const;

const required = <C extends Constraint>(constraint: C): C & { readonly required: true } => ({
  ...constraint,
  required: true,
});

const tags: Constraint = {
  type: 'list',
  member: { type: 'structure', name: 'Tag', members: { key: tagKey, value: { type: 'string', length: [0, 256] } } },
};
const routingConfiguration: Constraint = {
  type: 'list',
  length: [1, 2],
  member: {
    type: 'structure',
    name: 'RoutingConfigurationListItem',
    members: { stateMachineVersionArn: required(arn), weight: required({ type: 'number', range: [0, 100] }) },
  },
};
const logGroup: Constraint = { type: 'structure', name: 'CloudWatchLogsLogGroup', members: { logGroupArn: arn } };
const configurations = {
  loggingConfiguration: {
    type: 'structure',
    name: 'LoggingConfiguration',
    members: {
      level: { type: 'string', values: ['ALL', 'ERROR', 'FATAL', 'OFF'] },
      includeExecutionData: flag,
      destinations: {
        type: 'list',
        member: { type: 'structure', name: 'LogDestination', members: { cloudWatchLogsLogGroup: logGroup } },
      },
    },
  },
  tracingConfiguration: { type: 'structure', name: 'TracingConfiguration', members: { enabled: flag } },
  encryptionConfiguration: {
    type: 'structure',
    name: 'EncryptionConfiguration',
    members: {
      kmsKeyId: { type: 'string', length: [1, 2048] },
      kmsDataKeyReusePeriodSeconds: { type: 'number', range: [60, 900] },
      type: required({ type: 'string', values: ['AWS_OWNED_KEY', 'CUSTOMER_MANAGED_KMS_KEY'] }),
    },
  },
} satisfies Shape;
const page = { maxResults: pageSize, nextToken: pageToken };

/** By operation. An operation that is not here is not served. */
export const requestShapes = {
  CreateStateMachine: {
    name: required(name),
    definition: required(definition),
    roleArn: required(arn),
    type: machineType,
    ...configurations,
    tags,
    publish: flag,
    versionDescription: description,
  },
  UpdateStateMachine: {
    stateMachineArn: required(arn),
    definition,
    roleArn: arn,
    ...configurations,
    publish: flag,
    versionDescription: description,
  },
  DescribeStateMachine: { stateMachineArn: required(arn), includedData },
  DescribeStateMachineForExecution: { executionArn: required(arn), includedData },
  DeleteStateMachine: { stateMachineArn: required(arn) },
  ListStateMachines: page,
  PublishStateMachineVersion: { stateMachineArn: required(arn), revisionId: { type: 'string' }, description },
  ListStateMachineVersions: { stateMachineArn: required(arn), ...page },
  DeleteStateMachineVersion: { stateMachineVersionArn: required(longArn) },
  CreateStateMachineAlias: {
    description,
    name: required(aliasName),
    routingConfiguration: required(routingConfiguration),
  },
  UpdateStateMachineAlias: { stateMachineAliasArn: required(arn), description, routingConfiguration },
  DescribeStateMachineAlias: { stateMachineAliasArn: required(arn) },
  DeleteStateMachineAlias: { stateMachineAliasArn: required(arn) },
  ListStateMachineAliases: { stateMachineArn: required(arn), ...page },
  StartExecution: { stateMachineArn: required(arn), name, input: data, traceHeader },
  StartSyncExecution: { stateMachineArn: required(arn), name, input: data, traceHeader, includedData },
  StopExecution: { executionArn: required(arn), error, cause },
  RedriveExecution: { executionArn: required(arn), clientToken },
  DescribeExecution: { executionArn: required(arn), includedData },
  ListExecutions: {
    stateMachineArn: arn,
    statusFilter: {
      type: 'string',
      values: ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE'],
    },
    maxResults: pageSize,
    nextToken: longPageToken,
    mapRunArn: longArn,
    redriveFilter: { type: 'string', values: ['REDRIVEN', 'NOT_REDRIVEN'] },
  },
  GetExecutionHistory: {
    executionArn: required(arn),
    maxResults: pageSize,
    reverseOrder: flag,
    nextToken: pageToken,
    includeExecutionData: flag,
  },
  SendTaskSuccess: { taskToken: required(taskToken), output: required(data) },
  SendTaskFailure: { taskToken: required(taskToken), error, cause },
  SendTaskHeartbeat: { taskToken: required(taskToken) },
  TagResource: { resourceArn: required(arn), tags: required(tags) },
  UntagResource: { resourceArn: required(arn), tagKeys: required({ type: 'list', member: tagKey }) },
  ListTagsForResource: { resourceArn: required(arn) },
  ValidateStateMachineDefinition: {
    definition: required(definition),
    type: machineType,
    severity: { type: 'string', values: ['ERROR', 'WARNING'] },
    maxResults: { type: 'number', range: [0, 100] },
  },
} satisfies Readonly<Record<string, Shape>>;

export type OperationName = keyof typeof requestShapes;
