import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineAliasCommand, CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Clock } from '../local/clock.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { packageVersion } from '../package-version.ts';
import { type OpenedTask, openTasks } from '../tasks/all-tasks.ts';
import { ledgerTable } from '../tasks/ports/dynamo-ledger.ts';
import type { Ledger } from '../tasks/ports/ledger.ts';
import { type AwsClients, awsPorts } from '../tasks/ports/ports.ts';
import { aliasArn } from '../workflow/arns.ts';
import { deployerDefinition, TASK_NAMES, type TaskName } from '../workflow/definition.ts';
import { DEPLOYER_ALIAS, DEPLOYER_NAME, VERSION_TAG } from '../workflow/installation.ts';
import { FUNCTION_TIMEOUT_SECONDS, WATCHDOG_SECONDS } from '../workflow/limits.ts';
import { LEDGER_NAME } from './aws-options.ts';
import { FIRST_VERSION, functionArns, functionName, NEXT_VERSION, WATCHDOG_FUNCTION } from './deployer-functions.ts';

/** Told of each call of one of the deployer's functions: before it runs, and of its answer. What it throws, the function throws. */
export interface TaskWatcher {
  /** @param version of the function */
  before(task: TaskName, version: number): Promise<void>;
  answered(task: TaskName, answer: unknown): void;
  /** The watchdog has run, for better or worse. */
  watchdogRan(): Promise<void>;
}

const NOBODY: TaskWatcher = { before: async () => {}, answered: () => {}, watchdogRan: async () => {} };

/** Makes of what a function does what the next version of it does: the same, unless it is given other code. */
export type NextCode = (task: TaskName, installed: OpenedTask) => OpenedTask;

/** Beside the installation itself. */
export interface InstallOptions {
  readonly watcher?: TaskWatcher;
  /** The functions of an upgrade, published and not named by anybody yet. Default: there is no upgrade. */
  readonly next?: NextCode;
}

/** The deployer as it stands in local AWS. */
export interface Deployer {
  readonly stateMachineArn: string;
  /** Starts go through it, as on AWS. */
  readonly aliasArn: string;
  readonly ledger: Ledger;
}

/**
 * Installs the deployer as it is installed on AWS: a version of one function per task, one machine over them with a version and an alias of its own, the ledger's table,
 * and the watchdog behind a delayed queue and a schedule.
 */
export async function installDeployer<C extends Clock>(
  aws: LocalAws<C>,
  clients: AwsClients,
  { watcher = NOBODY, next }: InstallOptions = {},
): Promise<Deployer> {
  await clients.dynamodb.send(new CreateTableCommand(ledgerTable(LEDGER_NAME)));
  const now = (): string => new Date(aws.clock.now()).toISOString();
  const ports = awsPorts(clients, { ledgerTable: LEDGER_NAME, now });
  const { tasks, watchdog } = openTasks(ports);
  const publish = (version: number, codeOf: (task: TaskName) => OpenedTask): void => {
    for (const task of TASK_NAMES) publishFunction(aws, { task, version, code: codeOf(task) }, watcher);
  };
  publish(FIRST_VERSION, (task) => tasks[task]);
  if (next) publish(NEXT_VERSION, (task) => next(task, tasks[task]));
  const stateMachineArn = await createMachine(aws, clients);
  startWatchdog(aws, stateMachineArn, async (event) => {
    try {
      return await watchdog(event);
    } finally {
      await watcher.watchdogRan();
    }
  });
  return { stateMachineArn, aliasArn: aliasArn(stateMachineArn, DEPLOYER_ALIAS), ledger: ports.ledger };
}

interface FunctionVersion {
  readonly task: TaskName;
  readonly version: number;
  readonly code: OpenedTask;
}

function publishFunction<C extends Clock>(
  aws: LocalAws<C>,
  { task, version, code }: FunctionVersion,
  watcher: TaskWatcher,
): void {
  const handler = async (event: unknown): Promise<unknown> => {
    await watcher.before(task, version);
    const answer = await code(event);
    watcher.answered(task, answer);
    return answer;
  };
  aws.lambda.register(functionName(task, version), handler, { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS });
}

async function createMachine<C extends Clock>(aws: LocalAws<C>, { sfn }: AwsClients): Promise<string> {
  const create = new CreateStateMachineCommand({
    name: DEPLOYER_NAME,
    definition: JSON.stringify(deployerDefinition(functionArns(FIRST_VERSION, aws.context))),
    roleArn: roleArn(aws),
    type: 'STANDARD',
    publish: true,
    tags: [{ key: VERSION_TAG, value: packageVersion() }],
  });
  const { stateMachineArn, stateMachineVersionArn } = await sfn.send(create);
  const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
  await sfn.send(new CreateStateMachineAliasCommand({ name: DEPLOYER_ALIAS, routingConfiguration }));
  return stateMachineArn!;
}

/** Events are best effort, so the schedule looks for what they missed. The queue waits until no function of the ended execution can be running any more. */
function startWatchdog<C extends Clock>(aws: LocalAws<C>, stateMachineArn: string, watchdog: OpenedTask): void {
  aws.lambda.register(WATCHDOG_FUNCTION, watchdog, { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS });
  const queue = aws.createQueue({
    name: 'stepshift-ends',
    functionName: WATCHDOG_FUNCTION,
    delaySeconds: FUNCTION_TIMEOUT_SECONDS,
    visibilityTimeoutSeconds: 2 * FUNCTION_TIMEOUT_SECONDS,
  });
  const ends = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];
  aws.events.putRule('stepshift-ends', {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [stateMachineArn], status: ends },
  });
  aws.events.putTarget('stepshift-ends', queue);
  aws.events.putSchedule(
    'stepshift-watchdog',
    { everySeconds: WATCHDOG_SECONDS },
    { deliver: () => void aws.lambda.invoke(WATCHDOG_FUNCTION, '{}') },
  );
}

/** A role that local AWS takes as it is: permissions are nothing that it knows. */
export function roleArn<C extends Clock>(aws: LocalAws<C>): string {
  return `arn:aws:iam::${aws.context.account}:role/local`;
}
