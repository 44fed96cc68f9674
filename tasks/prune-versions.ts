import { versionNumber } from '../workflow/arns.ts';
import type { DeploymentDocument } from '../workflow/document.ts';
import { prunable } from '../workflow/pruning.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
}

/** What was pruned of one machine: version numbers. */
interface Pruned {
  readonly stateMachineArn: string;
  readonly deleted: readonly number[];
}

type Pruning = Pick<Ports, 'ledger' | 'stateMachines' | 'now'>;

/** AWS deletes one version a second; what is left is the next deployment's to prune. */
const MOST_AT_ONCE = 20;

/** Deletes old versions after a success: only such as nobody can need any more. AWS itself refuses to delete one that an alias refers to. */
export const handler = taskHandler(
  'PruneVersions',
  async ({ document }: Input, ports: Pruning): Promise<readonly Pruned[]> => {
    const machines = [...new Set(document.targets.map(({ stateMachineArn }) => stateMachineArn))];
    const needed = await neededVersions(ports);
    const pruned: Pruned[] = [];
    for (const stateMachineArn of machines)
      pruned.push({ stateMachineArn, deleted: await prune(stateMachineArn, document, needed, ports) });
    return pruned;
  },
);

async function prune(
  stateMachineArn: string,
  { request, targets }: DeploymentDocument,
  others: ReadonlySet<string>,
  { stateMachines, ledger, now }: Pruning,
): Promise<readonly number[]> {
  // Nobody knows what an alias was on that was not there: it may have been deleted by mistake, and what it was on be needed.
  if (targets.some((target) => target.stateMachineArn === stateMachineArn && target.found.kind === 'absent')) return [];
  const own = targets.flatMap(({ found, candidate }) => [
    candidate!.versionArn,
    ...(found.kind === 'whole' ? [found.versionArn] : []),
  ]);
  const candidates = prunable(await stateMachines.versions(stateMachineArn), {
    keep: request.keepVersions,
    shown: await ledger.versions.read(stateMachineArn),
    needed: new Set([...others, ...own]),
    now: now(),
  });
  const deleted: number[] = [];
  for (const versionArn of candidates.slice(0, MOST_AT_ONCE)) {
    if (await stateMachines.isRunning(versionArn)) continue;
    if (await stateMachines.deleteVersion(versionArn)) deleted.push(versionNumber(versionArn));
  }
  return deleted;
}

/** What open deployments are asked to release, what they release, and where they would go back to. */
async function neededVersions({ ledger }: Pruning): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const executionArn of await ledger.deployments.unfinished()) {
    const deployment = (await ledger.deployments.read(executionArn))?.entry;
    if (!deployment?.open) continue;
    for (const versionArn of deployment.named ?? []) needed.add(versionArn);
    for (const target of deployment.targets) {
      const { candidateArn, found } = (await ledger.targets.read(target)).entry;
      if (candidateArn !== undefined) needed.add(candidateArn);
      if (found?.kind === 'whole') needed.add(found.versionArn);
    }
  }
  return needed;
}
