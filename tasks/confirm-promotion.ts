import { type DeploymentDocument, isThere, type Promotion, type Target } from '../workflow/document.ts';
import { ReadAgain } from '../workflow/errors.ts';
import { type Hold, STAGE_CONFIRM } from '../workflow/ledger.ts';
import { SECOND_READING_SECONDS } from '../workflow/limits.ts';
import { secondsBetween } from '../workflow/pace.ts';
import { type AliasMove, drifted, heldEntry, notSettled, requireOurs } from './alias-move.ts';
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
 * drifted here still brings all others back. A restore has nothing to bring back: it begins anew.
 * @throws ReadAgain when a restore's first reading was stale
 * @throws NotSettled while a restore that seems to be there already has only one reading to prove it
 */
export const handler = taskHandler('ConfirmPromotion', async (input: Input, ports: Reads): Promise<Promotion> => {
  const { targets, request } = input.document;
  for (const target of targets) {
    if (request.road === 'restore') refuseOneReading(target, ports.now());
    await requireAsLeft(target, request.road, deploying(input), ports);
  }
  await decidePromotion(input.owner, ports);
  return { decidedAt: ports.now() };
});

/** Somebody may have moved the alias just before: that nothing is to be written is believed when a later reading agrees. */
function refuseOneReading(target: Target, now: string): void {
  if (isThere(target) && secondsBetween(target.foundAt, now) < SECOND_READING_SECONDS)
    throw notSettled({ target }, 'it seems to be there already, and one reading is no proof');
}

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
