import { ENDS, type EndCause, type EndName } from '../../../workflow/ends.ts';
import type { DeploymentEntry, Owner } from '../../../workflow/ledger.ts';
import { aliasArnOf, type FaultWorld } from '../fault-world.ts';
import { type AliasMoment, type Ended, type Routes, type Shown, SOMEBODY, sameLife } from '../moments.ts';

/** Versions in a fault world: what is there before, and what is deployed. */
export const CANDIDATE = '2=100';

/** What an alias's traffic is, such as `1=50 2=50`; empty: there is no alias. A route of weight 0 is no route. */
export function traffic(routes: Routes | undefined): string {
  return routesText((routes ?? []).filter(({ weight }) => weight > 0));
}

/** Routes of weight 0 included. */
export function routesText(routes: Routes | undefined): string {
  return (routes ?? [])
    .map(({ stateMachineVersionArn, weight }) => `${stateMachineVersionArn.split(':').at(-1)}=${weight}`)
    .sort()
    .join(' ');
}

export function nameOf({ executionArn, redriveCount }: Owner): string {
  const name = executionArn.split(':').at(-1)!;
  return redriveCount === 0 ? name : `${name} redriven`;
}

export function aliasArns({ machines }: FaultWorld): readonly string[] {
  return machines.map(aliasArnOf);
}

export function timelineOf({ witness }: FaultWorld, aliasArn: string): readonly AliasMoment[] {
  return witness.timelines.get(aliasArn) ?? [];
}

/** Somebody else's write, after the deployer was installed. */
export function isForeign({ openedAt }: FaultWorld, moment: AliasMoment | undefined): moment is AliasMoment {
  return moment?.by === SOMEBODY && moment.at >= openedAt;
}

/** A write for that life's deployment, by itself or by whoever recovers it. */
export function isMove(moment: AliasMoment, life: Owner): boolean {
  return moment.by !== SOMEBODY && sameLife(moment.holder, life);
}

/** The alias's traffic before a life moved it, as far as that life could know; undefined where it never did. */
export function foundTraffic(world: FaultWorld, life: Owner, aliasArn: string): string | undefined {
  const timeline = timelineOf(world, aliasArn);
  const first = timeline.findIndex((moment) => isMove(moment, life));
  if (first < 0) return undefined;
  // AWS's writes have no condition: what somebody else writes a moment before is overwritten unseen.
  const isUnseen = (moment: AliasMoment) =>
    isForeign(world, moment) && sameLife(moment.holder, life) && !wasShown(world, life, aliasArn, moment);
  return traffic(timeline.slice(0, first).findLast((moment) => !isUnseen(moment))?.routes);
}

/** The ledger's last entry of a life's deployment, at that time or ever. */
export function entryOf(
  { witness }: FaultWorld,
  life: Owner,
  at = Number.POSITIVE_INFINITY,
): DeploymentEntry | undefined {
  return witness.entries.findLast((one) => one.at <= at && sameLife(one.entry.owner, life))?.entry;
}

/** Where a life's deployment belongs, or has to come back to; undefined: it never moved this alias, which may be anything. */
export function rightTraffic(world: FaultWorld, life: Owner, aliasArn: string, at?: number): string | undefined {
  const found = foundTraffic(world, life, aliasArn);
  return entryOf(world, life, at)?.phase === 'promoted' ? CANDIDATE : found;
}

/** Somebody else's write was shown to a life's own functions, before that life overwrote it unseen. */
export function wasShown(world: FaultWorld, life: Owner, aliasArn: string, foreign: AliasMoment): boolean {
  const next = timelineOf(world, aliasArn).find((one) => one.at >= foreign.at && isMove(one, life));
  const until = next?.at ?? Number.POSITIVE_INFINITY;
  // No time passes between the inspection and the first write; whoever writes reads again at that very moment.
  const isBefore = ({ by, at }: Shown) => (by === 'InspectTarget' ? at <= until : at < until);
  return world.witness.shown.some(
    (shown) =>
      shown.aliasArn === aliasArn &&
      (sameLife(shown.life, life) || (shown.by === 'InspectTarget' && sameLife(shown.holder, life))) &&
      shown.at >= foreign.at &&
      isBefore(shown) &&
      shown.updateDate === foreign.alias?.updateDate,
  );
}

/** The end's name; undefined where it did not end by itself. */
export function endName({ type, state, error }: Ended): EndName | undefined {
  if (type === 'ExecutionSucceeded') return state as EndName;
  return ENDS.find((end) => type === 'ExecutionFailed' && end === error);
}

/** What one of the deployer's own ends says. */
export function causeOf({ error, cause }: Ended): EndCause | undefined {
  return ENDS.includes(error as EndName) && cause !== undefined ? (JSON.parse(cause) as EndCause) : undefined;
}

export function machineOf(aliasArn: string): string {
  return aliasArn.split(':').at(-2)!;
}

/** Redriven in its end state, which AWS lets fail again, word for word: it has looked at nothing since. */
export function isRepeated({ witness }: FaultWorld, { owner, error, cause }: Ended): boolean {
  const { executionArn, redriveCount } = owner;
  const former = witness.ends.find((one) => sameLife(one.owner, { executionArn, redriveCount: redriveCount - 1 }));
  return former !== undefined && former.error === error && former.cause === cause;
}
