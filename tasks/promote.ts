import { type AliasWrite, isThere, type Target } from '../workflow/document.ts';
import { STAGE_PROMOTE } from '../workflow/ledger.ts';
import { wholly } from '../workflow/routes.ts';
import { moveAlias } from './alias-move.ts';
import { deploying, type OwnedInput } from './holder.ts';
import { decidePromotion } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly target: Target;
}

/** Leaves one alias with one route, to the candidate. The ledger knows already that the deployment goes only forward from here. */
export const handler = taskHandler(
  'Promote',
  async (input: Input, ports: Pick<Ports, 'aliases' | 'ledger' | 'now'>): Promise<AliasWrite> => {
    const { target, owner } = input;
    await decidePromotion(owner, ports);
    if (isThere(target)) return { kind: 'notTouched' };
    const { found, foundAt } = target;
    const candidateArn = target.candidate!.versionArn;
    const updatedAt = await moveAlias(
      {
        target,
        hold: deploying(input),
        stage: STAGE_PROMOTE,
        wanted: wholly(candidateArn),
        found,
        foundAt,
        candidateArn,
      },
      ports,
    );
    return { kind: 'written', candidateWeight: 100, updatedAt };
  },
);
