import { versionNumber } from '../workflow/arns.ts';
import type { Target } from '../workflow/document.ts';
import { NotSettled, RoutingDrifted } from '../workflow/errors.ts';
import { type Route, routesInWords, sameRoutes, sameTraffic, split, wholly } from '../workflow/routes.ts';
import type { Aliases, AliasReading } from './ports/aliases.ts';

/**
 * The one way forward for an alias: reads it, makes sure that it is as this deployment left it, writes, and reads back. Safe to run again: what is
 * written already is not written twice. AWS offers no conditional write, so the reading before and after is what there is.
 * @throws RoutingDrifted when somebody else has moved the alias
 * @throws NotSettled when AWS's reading is older than what was written
 */
export async function moveAlias(target: Target, wanted: readonly Route[], aliases: Aliases): Promise<string> {
  const live = presentAlias(target, await aliases.read(target.aliasArn));
  const last = lastWrite(target);
  if (live.updatedAt < last.updatedAt) throw stale(target);
  // There already: the reply to an earlier try was lost, or nothing has to be changed.
  if (sameRoutes(live.routes, wanted)) return live.updatedAt;
  if (live.updatedAt > last.updatedAt || !sameTraffic(live.routes, last.routes)) throw drifted(target, live.routes);
  const updatedAt = await aliases.write(target.aliasArn, wanted);
  await confirm(target, wanted, updatedAt, aliases);
  return updatedAt;
}

/**
 * Reads back what was written.
 * @throws NotSettled when the reading is older than the write
 * @throws RoutingDrifted when it is as new and says something else
 */
export async function confirm(
  target: Target,
  wanted: readonly Route[],
  updatedAt: string,
  aliases: Aliases,
): Promise<void> {
  const live = presentAlias(target, await aliases.read(target.aliasArn));
  if (live.updatedAt < updatedAt) throw stale(target);
  if (!sameRoutes(live.routes, wanted)) throw drifted(target, live.routes);
}

/** What this deployment knows to be the alias's state: its own last write, or what it found. */
export function lastWrite(target: Target): AliasReading {
  const { found, shifted, candidate } = target;
  if (found.kind === 'absent') {
    const updatedAt = shifted?.kind === 'written' ? shifted.updatedAt : '';
    return { routes: wholly(candidate!.versionArn), updatedAt };
  }
  if (shifted?.kind !== 'written') return { routes: wholly(found.versionArn), updatedAt: found.updatedAt };
  return {
    routes: split(found.versionArn, candidate!.versionArn, shifted.candidateWeight),
    updatedAt: shifted.updatedAt,
  };
}

function presentAlias(target: Target, live: AliasReading | undefined): AliasReading {
  if (live) return live;
  throw new RoutingDrifted({
    reason: 'RoutingDrifted',
    summary: `Alias ${target.alias} of ${target.stateMachineArn} is gone: somebody deleted it during the deployment.`,
  });
}

export function stale(target: Target): NotSettled {
  return new NotSettled({
    reason: 'NotSettled',
    summary: `Alias ${target.alias} of ${target.stateMachineArn}: AWS still answers what was there before the last write.`,
  });
}

export function drifted(target: Target, live: readonly Route[]): RoutingDrifted {
  const { alias, stateMachineArn, candidate } = target;
  return new RoutingDrifted({
    reason: 'RoutingDrifted',
    summary: `Alias ${alias} of ${stateMachineArn} was moved by somebody else while version ${versionNumber(candidate!.versionArn)} was being released: it has ${routesInWords(live)}. It is left as found.`,
  });
}
