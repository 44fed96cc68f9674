import { EXECUTION_ARN, targetName } from '../workflow/arns.ts';
import { type Aws, openAws } from './aws.ts';
import { type Arguments, UsageFault } from './command.ts';
import { deployerArn } from './deployer-named.ts';
import { deploymentsOf } from './deployments-of.ts';
import { EXIT } from './exit-codes.ts';
import { Fault } from './fault.ts';
import { parseTarget, targetNamed } from './machines.ts';

/** A deployment, and AWS where it is. */
interface NamedDeployment {
  readonly executionArn: string;
  readonly aws: Aws;
}

/**
 * The deployment that a person names; with no name the one that is under way, if it is the only one.
 * @throws UsageFault or Fault when that is none
 */
export async function deploymentNamed(text: string | undefined, values: Arguments['values']): Promise<NamedDeployment> {
  const aws = openAws(values, text);
  return { executionArn: text === undefined ? await onlyOne(aws) : await executionArnOf(text, values, aws), aws };
}

async function executionArnOf(text: string, values: Arguments['values'], aws: Aws): Promise<string> {
  if (EXECUTION_ARN.test(text)) return text;
  if (parseTarget(text)) return lastOf(text, aws);
  if (!/^[a-zA-Z0-9_-]{1,80}$/.test(text))
    throw new UsageFault(
      `DEPLOYMENT: found ${JSON.stringify(text)}, expected a target (orders:live), or an execution's ARN or name.`,
    );
  const executionArn = `${(await deployerArn(values, aws)).replace(':stateMachine:', ':execution:')}:${text}`;
  const { executions, ledger } = aws.ports;
  if ((await executions.read(executionArn)) ?? (await ledger.deployments.read(executionArn))) return executionArn;
  throw new Fault(
    EXIT.validationError,
    `There is no execution ${executionArn} here: stepshift list shows the last ones. A target is named with its alias (${text}:live).`,
  );
}

/** The deployment that holds the target, or the last one that wanted it. */
async function lastOf(text: string, aws: Aws): Promise<string> {
  const target = await targetNamed(text, aws);
  const { owner } = (await aws.ports.ledger.targets.read(target)).entry;
  const found = owner?.executionArn ?? (await deploymentsOf(target, aws))[0];
  if (found) return found;
  throw new Fault(
    EXIT.validationError,
    `No deployment of ${targetName(target)} is known: start one by stepshift deploy.`,
  );
}

/** The executions whose deployments hold targets. */
export async function underWay({ ports }: Pick<Aws, 'ports'>): Promise<readonly string[]> {
  const { deployments } = ports.ledger;
  const unfinished = await deployments.unfinished();
  const entries = await Promise.all(unfinished.map((executionArn) => deployments.read(executionArn)));
  return unfinished.filter((_, i) => entries[i]?.entry.open);
}

async function onlyOne(aws: Aws): Promise<string> {
  const [only, ...others] = await underWay(aws);
  if (only !== undefined && others.length === 0) return only;
  throw new UsageFault(
    only === undefined
      ? 'No deployment is under way: name the one you mean.'
      : `${others.length + 1} deployments are under way: name the one you mean (stepshift list).`,
  );
}
