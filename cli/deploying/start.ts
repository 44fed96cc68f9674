import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { aliasArn, targetName } from '../../workflow/arns.ts';
import type { AuditRecord } from '../../workflow/audit-record.ts';
import { DEPLOYER_ALIAS } from '../../workflow/installation.ts';
import { routesInWords } from '../../workflow/routes.ts';
import type { Aws } from '../aws.ts';
import { NotInstalled } from '../deployer-named.ts';
import { EXIT, exitCodeOf } from '../exit-codes.ts';

/** An execution of the deployer to be started. */
interface Start {
  /** The deployer's state machine. */
  readonly deployer: string;
  readonly name: string;
  /** The request, as JSON. */
  readonly input: string;
}

/** `before`: this deployment had been started before, and is running or has ended. */
export interface Started {
  readonly kind: 'started' | 'before';
  readonly executionArn: string;
}

/**
 * Starts the deployer through its alias, so that an upgrade of it that is being shifted in gets its share and no more. A deployer without that alias is started itself.
 * @throws Fault where there is no deployer
 */
export async function start(wanted: Start, { sfn }: Pick<Aws, 'sfn'>): Promise<Started> {
  const { deployer, name, input } = wanted;
  const executionArn = executionArnOf(deployer, name);
  // An execution's name is the machine's, whichever way it was started.
  for (const stateMachineArn of [aliasArn(deployer, DEPLOYER_ALIAS), deployer]) {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input }));
      return { kind: 'started', executionArn };
    } catch (error) {
      const { name: code } = error as Error;
      if (code === 'ExecutionAlreadyExists') return { kind: 'before', executionArn };
      if (code !== 'StateMachineDoesNotExist') throw error;
    }
  }
  throw new NotInstalled(deployer);
}

export function executionArnOf(deployer: string, name: string): string {
  return `${deployer.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** Whether AWS knows the execution. */
export async function isKnown(executionArn: string, { sfn }: Pick<Aws, 'sfn'>): Promise<boolean> {
  try {
    await sfn.send(new DescribeExecutionCommand({ executionArn }));
    return true;
  } catch (error) {
    if ((error as Error).name === 'ExecutionDoesNotExist') return false;
    throw error;
  }
}

/**
 * What a deployment that was asked for again comes to, when it had ended before: well, and its aliases are still there; or it takes another attempt.
 * @param nextAttempt one that was not made yet
 */
export async function judgeBefore(
  record: AuditRecord,
  nextAttempt: number,
  { ports }: Pick<Aws, 'ports'>,
): Promise<{ readonly exitCode: number; readonly note: string }> {
  const { outcome, targets, deployment } = record;
  const again = `To deploy it again: --attempt ${nextAttempt}`;
  const before = `This was deployed before, by ${deployment.name}`;
  if (outcome !== 'Succeeded' && outcome !== 'NothingToDo')
    return { exitCode: exitCodeOf(outcome, undefined), note: `${before}, which ended in ${outcome}. ${again}` };
  const strays: string[] = [];
  for (const { stateMachineArn, alias, candidate } of targets) {
    const live = await ports.aliases.read(aliasArn(stateMachineArn, alias));
    const routes = (live?.routes ?? []).filter(({ weight }) => weight > 0);
    if (candidate && routes.length === 1 && routes[0]!.versionArn === candidate.versionArn) continue;
    strays.push(`${targetName({ stateMachineArn, alias })} is ${live ? `on ${routesInWords(live.routes)}` : 'gone'}`);
  }
  if (strays.length === 0)
    return { exitCode: EXIT.ok, note: `${before}, and every alias is there still: nothing to do.` };
  // Not green: nothing was deployed, and what was asked for is not there.
  return { exitCode: EXIT.validationError, note: `${before}, but ${strays.join(', ')} now. ${again}` };
}
