import type { DeploymentDocument, Promotion, Target } from '../workflow/document.ts';
import { ReadAgain } from '../workflow/errors.ts';
import { type Hold, STAGE_CONFIRM } from '../workflow/ledger.ts';
import { type AliasMove, drifted, heldEntry, requireOurs } from './alias-move.ts';
import { deploying, type OwnedInput } from './holder.ts';
import { decidePromotion } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
}

type Road = DeploymentDocument['request']['road'];
type Reads = Pick<Ports, 'aliases' | 'ledger' | 'now'>;

/**
 * Proves that every alias is as this deployment left or found it, and only then decides, for all targets at once, that it goes forward to the end: what is found to be
 * drifted here still brings all others back.
 */
export const handler = taskHandler('ConfirmPromotion', async (input: Input, ports: Reads): Promise<Promotion> => {
  const { request, targets } = input.document;
  for (const target of targets) await requireAsLeft(target, request.road, deploying(input), ports);
  await decidePromotion(input.owner, ports);
  return { decidedAt: ports.now() };
});

async function requireAsLeft(target: Target, road: Road, hold: Hold, ports: Reads): Promise<void> {
  const { found, foundAt, candidate } = target;
  const move: Omit<AliasMove, 'wanted'> = {
    target,
    hold,
    stage: STAGE_CONFIRM,
    found,
    foundAt,
    candidateArn: candidate!.versionArn,
  };
  const stored = await heldEntry(move, ports);
  const live = await ports.aliases.read(target.aliasArn);
  try {
    await requireOurs(move, live, stored, ports);
  } catch (error) {
    // What was read at first is not what was there. A restore has done nothing yet, and begins anew; a deployment left it alone all the time, and it is too late for that.
    throw error instanceof ReadAgain && road === 'deploy' ? drifted(move, live) : error;
  }
}
