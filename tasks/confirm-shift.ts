import type { DeploymentDocument, Health } from '../workflow/document.ts';
import { throwWorst } from '../workflow/failures.ts';
import { later, nextWait } from '../workflow/pace.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
  readonly now: string;
}

/** Makes sure that every target has its new weight, and starts the bake time. */
export const handler = taskHandler('ConfirmShift', ({ document, now }: Input): Health => {
  throwWorst(document.targets);
  const { weightPercent, bakeSeconds } = document.step!;
  const bakeEndsAt = later(now, bakeSeconds);
  return {
    verdict: 'inconclusive',
    decision: 'keepBaking',
    reasons: [`${weightPercent} % on the candidate since now: nothing to judge yet`],
    bakeStartedAt: now,
    bakeEndsAt,
    waitSeconds: nextWait(now, bakeEndsAt, document.plan!.pollSeconds),
  };
});
