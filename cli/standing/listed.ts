import { type ExecutionListItem, ListExecutionsCommand, type ListExecutionsCommandOutput } from '@aws-sdk/client-sfn';
import { aliasArn } from '../../workflow/arns.ts';
import type { TargetKey } from '../../workflow/ledger.ts';
import type { Route } from '../../workflow/routes.ts';
import type { Aws } from '../aws.ts';
import { NotInstalled } from '../deployer-named.ts';
import { outcomeOf } from './standing.ts';

/** A deployment in a list. */
export interface ListedDeployment {
  readonly executionArn: string;
  readonly outcome: string;
  readonly startedAt: string;
  readonly endedAt?: string;
  /** Empty where the ledger does not know it: it was refused before it wanted any. */
  readonly targets: readonly TargetKey[];
}

/** Where an alias stands. */
export interface ListedAlias extends TargetKey {
  /** Null: it is not there. */
  readonly routes: readonly Route[] | null;
  /** What holds it, where something does. */
  readonly deployment?: string;
}

export interface Listed {
  readonly deployments: readonly ListedDeployment[];
  /** Those of the deployments. */
  readonly aliases: readonly ListedAlias[];
}

/** AWS answers at most so many a page. */
const LARGEST_PAGE = 1000;

/** @throws Fault where there is no deployer */
export async function listed(deployer: string, limit: number, aws: Aws): Promise<Listed> {
  const executions = await executionsOf(deployer, limit, aws);
  const deployments = await Promise.all(executions.map((execution) => listedDeployment(execution, aws)));
  const keys = new Map(deployments.flatMap(({ targets }) => targets).map((target) => [keyOf(target), target]));
  const targets = [...keys.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return { deployments, aliases: await Promise.all(targets.map((target) => listedAlias(target, aws))) };
}

async function executionsOf(stateMachineArn: string, limit: number, { sfn }: Aws) {
  try {
    const maxResults = Math.min(limit, LARGEST_PAGE);
    const answer: ListExecutionsCommandOutput = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults }),
    );
    return answer.executions ?? [];
  } catch (error) {
    throw (error as Error).name === 'StateMachineDoesNotExist' ? new NotInstalled(stateMachineArn) : error;
  }
}

async function listedDeployment(
  { executionArn, status, startDate, stopDate }: ExecutionListItem,
  { ports }: Aws,
): Promise<ListedDeployment> {
  const entry = (await ports.ledger.deployments.read(executionArn!))?.entry;
  // What was refused before it wanted a target is in no ledger, and a list does not tell its error.
  const execution = entry ? undefined : await ports.executions.read(executionArn!);
  return {
    executionArn: executionArn!,
    outcome: outcomeOf(execution ?? { status: status! }, entry),
    startedAt: startDate!.toISOString(),
    ...(stopDate && { endedAt: stopDate.toISOString() }),
    targets: entry?.targets ?? [],
  };
}

async function listedAlias(target: TargetKey, { ports }: Aws): Promise<ListedAlias> {
  const [live, { entry }] = await Promise.all([
    ports.aliases.read(aliasArn(target.stateMachineArn, target.alias)),
    ports.ledger.targets.read(target),
  ]);
  return {
    stateMachineArn: target.stateMachineArn,
    alias: target.alias,
    routes: live?.routes.filter(({ weight }) => weight > 0) ?? null,
    ...(entry.owner && { deployment: entry.owner.executionArn }),
  };
}

function keyOf({ stateMachineArn, alias }: TargetKey): string {
  return aliasArn(stateMachineArn, alias);
}
