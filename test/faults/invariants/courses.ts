import type { FaultWorld } from '../fault-world.ts';
import { type AliasMoment, type Asked, SOMEBODY, sameLife } from '../moments.ts';
import {
  aliasArns,
  CANDIDATE,
  entryOf,
  foundTraffic,
  isMove,
  machineOf,
  nameOf,
  routesText,
  timelineOf,
  traffic,
} from './story.ts';

/** How aliases were moved over time: by who held them, one deployment after the other, forward or back and never to and fro. */
export function courseViolations(world: FaultWorld): readonly string[] {
  return aliasArns(world).flatMap((arn) => [
    ...timelineOf(world, arn).flatMap((moment) => notHeld(arn, moment)),
    ...interleaved(world, arn),
    ...disordered(world, arn),
    ...sunken(world, arn),
    ...takenBack(world, arn),
  ]);
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

/** What is announced goes from step to step, then wholly forward or back. */
function disordered(world: FaultWorld, aliasArn: string): readonly string[] {
  const { asked } = world.witness;
  const announcedInTurn = asked
    .filter((one) => one.aliasArn === aliasArn && one.announced?.entry.owner)
    .sort((a, b) => a.announced!.order - b.announced!.order);
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

/** A candidate's weight only rises, until the way back has begun. */
function sunken(world: FaultWorld, aliasArn: string): readonly string[] {
  const timeline = timelineOf(world, aliasArn);
  return timeline.flatMap((moment, i) => {
    const { holder, at, by } = moment;
    const former = timeline[i - 1];
    if (by === SOMEBODY || !holder || !former || !isMove(former, holder)) return [];
    if (entryOf(world, holder, at)?.phase === 'back' || weightOf(moment) >= weightOf(former)) return [];
    return [`SUNKEN: ${machineOf(aliasArn)} went from "${traffic(former.routes)}" to "${traffic(moment.routes)}"`];
  });
}

/** The candidate's. */
function weightOf({ routes = [] }: AliasMoment): number {
  return routes.find(({ stateMachineVersionArn }) => stateMachineVersionArn.endsWith(':2'))?.weight ?? 0;
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
