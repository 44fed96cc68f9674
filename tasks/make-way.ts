import type { DeploymentDocument } from '../workflow/document.ts';
import { NotSettled } from '../workflow/errors.ts';
import { type Owner, ownerText, sameOwner } from '../workflow/ledger.ts';
import { writeDeployment } from './locks.ts';
import type { Ports } from './ports/ports.ts';

/** From this try on, about half a minute after the first, a holder is stopped: its next look at the ledger may be hours away. */
const PATIENT_TRIES = 6;

interface Emergency {
  readonly document: Pick<DeploymentDocument, 'execution' | 'request'>;
  /** How often it was asked before. */
  readonly retryCount: number;
}

/**
 * Makes a living deployment give way to a restore: it is told to roll back, and stopped where that takes too long; then it is completed like any dead one. One that is on
 * its way to its end listens to nobody any more, and may look after executions for a day: it is stopped, too.
 * @throws NotSettled always: it is not gone yet
 */
export async function makeWay(
  holder: Owner,
  { document: { execution, request }, retryCount }: Emergency,
  ports: Pick<Ports, 'ledger' | 'executions' | 'now'>,
): Promise<never> {
  const stored = await ports.ledger.deployments.read(holder.executionArn);
  if (stored && sameOwner(stored.entry.owner, holder)) {
    const { phase, decisions = [] } = stored.entry;
    const told = decisions.some(({ actor }) => actor === execution.arn);
    if (phase === 'forward' && !told) {
      const reason = request.reason ?? 'an earlier version is restored';
      const decision = { decision: 'rollBack', actor: execution.arn, reason, at: ports.now() } as const;
      await writeDeployment({ ...stored.entry, decisions: [...decisions, decision] }, stored.revision, ports);
    } else if (retryCount >= PATIENT_TRIES)
      await ports.executions.stop(holder.executionArn, `${execution.arn} restores an earlier version.`);
  }
  throw new NotSettled({
    reason: 'TargetLocked',
    summary: `${ownerText(holder)} was told to give way to this restore, and is not gone yet. Stop it (stepshift abort ${holder.executionArn}), and start the restore again.`,
  });
}
