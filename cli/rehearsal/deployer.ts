import { CreateStateMachineCommand } from '@aws-sdk/client-sfn';
import type { LocalAws } from '../../local/local-aws.ts';
import { openTasks } from '../../tasks/all-tasks.ts';
import { deployerDefinition, type FunctionArns, TASK_NAMES, type TaskName } from '../../workflow/definition.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../workflow/limits.ts';
import type { Clients } from './clients.ts';

/** What the deployer's state machine is called in a rehearsal; no machine of a scenario may be called so. */
export const DEPLOYER_NAME = 'Stepshift';

/** Told of each call of one of the deployer's functions: before it runs, and of its answer. */
export interface TaskWatcher {
  before(task: TaskName): Promise<void>;
  answered(task: TaskName, answer: unknown): void;
}

/** Installs the deployer as it is installed on AWS, one function per task and one machine over them; answers the machine's ARN. */
export async function installDeployer(aws: LocalAws, clients: Clients, watcher: TaskWatcher): Promise<string> {
  const tasks = openTasks(clients);
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
  const { stateMachineArn } = await clients.sfn.send(
    new CreateStateMachineCommand({
      name: DEPLOYER_NAME,
      definition: JSON.stringify(deployerDefinition(arns)),
      roleArn: roleArn(aws),
      type: 'STANDARD',
    }),
  );
  return stateMachineArn!;
}

/** A role that local AWS takes as it is: permissions are nothing that it knows. */
export function roleArn(aws: LocalAws): string {
  return `arn:aws:iam::${aws.context.account}:role/rehearsal`;
}
