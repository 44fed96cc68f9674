import type { TaskName } from '../workflow/definition.ts';

/**
 * What each part of the deployer may do, and why. The roles of the construct, docs/permissions.md and the test that rehearses against them are all made from this table:
 * whoever needs another AWS call in a task adds a line here.
 */
export interface Grant {
  /** As IAM knows it. */
  readonly action: string;
  readonly on: ResourceName;
  readonly reason: string;
  /** Given only to a deployer that is installed so. */
  readonly onlyWith?: Installation;
  /** Why no rehearsal is seen to use it. */
  readonly notRehearsed?: string;
}

/** `vpc`: its functions are in one. `ledgerKey`, `targetKeys`: the ledger, or state machines to deploy, are encrypted with keys of the customer's. */
export type Installation = 'vpc' | 'ledgerKey' | 'targetKeys';
export const INSTALLATIONS: readonly Installation[] = ['vpc', 'ledgerKey', 'targetKeys'];

export type FunctionName = TaskName | 'RecoverDeployment';
/** Everything with permissions of its own: a function per Task, the watchdog, the machine itself, and of `GradualDeployment` a function and a machine. */
export type RoleName = FunctionName | 'Stepshift' | 'StartDeployment' | 'Starter';

/** What permissions are given on. `every`: AWS knows no resource for that action. */
export const RESOURCES = {
  target: 'the state machines it may deploy',
  targetAlias: 'the state machines it may deploy, by their aliases',
  targetVersion: 'the state machines it may deploy, by their versions',
  targetExecution: 'executions of the state machines it may deploy',
  targetKey: 'the keys of the state machines it may deploy',
  execution: "the deployer's own executions",
  ledger: "the ledger's table",
  ledgerIndex: "the ledger's index `unfinished`",
  ledgerKey: "the ledger's key",
  ends: "the queue of the deployer's ends",
  functionLog: "the functions' log group",
  taskFunctions: "the deployer's own functions, in any version",
  syncRule: 'the rule by which Step Functions waits for an execution',
  starter: 'the machine that waits until the stack has settled',
  stack: 'the stack that has the `GradualDeployment`',
  deployer: "the deployer's state machine",
  every: '`*`',
} as const;

export type ResourceName = keyof typeof RESOURCES;

/** AWS lets these be narrowed by `states:StateMachineQualifier`, and the deployer uses them with an alias (Service Authorization Reference). */
export const BY_ALIAS = 'targetAlias' satisfies ResourceName;
/** And these with a version: its number is the qualifier. */
export const BY_VERSION = 'targetVersion' satisfies ResourceName;

const BY_LAMBDA = 'Lambda itself uses it on behalf of the function';
const BY_STEP_FUNCTIONS = 'Step Functions itself uses it on behalf of the machine';

/** A grant whose reason is left to who needs it. */
const may =
  (action: string, on: ResourceName) =>
  (reason: string): Grant => ({ action, on, reason });

const readMachine = may('states:DescribeStateMachine', 'target');
const listVersions = may('states:ListStateMachineVersions', 'target');
const publish = may('states:PublishStateMachineVersion', 'target');
const readAlias = may('states:DescribeStateMachineAlias', 'targetAlias');
const writeAlias = may('states:UpdateStateMachineAlias', 'targetAlias');
const createAlias = may('states:CreateStateMachineAlias', 'targetAlias');
const removeAlias = may('states:DeleteStateMachineAlias', 'targetAlias');
const deleteVersion = may('states:DeleteStateMachineVersion', 'targetVersion');
const listOfVersion = may('states:ListExecutions', 'targetVersion');
const startVersion = may('states:StartExecution', 'targetVersion');
const readExecution = may('states:DescribeExecution', 'targetExecution');
const stopExecution = may('states:StopExecution', 'targetExecution');
const listExecutions = may('states:ListExecutions', 'targetAlias');
const readDeployment = may('states:DescribeExecution', 'execution');
const stopDeployment = may('states:StopExecution', 'execution');
const readHistory = may('states:GetExecutionHistory', 'execution');
const readLedger = may('dynamodb:GetItem', 'ledger');
const writeLedger = may('dynamodb:PutItem', 'ledger');
const findVersions = may('dynamodb:Query', 'ledger');
const findUnfinished = may('dynamodb:Query', 'ledgerIndex');
/** Composite alarms are answered only to who may describe all (CloudWatch: permissions reference). */
const readAlarms = (reason: string) =>
  may('cloudwatch:DescribeAlarms', 'every')(`${reason} (AWS answers composite alarms only to who may describe all)`);
const readMetrics = (reason: string) =>
  may('cloudwatch:GetMetricData', 'every')(`${reason} (AWS knows no resource for metrics)`);

/** Local AWS has no keys; on AWS these go with the call that needs them. */
function useTargetKey(reason: string): readonly Grant[] {
  return ['kms:Decrypt', 'kms:GenerateDataKey'].map((action) => ({
    ...may(action, 'targetKey')(reason),
    onlyWith: 'targetKeys',
    notRehearsed: 'local AWS encrypts nothing',
  }));
}

/** The lock is proven before each write, which is announced before and noted after. */
const moveAlias: readonly Grant[] = [
  readAlias('proves before each write that nobody else has moved the alias, and reads back what was written'),
  writeAlias('shifts the weight of the alias'),
  readLedger('proves that it still holds the lock'),
  writeLedger('announces each write before it is made, and notes that it was'),
];

/** A new alias is removed again, unless something was started through it. */
const bringBack: readonly Grant[] = [
  readAlias('finds out where the alias stands, and proves that it is back'),
  writeAlias('puts the alias wholly on stable'),
  removeAlias('removes an alias that this deployment has created'),
  listExecutions('a new alias that was used already is not removed'),
  readMetrics('a new alias of an EXPRESS machine that was used already is not removed'),
  readLedger('proves that it still holds the lock, and finds what was announced'),
  writeLedger('announces each write before it is made, and notes that it was'),
];

/** Completes a deployment that is not running any more, forward or back. */
const recover: readonly Grant[] = [
  ...bringBack,
  readMachine('is it a STANDARD or an EXPRESS machine whose alias is brought back?'),
  readDeployment('is the holder of a lock still running?'),
];

const readOwnEntry = readLedger('is this deployment still its own, or has recovery taken over?');
const letGo = writeLedger('writes down how it ends, and lets go of the locks');

/** By function. A Task that is missing here does not compile. */
export const FUNCTION_PERMISSIONS: Readonly<Record<FunctionName, readonly Grant[]>> = {
  ValidateRequest: [],
  // A deployment that finds a dead holder of a lock completes it itself.
  LockTargets: [...recover, stopDeployment('stops a deployment that does not give way to a restore')],
  InspectTarget: [
    readMachine('does the machine exist, and what is its current revision?'),
    readAlias('where does the alias stand?'),
    readLedger('a reading from before the last known write is stale'),
    readMetrics("how often do stable's executions fail?"),
    ...useTargetKey('reads which functions the definition names'),
  ],
  InspectAlarms: [readAlarms('does every alarm exist, and is it quiet?')],
  PublishVersion: [
    publish('publishes the revision that was inspected'),
    listVersions('finds the newest version where none is to be published'),
    findVersions('was the version rolled back before?'),
  ],
  PlanDeployment: [],
  JudgeSmokeTest: [],
  ConfirmSmokeTests: [],
  BeginStep: [],
  ShiftTraffic: [...moveAlias, createAlias('creates an alias that does not exist yet')],
  ConfirmShift: [],
  CheckHealth: [
    readAlarms('has an alarm gone off?'),
    readMetrics('how many executions of each version failed?'),
    listExecutions('which executions failed just now?'),
    readLedger('has a person decided?'),
  ],
  ConfirmPromotion: [
    readAlias('is every alias as it was left?'),
    readOwnEntry,
    writeLedger('decides that from here on it goes only forward'),
  ],
  Promote: moveAlias,
  FinishDeployment: [readOwnEntry, letGo],
  PruneVersions: [
    listVersions('which versions are there?'),
    listOfVersion('a version that is running is not deleted'),
    deleteVersion('deletes versions that nobody needs any more'),
    findVersions('which versions were good?'),
    findUnfinished('what do other deployments need?'),
    readLedger('what do other deployments need?'),
  ],
  RollBack: bringBack,
  TendExecutions: [
    listOfVersion('what runs on the candidate, and what failed there?'),
    readExecution('what was it started with?'),
    stopExecution("stops the candidate's executions where the request says so"),
    startVersion('starts again on stable what failed on the candidate, where the request says so'),
    ...useTargetKey("reads and writes executions' inputs"),
  ],
  FinishRollBack: [readOwnEntry, letGo],
  RefuseDeployment: [readOwnEntry, letGo],
  AbandonDeployment: [
    readLedger('who holds the locks now?'),
    writeLedger('has the record made anew, for this life of the execution belongs into it'),
  ],
  SayWhatIsKnown: [],
  RecoverDeployment: [
    ...recover,
    readHistory('makes the audit record, which outlives the history'),
    findUnfinished('which deployments are not finished?'),
  ],
};

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

const TAKE_FROM_QUEUE: readonly Grant[] = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map(
  (action) => ({
    ...may(action, 'ends')("is told of each of the deployer's ends"),
    notRehearsed: BY_LAMBDA,
  }),
);

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

/** Smoke tests are run by the machine itself, on versions only. */
const SMOKE_TESTS: readonly Grant[] = [
  startVersion('runs the smoke tests of a STANDARD machine'),
  may('states:StartSyncExecution', 'targetVersion')('runs the smoke tests of an EXPRESS machine'),
  readExecution('waits for the end of a smoke test'),
  stopExecution('stops a smoke test that takes too long'),
  ...['events:PutRule', 'events:PutTargets', 'events:DescribeRule'].map((action) =>
    may(action, 'syncRule')('waits for the end of a smoke test'),
  ),
  ...useTargetKey("reads and writes executions' inputs and outputs"),
].map((grant) => ({ notRehearsed: BY_STEP_FUNCTIONS, ...grant }));

const MACHINE: readonly Grant[] = [
  {
    ...may(
      'lambda:InvokeFunction',
      'taskFunctions',
    )('runs the tasks; an execution that began before an upgrade ends with the versions it began with'),
    notRehearsed: BY_STEP_FUNCTIONS,
  },
  ...SMOKE_TESTS,
];

/** `GradualDeployment` belongs to no rehearsal: its function and its machine have tests of their own. */
const NO_PART_OF_A_DEPLOYMENT = 'it belongs to `GradualDeployment`, which starts deployments and is no part of them';

const START_DEPLOYMENT: readonly Grant[] = [
  {
    ...may('states:StartExecution', 'starter')('has the deployment started once the stack has settled'),
    notRehearsed: NO_PART_OF_A_DEPLOYMENT,
  },
];

const STARTER: readonly Grant[] = [
  {
    ...may('cloudformation:DescribeStacks', 'stack')('was the stack updated, or rolled back?'),
    notRehearsed: NO_PART_OF_A_DEPLOYMENT,
  },
  { ...may('states:StartExecution', 'deployer')('starts the deployment'), notRehearsed: NO_PART_OF_A_DEPLOYMENT },
];

/** All that a role is given in an installation. */
export function grantsOf(role: RoleName, installation: readonly Installation[]): readonly Grant[] {
  return allGrantsOf(role).filter(({ onlyWith }) => onlyWith === undefined || installation.includes(onlyWith));
}

function allGrantsOf(role: RoleName): readonly Grant[] {
  if (role === 'Stepshift') return [...MACHINE, ...RUN_MACHINE];
  if (role === 'Starter') return [...STARTER, ...RUN_MACHINE];
  if (role === 'StartDeployment') return [...START_DEPLOYMENT, ...RUN];
  const own = FUNCTION_PERMISSIONS[role];
  return [
    ...own,
    ...(role === 'RecoverDeployment' ? TAKE_FROM_QUEUE : []),
    ...(own.some(({ on }) => on === 'ledger') ? USE_LEDGER_KEY : []),
    ...RUN,
    ...RUN_IN_VPC,
  ];
}
