import { aliasArn, parseStateMachineArn, versionNumber } from '../workflow/arns.ts';
import { causeText, restoreCommand, standingOf } from '../workflow/cause.ts';
import { type DeploymentDocument, type End, isThere, type Target } from '../workflow/document.ts';
import type { EndCause, Recovery } from '../workflow/ends.ts';
import { explain } from '../workflow/errors.ts';
import { toThrow } from '../workflow/failures.ts';
import type { OwnedInput } from './holder.ts';
import { type LockEnd, letGo, ownLife } from './locks.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
}

/**
 * Ends a deployment that came back: `RolledBack` only if the candidate was the reason and every alias is proven to be back. What is proven is let go; what is not stays
 * locked, closed to this deployment, for the watchdog to go on with.
 */
export const handler = taskHandler(
  'FinishRollBack',
  async ({ document, owner }: Input, ports: Pick<Ports, 'ledger' | 'now'>): Promise<End> => {
    await requireOwnLife(document, owner, ports);
    const { targets, error, health, execution } = document;
    if (!error && health?.verdict === 'unhealthy') {
      const bad = { standing: 'bad', deployment: execution.arn, at: ports.now() } as const;
      for (const { candidate } of targets)
        if (candidate) await ports.ledger.versions.write({ versionArn: candidate.versionArn, ...bad });
    }
    await letGo(
      owner,
      ({ stateMachineArn, alias }) =>
        lockEnd(targets.find((target) => target.aliasArn === aliasArn(stateMachineArn, alias))),
      ports,
    );
    return endOf(document);
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

/** A target that was never inspected was never moved. */
function lockEnd(target: Target | undefined): LockEnd {
  if (!target) return 'release';
  if (!isProven(target)) return 'keep';
  return target.rolledBack?.kind === 'handedOver' ? 'handOver' : 'release';
}

/** Back, handed over, or, past the point of no return, wholly on its candidate. */
function isProven(target: Target): boolean {
  if (target.rolledBack?.kind === 'promoted') return isThere(target) || target.promoted?.kind === 'written';
  return target.rolledBack !== undefined;
}

function endOf(document: DeploymentDocument): End {
  const { targets, error } = document;
  const why = error ? explain(error) : judged(document);
  const recovery = recoveryOf(targets);
  const cause: EndCause = {
    reason: obstacle(targets) ?? why.reason,
    summary: `${why.summary} ${outcomeInWords(targets, recovery)}`,
    targets: targets.map(standingOf),
    evidence: document.health?.reasons ?? [],
    recovery,
    repair: [...why.repair, ...targets.flatMap(repairOf)],
  };
  const foreseen = error === undefined && recovery === 'done';
  return { name: foreseen ? 'RolledBack' : 'CriticalError', cause: causeText(cause) };
}

/** Why the candidate was not good enough. */
function judged({ health, step, targets }: DeploymentDocument): {
  reason: string;
  summary: string;
  repair: readonly string[];
} {
  const candidates = targets.map(
    (target) => `version ${target.candidate ? versionNumber(target.candidate.versionArn) : '?'} of ${nameOf(target)}`,
  );
  const said = `${candidates.join(', ')}, with ${step?.weightPercent} % of the traffic`;
  const reasons = health?.reasons.join('; ') ?? '';
  if (health?.verdict === 'unhealthy')
    return { reason: health.reason ?? 'Unhealthy', summary: sentence(`Unhealthy: ${said}: ${reasons}`), repair: [] };
  return { reason: 'NeverConclusive', summary: sentence(`Never became conclusive: ${said}: ${reasons}`), repair: [] };
}

function recoveryOf(targets: readonly Target[]): Recovery {
  if (!targets.every(isProven)) return 'pending';
  return targets.some((target) => target.rolledBack?.kind === 'handedOver') ? 'handedOver' : 'done';
}

/** What stood in the way back, where that is known by name; otherwise what led back is the reason. */
function obstacle(targets: readonly Target[]): string | undefined {
  if (targets.some(({ rolledBack, failure }) => !rolledBack && failure?.Error === 'NoWayBack')) return 'NoWayBack';
  return recoveryOf(targets) === 'handedOver' ? 'RoutingDrifted' : undefined;
}

function outcomeInWords(targets: readonly Target[], recovery: Recovery): string {
  const standings = targets
    .map((target) => `alias ${target.alias} of ${nameOf(target)}: ${standingOf(target).standing}`)
    .join('; ');
  switch (recovery) {
    case 'pending':
      return `Not everything could be brought back (${standings}). ${failures(targets)}`;
    case 'handedOver':
      return `${standings.replace(/^a/, 'A')}.`;
    default:
      return targets.length === 0 ? 'Nothing was changed.' : `${standings.replace(/^a/, 'A')}.`;
  }
}

function failures(targets: readonly Target[]): string {
  return targets
    .flatMap(({ rolledBack, failure }) => (failure && !rolledBack ? [explain(failure).summary] : []))
    .join(' ');
}

/** What is left to do for a target that is not proven to be where it belongs. */
function repairOf(target: Target): readonly string[] {
  if (isProven(target)) return [];
  const { rolledBack, failure, found, candidate, aliasArn } = target;
  if (rolledBack?.kind === 'promoted') return [restoreCommand(aliasArn, candidate!.versionArn)];
  const own = failure ? explain(failure).repair : [];
  if (own.length > 0 || found.kind === 'absent') return own;
  return [restoreCommand(aliasArn, found.versionArn)];
}

/** With one full stop: AWS's own reasons end in one already. */
function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function nameOf({ stateMachineArn }: Target): string {
  return parseStateMachineArn(stateMachineArn)?.name ?? stateMachineArn;
}
