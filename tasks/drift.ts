import type { DeploymentDocument, Target } from '../workflow/document.ts';
import type { RoutingDrifted } from '../workflow/errors.ts';
import { situationOf } from '../workflow/live-alias.ts';
import { drifted, knowledge } from './alias-move.ts';
import type { Ports } from './ports/ports.ts';

type Reads = Pick<Ports, 'aliases' | 'ledger' | 'now'>;

/**
 * The failure to end with where somebody else has moved an alias; undefined where none is known to be moved. The comparison takes the weights for granted: what it finds
 * at others' weights is not the candidate's doing.
 */
export async function findDrift({ targets }: DeploymentDocument, ports: Reads): Promise<RoutingDrifted | undefined> {
  for (const target of targets) {
    // What cannot be read now is looked at on the way back, where the alias is read before it is written.
    const found = await driftOf(target, ports).catch(() => undefined);
    if (found) return found;
  }
  return undefined;
}

async function driftOf(target: Target, { aliases, ledger, now }: Reads): Promise<RoutingDrifted | undefined> {
  const { stateMachineArn, alias, aliasArn, candidate } = target;
  const { entry } = await ledger.targets.read({ stateMachineArn, alias });
  const live = await aliases.read(aliasArn);
  if (situationOf(live, knowledge(target, entry, now())) !== 'drifted') return undefined;
  return drifted({ target, candidateArn: candidate!.versionArn }, live);
}
