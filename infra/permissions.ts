import type { TaskName } from '../workflow/definition.ts';
import { type Grant, type Installation, may } from './grant.ts';
import { BY_LAMBDA, BY_STEP_FUNCTIONS, RUN, RUN_IN_VPC, RUN_MACHINE, USE_LEDGER_KEY } from './service-permissions.ts';

export type FunctionName = TaskName | 'RecoverDeployment';
/** Everything with permissions of its own: a function per Task, the watchdog, the machine itself, and of `GradualDeployment` a function and a machine. */
export type RoleName = FunctionName | 'Stepshift' | 'StartDeployment' | 'Starter';

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
const withTargetKey =
  (...actions: readonly string[]) =>
  (reason: string): readonly Grant[] =>
    actions.map((action) => ({
      ...may(action, 'targetKey')(reason),
      onlyWith: 'targetKeys',
      notRehearsed: 'local AWS encrypts nothing',
    }));
const readEncrypted = withTargetKey('kms:Decrypt');
const startEncrypted = withTargetKey('kms:Decrypt', 'kms:GenerateDataKey');

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

/**
 * What each function may do, and why. The roles of the construct, docs/permissions.md and the test that rehearses against them are all made from this table: whoever needs
 * another AWS call in a task adds a line here. A Task that is missing does not compile.
 */
export const FUNCTION_PERMISSIONS: Readonly<Record<FunctionName, readonly Grant[]>> = {
  ValidateRequest: [],
  // A deployment that finds a dead holder of a lock completes it itself.
  LockTargets: [...recover, stopDeployment('stops a deployment that does not give way to a restore')],
  InspectTarget: [
    readMachine('does the machine exist, and what is its current revision?'),
    readAlias('where does the alias stand?'),
    readLedger('a reading from before the last known write is stale'),
    readMetrics("how often do stable's executions fail?"),
    ...readEncrypted('reads which functions the definition names'),
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
    readAlias('has somebody else moved the alias, so that the comparison is void?'),
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
    ...startEncrypted("reads and writes executions' inputs"),
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

const TAKE_FROM_QUEUE: readonly Grant[] = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'].map(
  (action) => ({
    ...may(action, 'ends')("is told of each of the deployer's ends"),
    notRehearsed: BY_LAMBDA,
  }),
);

/** Smoke tests are run by the machine itself, on versions only. */
const SMOKE_TESTS: readonly Grant[] = [
  startVersion('runs the smoke tests of a STANDARD machine'),
  may('states:StartSyncExecution', 'targetVersion')('runs the smoke tests of an EXPRESS machine'),
  readExecution('waits for the end of a smoke test'),
  stopExecution('stops a smoke test that takes too long'),
  ...['events:PutRule', 'events:PutTargets', 'events:DescribeRule'].map((action) =>
    may(action, 'syncRule')('waits for the end of a smoke test'),
  ),
  ...startEncrypted("reads and writes executions' inputs and outputs"),
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
