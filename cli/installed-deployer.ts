import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { Clock } from '../local/clock.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { packageVersion } from '../package-version.ts';
import { type OpenedTask, openTasks } from '../tasks/all-tasks.ts';
import { ledgerTable } from '../tasks/ports/dynamo-ledger.ts';
import type { Ledger } from '../tasks/ports/ledger.ts';
import { type AwsClients, awsPorts } from '../tasks/ports/ports.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES, type TaskName } from '../workflow/definition.ts';
import { DEPLOYER_NAME, VERSION_TAG } from '../workflow/installation.ts';
import { FUNCTION_TIMEOUT_SECONDS, WATCHDOG_SECONDS } from '../workflow/limits.ts';
import { LEDGER_NAME } from './aws-options.ts';

const WATCHDOG = 'stepshift-RecoverDeployment';

/** Told of each call of one of the deployer's functions: before it runs, and of its answer. What it throws, the function throws. */
export interface TaskWatcher {
  before(task: TaskName): Promise<void>;
  answered(task: TaskName, answer: unknown): void;
  /** The watchdog has run, for better or worse. */
  watchdogRan(): Promise<void>;
}

const NOBODY: TaskWatcher = { before: async () => {}, answered: () => {}, watchdogRan: async () => {} };

/** The deployer as it stands in local AWS. */
export interface Deployer {
  readonly stateMachineArn: string;
  readonly ledger: Ledger;
}

/**
 * Installs the deployer as it is installed on AWS: one function per task and one machine over them, the ledger's table, and the watchdog behind a delayed queue and a
 * schedule.
 */
export async function installDeployer<C extends Clock>(
  aws: LocalAws<C>,
  clients: AwsClients,
  watcher: TaskWatcher = NOBODY,
): Promise<Deployer> {
  await clients.dynamodb.send(new CreateTableCommand(ledgerTable(LEDGER_NAME)));
  const now = (): string => new Date(aws.clock.now()).toISOString();
  const ports = awsPorts(clients, { ledgerTable: LEDGER_NAME, now });
  const { tasks, watchdog } = openTasks(ports);
  const stateMachineArn = await createMachine(aws, clients, tasks, watcher);
  startWatchdog(aws, stateMachineArn, async (event) => {
    try {
      return await watchdog(event);
    } finally {
      await watcher.watchdogRan();
    }
  });
  return { stateMachineArn, ledger: ports.ledger };
}

async function createMachine<C extends Clock>(
  aws: LocalAws<C>,
  { sfn }: AwsClients,
  tasks: Readonly<Record<TaskName, OpenedTask>>,
  watcher: TaskWatcher,
): Promise<string> {
  const arns = Object.fromEntries(
    TASK_NAMES.map((name) => {
      const handler = async (event: unknown): Promise<unknown> => {
        await watcher.before(name);
        const answer = await tasks[name](event);
        watcher.answered(name, answer);
        return answer;
      };
      return [name, aws.lambda.register(`stepshift-${name}`, handler, { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS })];
    }),
  ) as FunctionArns;
  const definition = JSON.stringify(deployerDefinition(arns));
  const create = new CreateStateMachineCommand({
    name: DEPLOYER_NAME,
    definition,
    roleArn: roleArn(aws),
    type: 'STANDARD',
    tags: [{ key: VERSION_TAG, value: packageVersion() }],
  });
  return (await sfn.send(create)).stateMachineArn!;
}

/** Events are best effort, so the schedule looks for what they missed. The queue waits until no function of the ended execution can be running any more. */
function startWatchdog<C extends Clock>(aws: LocalAws<C>, stateMachineArn: string, watchdog: OpenedTask): void {
  aws.lambda.register(WATCHDOG, watchdog, { timeoutSeconds: FUNCTION_TIMEOUT_SECONDS });
  const queue = aws.createQueue({
    name: 'stepshift-ends',
    functionName: WATCHDOG,
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
    { deliver: () => void aws.lambda.invoke(WATCHDOG, '{}') },
  );
}

/** A role that local AWS takes as it is: permissions are nothing that it knows. */
export function roleArn<C extends Clock>(aws: LocalAws<C>): string {
  return `arn:aws:iam::${aws.context.account}:role/local`;
}
