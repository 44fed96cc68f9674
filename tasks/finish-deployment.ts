import { aliasArn, parseStateMachineArn, versionNumber } from '../workflow/arns.ts';
import { causeText, restoreCommand, standingOf } from '../workflow/cause.ts';
import { type DeploymentDocument, type End, isThere, type Target } from '../workflow/document.ts';
import type { Account } from '../workflow/ends.ts';
import { explain } from '../workflow/errors.ts';
import { throwWorst, worstFailure } from '../workflow/failures.ts';
import { wholly } from '../workflow/routes.ts';
import type { OwnedInput } from './holder.ts';
import { type LockEnd, letGo, ownLife } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { writePromoted } from './standings.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
}

/** `next`: the state that comes now. */
type Finished = End & { readonly next: 'Succeeded' | 'NothingToDo' | 'PruneVersions' | 'CriticalError' };

/**
 * Ends a deployment whose candidates were healthy to the last step, or that had nothing to do: says how, writes down what the versions have shown, and lets go of the
 * locks. As long as the ledger does not say `promoted` a failure leads back; from then on there is only
 * forward: what is left is told to a person and to the watchdog, and no
 * alias is moved back.
 */
export const handler = taskHandler(
  'FinishDeployment',
  async ({ document, owner }: Input, ports: Pick<Ports, 'ledger' | 'now'>): Promise<Finished> => {
    const { targets, plan, execution, request } = document;
    const nothingToDo = plan?.decision === 'nothingToDo';
    const left = nothingToDo ? [] : targets.filter((target) => !isThere(target) && target.promoted?.kind !== 'written');
    const { phase } = await ownLife(owner, ports);
    if (left.length > 0 && phase !== 'promoted') throwWorst(targets);
    // What an emergency leads to has proved nothing.
    for (const { promoted, candidate, found } of request.road === 'deploy' ? targets : [])
      if (promoted?.kind === 'written')
        await writePromoted({ candidateArn: candidate!.versionArn, found, deployment: execution.arn }, ports);
    const end = endOf(document, left);
    await letGo(
      owner,
      end.name,
      (key) => lockEnd(left.find((target) => target.aliasArn === aliasArn(key.stateMachineArn, key.alias))),
      ports,
    );
    return end;
  },
);

function endOf({ targets, plan, request }: DeploymentDocument, left: readonly Target[]): Finished {
  if (left.length > 0)
    return { name: 'CriticalError', next: 'CriticalError', cause: causeText(incomplete(targets, left)) };
  const summary = targets.map(arrived).join(' ');
  if (plan?.decision === 'nothingToDo') return { name: 'NothingToDo', next: 'NothingToDo', summary };
  return { name: 'Succeeded', next: request.keepVersions > 0 ? 'PruneVersions' : 'Succeeded', summary };
}

function arrived({ stateMachineArn, alias, candidate }: Target): string {
  return `Alias ${alias} of ${parseStateMachineArn(stateMachineArn)!.name} is wholly on version ${versionNumber(candidate!.versionArn)}.`;
}

/** A target that is not promoted stays locked for the watchdog, which goes on; one that somebody else has moved is left to them. */
function lockEnd(target: Target | undefined): LockEnd {
  if (!target) return 'release';
  return isDrifted(target) ? 'handOver' : 'keep';
}

function isDrifted({ failure }: Target): boolean {
  return failure?.Error === 'RoutingDrifted';
}

function incomplete(targets: readonly Target[], left: readonly Target[]): Account {
  const worst = worstFailure(left);
  const why = worst ? explain(worst).summary : 'no reason is known';
  const pending = left.filter((target) => !isDrifted(target));
  return {
    reason: pending.length > 0 ? 'PromotionIncomplete' : 'RoutingDrifted',
    summary: `${targets.length - left.length} of ${targets.length} targets are promoted, which is not taken back; the rest could not be: ${why}`,
    targets: targets.map(standingOf),
    evidence: left.flatMap((target) => (target.failure ? [explain(target.failure).summary] : [])),
    recovery: pending.length > 0 ? 'pending' : 'handedOver',
    repair: pending.map((target) => restoreCommand(target.aliasArn, wholly(target.candidate!.versionArn))),
  };
}
