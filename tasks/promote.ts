import { type AliasWrite, isThere, type Target } from '../workflow/document.ts';
import { wholly } from '../workflow/routes.ts';
import { moveAlias } from './move-alias.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly target: Target;
}

/** Leaves the alias with one route, to the candidate: stable is let go. */
export const handler = taskHandler(
  'Promote',
  async ({ target }: Input, { aliases }: Pick<Ports, 'aliases'>): Promise<AliasWrite> => {
    if (isThere(target)) return { kind: 'notTouched' };
    const updatedAt = await moveAlias(target, wholly(target.candidate!.versionArn), aliases);
    return { kind: 'written', candidateWeight: 100, updatedAt };
  },
);
