import { parseStateMachineArn, versionNumber } from '../workflow/arns.ts';
import { causeText, restoreCommand, standingOf } from '../workflow/cause.ts';
import { type DeploymentDocument, type End, isThere, type Target } from '../workflow/document.ts';
import { explain } from '../workflow/errors.ts';
import { throwWorst, worstFailure } from '../workflow/failures.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly document: DeploymentDocument;
}

/**
 * Says how a deployment ends whose candidates were healthy to the last step. As long as no target is promoted a failure leads back; once one is, there is only
 * forward: what is left is told to a person, and no alias is moved back.
 */
export const handler = taskHandler('FinishDeployment', ({ document: { targets } }: Input): End => {
  const left = targets.filter((target) => !isThere(target) && target.promoted?.kind !== 'written');
  if (left.length === 0) return { name: 'Succeeded', summary: targets.map(arrived).join(' ') };
  if (!targets.some((target) => target.promoted?.kind === 'written')) throwWorst(targets);
  return { name: 'CriticalError', cause: causeText(incomplete(targets, left)) };
});

function arrived({ stateMachineArn, alias, candidate }: Target): string {
  return `Alias ${alias} of ${parseStateMachineArn(stateMachineArn)!.name} is wholly on version ${versionNumber(candidate!.versionArn)}.`;
}

function incomplete(targets: readonly Target[], left: readonly Target[]) {
  const worst = worstFailure(left);
  const why = worst ? explain(worst).summary : 'no reason is known';
  return {
    reason: 'PromotionIncomplete',
    summary: `${targets.length - left.length} of ${targets.length} targets are promoted, which is not taken back; the rest could not be: ${why}`,
    targets: targets.map(standingOf),
    evidence: left.flatMap((target) => (target.failure ? [explain(target.failure).summary] : [])),
    recovery: 'pending' as const,
    repair: left.map((target) => restoreCommand(target.aliasArn, target.candidate!.versionArn)),
  };
}
