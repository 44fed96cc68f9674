import { type AliasWrite, isThere, type Target } from '../workflow/document.ts';
import { DeploymentClosed } from '../workflow/errors.ts';
import { STAGE_PROMOTE } from '../workflow/ledger.ts';
import { wholly } from '../workflow/routes.ts';
import { moveAlias } from './alias-move.ts';
import { deploying, type OwnedInput } from './holder.ts';
import { decide } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly target: Target;
}

/** The point of no return: the ledger learns that the deployment goes only forward from here; then the alias is left with one route, to the candidate. */
export const handler = taskHandler(
  'Promote',
  async (input: Input, ports: Pick<Ports, 'aliases' | 'ledger' | 'now'>): Promise<AliasWrite> => {
    const { target, owner } = input;
    if (!(await decide(owner, 'promoted', ports))) throw onTheWayBack();
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

function onTheWayBack(): DeploymentClosed {
  return new DeploymentClosed({
    reason: 'DeploymentClosed',
    summary: 'This deployment is on its way back already: it cannot be promoted any more.',
  });
}
