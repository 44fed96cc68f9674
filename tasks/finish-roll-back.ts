import { endOfRollBack, isProven } from '../workflow/account.ts';
import { aliasArn } from '../workflow/arns.ts';
import { type DeploymentDocument, type End, isThere, type Target } from '../workflow/document.ts';
import { toThrow } from '../workflow/failures.ts';
import type { OwnedInput } from './holder.ts';
import { type LockEnd, letGo, ownLife } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
}

/** Ends a deployment that came back: says how and why. What is proven is let go; what is not stays locked, closed to this deployment, for the watchdog to go on with. */
export const handler = taskHandler(
  'FinishRollBack',
  async ({ document, owner }: Input, ports: Pick<Ports, 'ledger' | 'now'>): Promise<End> => {
    await requireOwnLife(document, owner, ports);
    await writeStandings(document, ports);
    const { targets } = document;
    const end = endOfRollBack(document);
    await letGo(
      owner,
      end.name,
      ({ stateMachineArn, alias }) =>
        lockEnd(targets.find((target) => target.aliasArn === aliasArn(stateMachineArn, alias))),
      ports,
    );
    return end;
  },
);

/**
 * What a redriven execution finds is not its own any more, and what its targets say is history: it must neither promise anything nor tell anybody to move an alias.
 * Where the ledger knows nothing of it nothing was ever locked.
 * @throws DeploymentClosed
 */
async function requireOwnLife(
  { targets }: DeploymentDocument,
  owner: Input['owner'],
  ports: Pick<Ports, 'ledger'>,
): Promise<void> {
  const closed = targets.find(({ rolledBack, failure }) => !rolledBack && failure?.Error === 'DeploymentClosed');
  if (closed) throw toThrow(closed.failure!);
  if (await ports.ledger.deployments.read(owner.executionArn)) await ownLife(owner, ports);
}

/** A candidate that was judged unhealthy is bad, unless it is what the alias was on all the time. */
async function writeStandings(
  { targets, error, health, execution }: DeploymentDocument,
  { ledger, now }: Pick<Ports, 'ledger' | 'now'>,
): Promise<void> {
  if (error || health?.verdict !== 'unhealthy') return;
  const bad = { standing: 'bad', deployment: execution.arn, at: now() } as const;
  for (const target of targets)
    if (target.candidate && !isThere(target))
      await ledger.versions.write({ versionArn: target.candidate.versionArn, ...bad });
}

/** A target that was never inspected was never moved. */
function lockEnd(target: Target | undefined): LockEnd {
  if (!target) return 'release';
  if (!isProven(target)) return 'keep';
  return target.rolledBack?.kind === 'handedOver' ? 'handOver' : 'release';
}
