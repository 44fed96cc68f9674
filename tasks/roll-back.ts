import { isThere, type RollBackResult, type Target } from '../workflow/document.ts';
import { NoWayBack } from '../workflow/errors.ts';
import { type Route, routesInWords, sameRoutes, sameTraffic, wholly } from '../workflow/routes.ts';
import { confirm, lastWrite, stale } from './move-alias.ts';
import type { Aliases, AliasReading } from './ports/aliases.ts';
import type { Ports } from './ports/ports.ts';
import { taskHandler } from './task-handler.ts';

interface Input {
  readonly target: Target;
  readonly now: string;
}

/**
 * Compensates one target: puts its alias wholly on stable and reads it back, or removes the alias that was not there before. An alias that somebody else has
 * moved is left as found. Safe to run again.
 */
export const handler = taskHandler(
  'RollBack',
  async (input: Input, ports: Pick<Ports, 'aliases' | 'starts'>): Promise<RollBackResult> => {
    const { target } = input;
    if (!mayHaveBeenMoved(target)) return { kind: 'notTouched' };
    const live = await ports.aliases.read(target.aliasArn);
    if (target.found.kind === 'absent') return remove(input, live, ports);
    if (!live) return { kind: 'handedOver', routing: 'the alias was deleted' };
    return restore(target, target.found.versionArn, live, ports.aliases);
  },
);

/** A shift that failed may have reached AWS all the same. What was promoted is past the point of no return. */
function mayHaveBeenMoved(target: Target): boolean {
  if (!target.candidate || isThere(target) || target.promoted?.kind === 'written') return false;
  return target.shifted?.kind === 'written' || target.failure !== undefined;
}

async function restore(
  target: Target,
  stableArn: string,
  live: AliasReading,
  aliases: Aliases,
): Promise<RollBackResult> {
  const last = lastWrite(target);
  if (live.updatedAt < last.updatedAt) throw stale(target);
  if (live.updatedAt > last.updatedAt && sameRoutes(live.routes, wholly(stableArn)))
    return { kind: 'restored', updatedAt: live.updatedAt };
  if (!isOurs(target, live, last)) return { kind: 'handedOver', routing: routesInWords(live.routes) };
  const updatedAt = await aliases.write(target.aliasArn, wholly(stableArn));
  await confirm(target, wholly(stableArn), updatedAt, aliases);
  return { kind: 'restored', updatedAt };
}

/** As we left it; or, where a write failed and may have arrived all the same, between the two versions that we move between. */
function isOurs(target: Target, live: AliasReading, last: AliasReading): boolean {
  if (live.updatedAt === last.updatedAt && sameTraffic(live.routes, last.routes)) return true;
  return (
    target.failure !== undefined &&
    target.failure.Error !== 'RoutingDrifted' &&
    live.routes.every((route) => isKnown(target, route))
  );
}

function isKnown({ found, candidate }: Target, { versionArn }: Route): boolean {
  return versionArn === candidate?.versionArn || (found.kind === 'whole' && versionArn === found.versionArn);
}

/** The alias was not there before. It can be taken away again as long as nobody uses it. */
async function remove(
  { target, now }: Input,
  live: AliasReading | undefined,
  { aliases, starts }: Pick<Ports, 'aliases' | 'starts'>,
): Promise<RollBackResult> {
  if (!live) return { kind: 'removed' };
  if (!sameRoutes(live.routes, wholly(target.candidate!.versionArn)))
    return { kind: 'handedOver', routing: routesInWords(live.routes) };
  if (await starts.any(target, live.updatedAt, now)) throw noWayBack(target);
  await aliases.remove(target.aliasArn);
  if (await aliases.read(target.aliasArn)) throw stale(target);
  return { kind: 'removed' };
}

function noWayBack({ alias, stateMachineArn }: Target): NoWayBack {
  return new NoWayBack({
    reason: 'NoWayBack',
    summary: `Alias ${alias} of ${stateMachineArn} was created by this deployment, so there is no version to go back to, and executions were started through it already: it stays on the candidate.`,
    repair: [`aws stepfunctions delete-state-machine-alias --state-machine-alias-arn ${stateMachineArn}:${alias}`],
  });
}
