import { type AliasWrite, isThere, type Target } from '../workflow/document.ts';
import { split, wholly } from '../workflow/routes.ts';
import { moveAlias } from './alias-move.ts';
import { deploying, type OwnedInput } from './holder.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly target: Target;
  readonly weightPercent: number;
  /** From 1. */
  readonly stepNumber: number;
}

/** Gives the candidate its next weight. An alias that was not there is created in the last step, wholly on the candidate. */
export const handler = taskHandler(
  'ShiftTraffic',
  async (input: Input, ports: Pick<Ports, 'aliases' | 'ledger' | 'now'>): Promise<AliasWrite> => {
    const { target, weightPercent, stepNumber } = input;
    const { found, foundAt } = target;
    if (isThere(target) || (found.kind === 'absent' && weightPercent < 100)) return { kind: 'notTouched' };
    const candidateArn = target.candidate!.versionArn;
    const wanted = found.kind === 'whole' ? split(found.versionArn, candidateArn, weightPercent) : wholly(candidateArn);
    const updatedAt = await moveAlias(
      { target, hold: deploying(input), stage: stepNumber, wanted, found, foundAt, candidateArn },
      ports,
    );
    return { kind: 'written', candidateWeight: weightPercent, updatedAt };
  },
);
