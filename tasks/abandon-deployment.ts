import { recoverCommand } from '../workflow/account.ts';
import { causeText } from '../workflow/cause.ts';
import type { DeploymentDocument, End } from '../workflow/document.ts';
import type { Recovery, TargetStanding } from '../workflow/ends.ts';
import { explain } from '../workflow/errors.ts';
import { type DeploymentEntry, ownerText, type TargetKey } from '../workflow/ledger.ts';
import type { OwnedInput } from './holder.ts';
import { noteLife } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
}

/**
 * Says that this execution may not move the alias any more, because recovery or another deployment has taken over, and who holds what now. It touches nothing, not even
 * to roll back.
 */
export const handler = taskHandler(
  'AbandonDeployment',
  async ({ document: { request, error }, owner }: Input, ports: Pick<Ports, 'ledger'>): Promise<End> => {
    const { executionArn } = owner;
    const stored = await ports.ledger.deployments.read(executionArn);
    if (stored) await noteLife(stored, owner, ports);
    const recovery = recoveryOf(stored?.entry);
    const cause = causeText({
      reason: 'DeploymentClosed',
      summary: explain(error ?? { Error: 'DeploymentClosed' }).summary,
      targets: await Promise.all(request.targets.map((target) => standingOf(target, owner, ports))),
      evidence: [],
      recovery,
      repair: recovery === 'pending' ? [recoverCommand(executionArn)] : [],
    });
    return { name: 'CriticalError', cause };
  },
);

/** What became of what the earlier life of this execution did. */
function recoveryOf(entry: DeploymentEntry | undefined): Recovery {
  if (!entry) return 'notNeeded';
  if (entry.open) return 'pending';
  return entry.completed?.some(({ kind }) => kind === 'handedOver' || kind === 'inUse') ? 'handedOver' : 'done';
}

async function standingOf(
  { stateMachineArn, alias }: TargetKey,
  { executionArn }: Input['owner'],
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<TargetStanding> {
  const { owner } = (await ledger.targets.read({ stateMachineArn, alias })).entry;
  const holder = !owner
    ? 'locked by nobody'
    : owner.executionArn === executionArn
      ? 'locked by this deployment, to be completed'
      : `locked by ${ownerText(owner)}`;
  return { stateMachineArn, alias, standing: holder };
}
