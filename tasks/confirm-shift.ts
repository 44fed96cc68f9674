import { earlierStartsEnd, type Shift } from '../workflow/bucket-weights.ts';
import type { DeploymentDocument, Evidence, Health, Target } from '../workflow/document.ts';
import { explain, RoutingDrifted } from '../workflow/errors.ts';
import {
  isRecent,
  newEvidence,
  type PastExecutions,
  type TargetEvidence,
  type UsedBefore,
  withShift,
} from '../workflow/evidence.ts';
import { throwWorst, worstFailure } from '../workflow/failures.ts';
import { MINUTE_SECONDS, minuteOf, secondsOf } from '../workflow/minutes.ts';
import { later, nextWait } from '../workflow/pace.ts';
import { versionsOf } from './read-evidence.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
  readonly now: string;
}

/** Makes sure that every target has its new weight, and starts the bake time. */
export const handler = taskHandler('ConfirmShift', ({ document, now }: Input): Health => {
  throwUnlessShifted(document.targets);
  const { weightPercent, bakeSeconds } = document.step!;
  const evidence = evidenceAfterShift(document, now);
  const bakeEndsAt = later(now, bakeSeconds);
  return {
    verdict: 'inconclusive',
    decision: 'keepBaking',
    reasons: [`${weightPercent} % on the candidate since now: nothing to judge yet`],
    bakeStartedAt: now,
    bakeEndsAt,
    polls: document.health?.polls ?? 0,
    ...(evidence && { evidence }),
    waitSeconds: nextWait({ now, bakeStartedAt: now, bakeEndsAt, pace: document.plan!.pace }),
  };
});

/** The evidence goes on from step to step; it begins with the first shift of a target that has two versions. */
function evidenceAfterShift(
  { targets, step, health, smokeTests }: DeploymentDocument,
  now: string,
): Evidence | undefined {
  const before = step!.number > 1 ? health?.evidence : undefined;
  const after = targets.map((target, index) => {
    const { past, shifted } = target;
    if (!past || shifted?.kind !== 'written' || !versionsOf(target)) return null;
    const shift = { atSeconds: secondsOf(shifted.updatedAt), weight: shifted.candidateWeight / 100 };
    const usedBefore = smokeTests === undefined ? useByAlias(target, shift) : 'bySmokeTests';
    return withShift(before?.targets[index] ?? beginning(target, past, shift), shift, usedBefore);
  });
  if (after.every((one) => one === null)) return undefined;
  return { unread: 0, listedAt: secondsOf(now), heldSeconds: 0, ...before, targets: after };
}

/** Nothing is kept of an earlier routing whose executions are all over. */
function beginning({ found, type }: Target, past: PastExecutions, { atSeconds }: Shift): TargetEvidence {
  const movedAt = found.kind === 'whole' ? secondsOf(found.updatedAt) : 0;
  const mixedUntil = earlierStartsEnd(movedAt, type, past.longestSeconds);
  return mixedUntil > minuteOf(atSeconds) * MINUTE_SECONDS ? newEvidence(past, mixedUntil) : newEvidence(past);
}

/** Whatever it was moved from just now, the candidate may have been a part of it. */
function useByAlias({ found }: Target, shift: Shift): UsedBefore | undefined {
  return found.kind === 'whole' && isRecent(secondsOf(found.updatedAt), shift) ? 'byTheAlias' : undefined;
}

/** Nothing but readings that were stale can be read again, as long as no target was moved on their ground. */
function throwUnlessShifted(targets: readonly Target[]): void {
  const worst = worstFailure(targets);
  if (worst?.Error === 'ReadAgain' && targets.some(({ shifted }) => shifted?.kind === 'written')) {
    throw new RoutingDrifted({ ...explain(worst), reason: 'RoutingDrifted' });
  }
  throwWorst(targets);
}
