import { type AliasWrite, isThere, type Target } from '../workflow/document.ts';
import { sameRoutes, split, wholly } from '../workflow/routes.ts';
import { confirm, drifted, moveAlias } from './move-alias.ts';
import type { Aliases } from './ports/aliases.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly target: Target;
  readonly weightPercent: number;
}

/** Gives the candidate its next weight. An alias that was not there is created in the last step, wholly on the candidate. */
export const handler = taskHandler(
  'ShiftTraffic',
  async ({ target, weightPercent }: Input, { aliases }: Pick<Ports, 'aliases'>): Promise<AliasWrite> => {
    if (isThere(target)) return { kind: 'notTouched' };
    const { found, candidate } = target;
    if (found.kind === 'absent')
      return weightPercent < 100 ? { kind: 'notTouched' } : created(target, candidate!.versionArn, aliases);
    const updatedAt = await moveAlias(target, split(found.versionArn, candidate!.versionArn, weightPercent), aliases);
    return { kind: 'written', candidateWeight: weightPercent, updatedAt };
  },
);

/** The alias was not there when the deployment began: if it is now, either the reply to an earlier try was lost, or somebody else made it. */
async function created(target: Target, candidateArn: string, aliases: Aliases): Promise<AliasWrite> {
  const wanted = wholly(candidateArn);
  const live = await aliases.read(target.aliasArn);
  if (live && !sameRoutes(live.routes, wanted)) throw drifted(target, live.routes);
  const updatedAt = live?.updatedAt ?? (await aliases.create(target.aliasArn, candidateArn));
  await confirm(target, wanted, updatedAt, aliases);
  return { kind: 'written', candidateWeight: 100, updatedAt };
}
