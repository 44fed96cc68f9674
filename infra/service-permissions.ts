import { type Grant, may } from './grant.ts';

export const BY_LAMBDA = 'Lambda itself uses it on behalf of the function';
export const BY_STEP_FUNCTIONS = 'Step Functions itself uses it on behalf of the machine';

/** What Lambda needs to run any of the functions. */
export const RUN: readonly Grant[] = [
  { ...may('logs:CreateLogStream', 'functionLog')('writes its log'), notRehearsed: BY_LAMBDA },
  { ...may('logs:PutLogEvents', 'functionLog')('writes its log'), notRehearsed: BY_LAMBDA },
  ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords'].map((action) => ({
    ...may(action, 'every')('traces each call (AWS knows no resource for traces)'),
    notRehearsed: BY_LAMBDA,
  })),
];

export const RUN_IN_VPC: readonly Grant[] = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
].map((action) => ({
  ...may(action, 'every')('connects the function to the VPC (Lambda wants it without a resource)'),
  onlyWith: 'vpc',
  notRehearsed: BY_LAMBDA,
}));

/** DynamoDB uses a customer's key on behalf of who calls it. */
export const USE_LEDGER_KEY: readonly Grant[] = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
].map((action) => ({
  ...may(action, 'ledgerKey')('the ledger is encrypted with a key of yours'),
  onlyWith: 'ledgerKey',
  notRehearsed: 'DynamoDB itself uses it on behalf of the function',
}));

/** What Step Functions needs to log and trace a machine. */
export const RUN_MACHINE: readonly Grant[] = [
  ...[
    'logs:CreateLogDelivery',
    'logs:GetLogDelivery',
    'logs:UpdateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:DescribeResourcePolicies',
    'logs:DescribeLogGroups',
  ].map((action) => ({
    ...may(action, 'every')('logs each state (AWS knows no resource for log deliveries)'),
    notRehearsed: BY_STEP_FUNCTIONS,
  })),
  ...['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'].map(
    (action) => ({
      ...may(action, 'every')('traces each execution (AWS knows no resource for traces)'),
      notRehearsed: BY_STEP_FUNCTIONS,
    }),
  ),
];
