import type { DeploymentDocument, Health, Target } from '../workflow/document.ts';
import { explain, RoutingDrifted } from '../workflow/errors.ts';
import { throwWorst, worstFailure } from '../workflow/failures.ts';
import { later, nextWait } from '../workflow/pace.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
  readonly now: string;
}

/** Makes sure that every target has its new weight, and starts the bake time. */
export const handler = taskHandler('ConfirmShift', ({ document, now }: Input): Health => {
  throwUnlessShifted(document.targets);
  const { weightPercent, bakeSeconds } = document.step!;
  const bakeEndsAt = later(now, bakeSeconds);
  return {
    verdict: 'inconclusive',
    decision: 'keepBaking',
    reasons: [`${weightPercent} % on the candidate since now: nothing to judge yet`],
    bakeStartedAt: now,
    bakeEndsAt,
    polls: document.health?.polls ?? 0,
    waitSeconds: nextWait({ now, bakeStartedAt: now, bakeEndsAt, pace: document.plan!.pace }),
  };
});

/** Nothing but readings that were stale can be read again, as long as no target was moved on their ground. */
function throwUnlessShifted(targets: readonly Target[]): void {
  const worst = worstFailure(targets);
  if (worst?.Error === 'ReadAgain' && targets.some(({ shifted }) => shifted?.kind === 'written')) {
    throw new RoutingDrifted({ ...explain(worst), reason: 'RoutingDrifted' });
  }
  throwWorst(targets);
}
