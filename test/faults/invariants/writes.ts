import { EVIDENCE_VISIBLE_SECONDS } from '../../../workflow/limits.ts';
import type { FaultWorld } from '../fault-world.ts';
import { type AliasMoment, type Asked, SOMEBODY, sameLife } from '../witness.ts';
import {
  aliasArns,
  CANDIDATE,
  foundTraffic,
  isForeign,
  isMove,
  machineOf,
  nameOf,
  routesText,
  timelineOf,
  traffic,
} from './story.ts';

/** Aliases are moved only by who holds them, only as planned, and never over somebody else's write. */
export function writeViolations(world: FaultWorld): readonly string[] {
  const { asked } = world.witness;
  return [
    ...asked.flatMap((one) => [
      ...unannounced(one),
      ...unplanned(one),
      ...overwritten(world, one),
      ...early(world, one),
    ]),
    ...aliasArns(world).flatMap((arn) => [
      ...timelineOf(world, arn).flatMap((moment) => notHeld(arn, moment)),
      ...interleaved(world, arn),
      ...falling(world, arn),
      ...takenBack(world, arn),
    ]),
  ];
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
  const since = found.kind === 'whole' ? Date.parse(found.updatedAt) / 1000 : 0;
  const foreign = timelineOf(world, aliasArn).some(
    (moment) => isForeign(world, moment) && moment.alias?.updateDate === shownDate && (shownDate ?? 0) > since,
  );
  return foreign ? [`DRIFT OVERWRITTEN: ${by} asks for "${routesText(routes)}" of ${machineOf(aliasArn)}`] : [];
}

/** Nothing follows a step before that one was watched: all weight after half, one route after all weight. */
function early(world: FaultWorld, { at, aliasArn, announced, routes, by }: Asked): readonly string[] {
  const before = { '1=0 2=100': '1=50 2=50', '2=100': '1=0 2=100' }[routesText(routes)];
  const holder = announced?.entry.owner;
  if (!before || !holder || announced.entry.found?.kind === 'absent') return [];
  const step = timelineOf(world, aliasArn).find((one) => isMove(one, holder) && routesText(one.routes) === before);
  const watched = step && at - step.at >= EVIDENCE_VISIBLE_SECONDS * 1000;
  return watched ? [] : [`NOT WATCHED: ${by} asks for "${routesText(routes)}" of ${machineOf(aliasArn)} too early`];
}

/** Nobody moves an alias whose lock is not theirs at that very moment, unless to recover what was closed. */
function notHeld(aliasArn: string, { by, life, holder, closed }: AliasMoment): readonly string[] {
  if (by === SOMEBODY || (life && sameLife(holder, life)) || (holder && closed)) return [];
  return [`NOT HELD: ${by} moved ${machineOf(aliasArn)}, which is locked by ${holder ? nameOf(holder) : 'nobody'}`];
}

/** Never two deployments at once: whoever has given way to another moves nothing any more. */
function interleaved(world: FaultWorld, aliasArn: string): readonly string[] {
  const lives = timelineOf(world, aliasArn).flatMap(({ by, holder }) =>
    by !== SOMEBODY && holder ? [nameOf(holder)] : [],
  );
  const changes = lives.filter((life, i) => life !== lives[i - 1]);
  return new Set(changes).size === changes.length
    ? []
    : [`INTERLEAVED: ${machineOf(aliasArn)} was moved by ${changes}`];
}

/** A candidate's weight only rises, until all of it is taken away. */
function falling(world: FaultWorld, aliasArn: string): readonly string[] {
  const { asked } = world.witness;
  const announcedInTurn = asked
    .filter((one) => one.aliasArn === aliasArn && one.announced?.entry.owner)
    .sort((a, b) => a.announced!.at - b.announced!.at);
  return announcedInTurn.flatMap((one, i) => {
    const former = announcedInTurn.slice(0, i).findLast((other) => sameCourse(other, one));
    if (!former || rank(one) >= rank(former)) return [];
    return [`WRONG ORDER: "${routesText(one.routes)}" of ${machineOf(aliasArn)} after "${routesText(former.routes)}"`];
  });
}

/** Of the same life, from the same beginning: what was read anew is begun anew. */
function sameCourse({ announced: a }: Asked, { announced: b }: Asked): boolean {
  const { owner, found } = b!.entry;
  return sameLife(a!.entry.owner, owner!) && JSON.stringify(a!.entry.found) === JSON.stringify(found);
}

function rank({ routes, announced }: Asked): number {
  if (announced!.phase === 'back') return 4;
  return announced!.phase === 'promoted' ? 3 : ({ '1=50 2=50': 1 }[routesText(routes)] ?? 2);
}

/** The point of no return: what was left wholly on its candidate, with one route, stays there. */
function takenBack(world: FaultWorld, aliasArn: string): readonly string[] {
  const timeline = timelineOf(world, aliasArn);
  return timeline.flatMap(({ holder, routes, by }, i) => {
    const promoted = by !== SOMEBODY && holder && routesText(routes) === CANDIDATE;
    // A new alias is wholly on its candidate from its creation on, and comes back from there.
    if (!promoted || foundTraffic(world, holder, aliasArn) === '') return [];
    const later = timeline
      .slice(i + 1)
      .find((moment) => isMove(moment, holder) && traffic(moment.routes) !== CANDIDATE);
    return later
      ? [
          `TAKEN BACK: ${nameOf(holder)} had promoted ${machineOf(aliasArn)}, and moved it to "${traffic(later.routes)}"`,
        ]
      : [];
  });
}
