import { isThere, type RollBackResult, type Target } from '../workflow/document.ts';
import { deploying, type OwnedInput } from './holder.ts';
import { decide } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';
import { bringBack } from './way-back.ts';

interface Input extends OwnedInput {
  readonly target: Target;
}

/**
 * Compensates one target: puts its alias wholly on stable and reads it back, or removes the alias that was not there before. An alias that somebody else has
 * moved is left as found, and a deployment that was promoted is past the point of no return. Safe to run again.
 */
export const handler = taskHandler(
  'RollBack',
  async (input: Input, ports: Pick<Ports, 'aliases' | 'ledger' | 'starts' | 'now'>): Promise<RollBackResult> => {
    const { target, owner } = input;
    if (!(await decide(owner, 'back', ports))) return { kind: 'promoted' };
    // Without a candidate nothing was ever moved.
    if (!target.candidate || isThere(target)) return { kind: 'notTouched' };
    const { found, foundAt, candidate } = target;
    return bringBack({ target, hold: deploying(input), found, foundAt, candidateArn: candidate.versionArn }, ports);
  },
);
