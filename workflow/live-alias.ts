import type { FoundAlias } from './document.ts';
import { IN_FLIGHT_SECONDS, type Intent, type Routing, sameRouting, type TargetEntry } from './ledger.ts';
import { type Route, routingFound, sameTraffic } from './routes.ts';

/** An alias as it was read; undefined: there is none. */
export type LiveAlias = { readonly routes: readonly Route[]; readonly updatedAt: string } | undefined;

/**
 * What a reading tells, given all that this deployment has announced and written:
 * `stale`, older than what is known to be there; `asLeft`, as this deployment left or found it; `announced`, a write of ours whose acknowledgement was lost;
 * `missing`, not there, which one reading does not prove: AWS may not know a new one yet; `foundAnew`, as somebody else wrote it before this deployment read it for the first time (that reading was stale); `drifted`, as somebody else wrote it since.
 */
export type Situation = 'stale' | 'asLeft' | 'announced' | 'missing' | 'foundAnew' | 'drifted';

/** AWS's reads may be so far behind its writes. */
export const READ_LAG_SECONDS = 60;

export interface Knowledge {
  readonly entry: TargetEntry;
  readonly found: FoundAlias;
  /** When `found` was read, ISO 8601. */
  readonly foundAt: string;
  readonly now: string;
}

/**
 * Compares a reading with what is known. AWS's `updateDate` orders writes, for it is AWS's own clock; nothing else does.
 */
export function situationOf(live: LiveAlias, { entry, found, foundAt, now }: Knowledge): Situation {
  const last = lastKnown(entry, found);
  if (!live) return withoutAlias(last, entry, now);
  if (isSameWrite(live, last)) return 'asLeft';
  if (last.updatedAt !== undefined && live.updatedAt < last.updatedAt) return 'stale';
  if (entry.intents.some((intent) => isCarriedOut(intent, live))) return 'announced';
  if (live.updatedAt === last.updatedAt) return 'drifted';
  return !entry.moved && live.updatedAt <= foundAt ? 'foundAnew' : 'drifted';
}

/** There is no alias: it never was, it was removed by us, it cannot be read yet, or somebody has deleted it: which is believed when it lasts. */
function withoutAlias(last: LastKnown, { intents, missingSince }: TargetEntry, now: string): Situation {
  if (last.routing === null) return 'asLeft';
  if (intents.some(({ routing }) => routing === null)) return 'announced';
  return missingSince !== undefined && !isYoung(now, missingSince) ? 'drifted' : 'missing';
}

interface LastKnown {
  readonly routing: Routing;
  readonly updatedAt?: string;
}

/** This deployment's own last write, or what it found. (A removal has no date of AWS's; ours is as good for telling what is older.) */
function lastKnown({ moved, written }: TargetEntry, found: FoundAlias): LastKnown {
  if (moved && written) return written;
  return found.kind === 'absent' ? { routing: null } : { routing: routingFound(found), updatedAt: found.updatedAt };
}

/** An update answers its own `updateDate`, and nobody promises that a later reading has it to the millisecond. */
const SAME_WRITE_MILLISECONDS = 1000;

function isSameWrite({ routes, updatedAt }: NonNullable<LiveAlias>, { routing, updatedAt: last }: LastKnown): boolean {
  if (routing === null || last === undefined || !sameTraffic(routes, routing)) return false;
  return Math.abs(Date.parse(updatedAt) - Date.parse(last)) < SAME_WRITE_MILLISECONDS;
}

/** A write that was announced takes effect soon or never: the same routing, written later, is somebody else's. */
function isCarriedOut({ routing, at }: Intent, { routes, updatedAt }: NonNullable<LiveAlias>): boolean {
  return sameRouting(routing, routes) && Date.parse(updatedAt) - Date.parse(at) < IN_FLIGHT_SECONDS * 1000;
}

function isYoung(now: string, time: string): boolean {
  return Date.parse(now) - Date.parse(time) < READ_LAG_SECONDS * 1000;
}
