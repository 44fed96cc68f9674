import type { Decision } from '../workflow/decisions.ts';
import { ValidationError } from '../workflow/errors.ts';
import { writeDeployment } from './locks.ts';
import type { Ports } from './ports/ports.ts';

/**
 * Writes a person's decision down for a deployment under way, which hears of it at its next look at the evidence. The same actor's same decision again changes nothing.
 * @throws ValidationError when no such deployment is under way
 * @throws TryAgain when somebody else has changed its entry just now
 */
export async function recordDecision(
  executionArn: string,
  decision: Decision,
  ports: Pick<Ports, 'ledger'>,
): Promise<void> {
  const stored = await ports.ledger.deployments.read(executionArn);
  if (!stored?.entry.open || stored.entry.phase !== 'forward') throw notUnderWay(executionArn, stored?.entry.ended);
  const { decisions = [] } = stored.entry;
  const last = decisions.at(-1);
  if (last?.decision === decision.decision && last.actor === decision.actor && last.at === decision.at) return;
  await writeDeployment({ ...stored.entry, decisions: [...decisions, decision] }, stored.revision, ports);
}

function notUnderWay(executionArn: string, ended: string | undefined): ValidationError {
  const why = ended === undefined ? 'holds no target, or is on its way to its end' : `has ended in ${ended}`;
  return new ValidationError({
    reason: 'NotUnderWay',
    summary: `${executionArn} ${why}: there is nothing to decide any more.`,
  });
}
