import type { DeploymentEntry, Owner } from '../../../workflow/ledger.ts';
import type { FaultWorld } from '../fault-world.ts';
import { type Asked, sameLife } from '../moments.ts';
import { isForeign, isMove, machineOf, routesText, timelineOf } from './story.ts';

/** What is asked for is announced, planned, watched long enough before, and never over somebody else's write. */
export function writeViolations(world: FaultWorld): readonly string[] {
  return world.witness.asked.flatMap((one) => [
    ...unannounced(one),
    ...closed(one),
    ...unplanned(one),
    ...overwritten(world, one),
    ...early(world, one),
  ]);
}

/** Each write is announced in the ledger, by the function that makes it, before it is made. */
function unannounced({ announced, routes, by, aliasArn }: Asked): readonly string[] {
  const wanted = routesText(routes);
  const isAnnounced = announced?.entry.intents.some(
    ({ routing }) =>
      (routing ?? [])
        .map(({ versionArn, weight }) => `${versionArn.split(':').at(-1)}=${weight}`)
        .sort()
        .join(' ') === wanted,
  );
  return isAnnounced ? [] : [`UNANNOUNCED: ${by} asks for "${wanted}" of ${machineOf(aliasArn)}`];
}

/** What recovery has closed, its deployment asks for no more, however late its functions are. */
function closed({ announced, life, by, aliasArn, routes }: Asked): readonly string[] {
  const { owner, closed: isClosed } = announced?.entry ?? {};
  if (!isClosed || !life || !sameLife(owner, life)) return [];
  return [`CLOSED: ${by} asks for "${routesText(routes)}" of ${machineOf(aliasArn)}, which recovery has closed to it`];
}

/** What may be asked for, by what had been decided. */
const PLANNED = {
  forward: ['1=50 2=50', '1=0 2=100', '2=100'],
  promoted: ['2=100'],
  back: ['1=100', ''],
} as const;

function unplanned({ announced, routes, by, aliasArn }: Asked): readonly string[] {
  const { phase, entry } = announced ?? {};
  if (!phase || !entry) return [];
  const text = routesText(routes);
  const created = entry.found?.kind === 'absent';
  const allowed = (PLANNED[phase] as readonly string[]).filter(
    (one) => phase !== 'forward' || created === (one === '2=100'),
  );
  return allowed.includes(text)
    ? []
    : [`UNPLANNED: ${by} asks for "${text}" of ${machineOf(aliasArn)} in phase ${phase}`];
}

/** Whoever has been shown somebody else's write, later than what the deployment found, writes no more. */
function overwritten(world: FaultWorld, { announced, shownDate, by, aliasArn, routes }: Asked): readonly string[] {
  const found = announced?.entry.found;
  if (!found) return [];
  const since = found.kind === 'absent' ? 0 : Date.parse(found.updatedAt) / 1000;
  const foreign = timelineOf(world, aliasArn).some(
    (moment) => isForeign(world, moment) && moment.alias?.updateDate === shownDate && (shownDate ?? 0) > since,
  );
  return foreign ? [`DRIFT OVERWRITTEN: ${by} asks for "${routesText(routes)}" of ${machineOf(aliasArn)}`] : [];
}

/** Somebody may promote it all the way, at once. */
function isPromotedByPerson({ ledger }: FaultWorld, { executionArn }: Owner): boolean {
  const { decisions = [] } = JSON.parse(ledger.deployments.get(executionArn)?.text ?? '{}') as Partial<DeploymentEntry>;
  return decisions.some(({ decision }) => decision === 'promote');
}

/** Nothing follows a step before that one was watched, from when it could be read back: all weight after half, one route after all weight. */
function early(world: FaultWorld, { at, aliasArn, announced, routes, by }: Asked): readonly string[] {
  const before = { '1=0 2=100': '1=50 2=50', '2=100': '1=0 2=100' }[routesText(routes)];
  const holder = announced?.entry.owner;
  if (!before || !holder || announced.entry.found?.kind === 'absent') return [];
  if (world.restores || isPromotedByPerson(world, holder)) return [];
  const steps = timelineOf(world, aliasArn).filter((one) => isMove(one, holder) && routesText(one.routes) === before);
  const readBack = world.witness.shown.find(
    (shown) =>
      shown.aliasArn === aliasArn &&
      sameLife(shown.life, holder) &&
      steps.some((step) => step.at <= shown.at && step.alias?.updateDate === shown.updateDate),
  );
  const watched = readBack && at - readBack.at >= world.bakeSeconds * 1000;
  return watched ? [] : [`NOT WATCHED: ${by} asks for "${routesText(routes)}" of ${machineOf(aliasArn)} too early`];
}
