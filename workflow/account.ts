import { afterCareInWords } from './after-care.ts';
import { machineName, versionNumber } from './arns.ts';
import { causeText, removeCommand, restoreCommand, standingOf } from './cause.ts';
import { type DeploymentDocument, type End, isThere, type Target } from './document.ts';
import type { Account, Recovery } from './ends.ts';
import { type CaughtError, explain } from './errors.ts';
import { routingFound, wholly } from './routes.ts';

/** The account of a deployment that came back: why, where every target stands, and what is left to do. */
export function accountOf(
  document: Pick<
    DeploymentDocument,
    'targets' | 'error' | 'health' | 'step' | 'afterCare' | 'afterCareError' | 'promotion'
  >,
): Account {
  const { targets, error, afterCareError } = document;
  const why = error ? explain(error) : judged(document);
  const recovery = recoveryOf(targets);
  return {
    reason: obstacle(targets) ?? why.reason,
    summary: [
      why.summary,
      outcomeInWords(targets, recovery),
      document.afterCare && afterCareInWords(document.afterCare),
      afterCareError && `The candidate's executions could not be looked after: ${explain(afterCareError).summary}`,
    ]
      .filter(Boolean)
      .join(' '),
    targets: targets.map(standingOf),
    evidence: document.health?.reasons ?? [],
    recovery,
    repair: [...why.repair, ...targets.flatMap((target) => repairOf(target, document.promotion !== undefined))],
  };
}

/** `RolledBack` only if the candidate was the reason and every alias is proven to be back. */
export function endOfRollBack(document: DeploymentDocument): End & { readonly name: 'RolledBack' | 'CriticalError' } {
  const cause = accountOf(document);
  const foreseen = document.error === undefined && cause.recovery === 'done';
  return { name: foreseen ? 'RolledBack' : 'CriticalError', cause: causeText(cause) };
}

/** What kept the end from being written down in the ledger, as an addition to the account. The watchdog goes on with the locks. */
export function withoutLedger(account: Account, accountError: CaughtError, executionArn: string): Account {
  return {
    ...account,
    summary: `${account.summary} The end could not be written down in the ledger, so targets may still be locked: ${explain(accountError).summary}`,
    repair: [...account.repair, recoverCommand(executionArn)],
  };
}

/** The command that completes what a deployment left. */
export function recoverCommand(executionArn: string): string {
  return `stepshift recover ${executionArn}`;
}

/** Back, left to somebody else, or, past the point of no return, wholly on its candidate. */
export function isProven(target: Target): boolean {
  if (target.rolledBack?.kind === 'promoted') return isThere(target) || target.promoted?.kind === 'written';
  return target.rolledBack !== undefined;
}

/** Why the candidate was not good enough. */
function judged({ health, step, targets }: Pick<DeploymentDocument, 'targets' | 'health' | 'step'>) {
  const candidates = targets.map(
    (target) =>
      `version ${target.candidate ? versionNumber(target.candidate.versionArn) : '?'} of ${machineName(target)}`,
  );
  const traffic = step ? `with ${step.weightPercent} % of the traffic` : 'before it got any traffic';
  const said = `${candidates.join(', ')}, ${traffic}`;
  const reasons = health?.reasons.join('; ') ?? '';
  if (health?.reason === 'RefusedByPerson')
    return { reason: health.reason, summary: sentence(`Refused by a person: ${said}: ${reasons}`), repair: [] };
  if (health?.reason === 'NobodyDecided')
    return { reason: health.reason, summary: sentence(`Nobody decided in time: ${said}: ${reasons}`), repair: [] };
  if (health?.verdict === 'unhealthy')
    return { reason: health.reason ?? 'Unhealthy', summary: sentence(`Unhealthy: ${said}: ${reasons}`), repair: [] };
  return { reason: 'NeverConclusive', summary: sentence(`Never became conclusive: ${said}: ${reasons}`), repair: [] };
}

function recoveryOf(targets: readonly Target[]): Recovery {
  if (!targets.every(isProven)) return 'pending';
  return targets.some(isLeft) ? 'handedOver' : 'done';
}

/** Nothing more will be done about it: it is somebody else's. */
function isLeft({ rolledBack }: Target): boolean {
  return rolledBack?.kind === 'handedOver' || rolledBack?.kind === 'inUse';
}

/** What stood in the way back, where that is known by name; otherwise what led back is the reason. */
function obstacle(targets: readonly Target[]): string | undefined {
  if (recoveryOf(targets) !== 'handedOver') return undefined;
  return targets.some(({ rolledBack }) => rolledBack?.kind === 'handedOver') ? 'RoutingDrifted' : 'NoWayBack';
}

function outcomeInWords(targets: readonly Target[], recovery: Recovery): string {
  const standings = targets
    .map((target) => `alias ${target.alias} of ${machineName(target)}: ${standingOf(target).standing}`)
    .join('; ');
  if (recovery === 'pending') return `Not everything could be brought back (${standings}). ${failures(targets)}`.trim();
  if (targets.length === 0) return 'Nothing was changed.';
  const advice = targets.some(({ rolledBack }) => rolledBack?.kind === 'inUse') ? ` ${NO_WAY_BACK}` : '';
  return `${standings.replace(/^a/, 'A')}.${advice}`;
}

const NO_WAY_BACK =
  'There was no alias before, so there is no version to go back to, and executions were started through the new one: decide whether it may stay.';

function failures(targets: readonly Target[]): string {
  return targets
    .flatMap(({ rolledBack, failure }) => (failure && !rolledBack ? [explain(failure).summary] : []))
    .join(' ');
}

/**
 * What is left to do for a target that is not where it was found.
 * @param decided past the point of no return it goes only forward
 */
function repairOf(target: Target, decided: boolean): readonly string[] {
  const { rolledBack, found, candidate, aliasArn } = target;
  if (rolledBack?.kind === 'inUse') return [removeCommand(aliasArn)];
  if (isProven(target)) return [];
  if (rolledBack?.kind === 'promoted' || decided) return [restoreCommand(aliasArn, wholly(candidate!.versionArn))];
  if (found.kind === 'absent') return [removeCommand(aliasArn)];
  return [restoreCommand(aliasArn, routingFound(found)!)];
}

/** With one full stop: AWS's own reasons end in one already. */
function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
