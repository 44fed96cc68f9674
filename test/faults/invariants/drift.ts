import type { TargetEntry } from '../../../workflow/ledger.ts';
import type { FaultWorld } from '../fault-world.ts';
import { type AliasMoment, sameLife } from '../moments.ts';
import {
  aliasArns,
  CANDIDATE,
  endName,
  entryOf,
  isForeign,
  isMove,
  machineOf,
  nameOf,
  routesText,
  timelineOf,
  wasShown,
} from './story.ts';

/** Readers know of a write so much later, at most. */
const LAG_MILLIS = 61_000;

/** What somebody else wrote is handed over as found, and said. */
export function driftViolations(world: FaultWorld, faultless: boolean): readonly string[] {
  return aliasArns(world).flatMap((aliasArn) =>
    timelineOf(world, aliasArn).flatMap((moment) =>
      isForeign(world, moment) && moment.holder
        ? [...hidden(world, aliasArn, moment), ...(faultless ? promotedOver(world, aliasArn, moment) : [])]
        : [],
    ),
  );
}

/** A deployment that was shown drift ends as CriticalError, and says so. */
function hidden(world: FaultWorld, aliasArn: string, foreign: AliasMoment): readonly string[] {
  const life = foreign.holder!;
  const { witness } = world;
  const { entry } = witness.asked.findLast(({ announced }) => sameLife(announced?.entry.owner, life))?.announced ?? {};
  if (!entry?.found || isOlder(foreign, entry) || !wasShown(world, life, aliasArn, foreign)) return [];
  // Who never saw the alias cannot tell that it is gone.
  const saw = witness.shown.some((one) => sameLife(one.life, life) && one.at <= foreign.at && one.updateDate);
  if (!foreign.routes && !saw) return [];
  const ended = witness.ends.find(({ owner }) => sameLife(owner, life));
  const end = ended && endName(ended);
  const recovered = entryOf(world, life)?.recovered;
  const said = end === 'CriticalError' || (end === undefined && recovered?.outcome === 'CriticalError');
  if (said) return [];
  return [
    `DRIFT HIDDEN: ${nameOf(life)} saw that ${machineOf(aliasArn)} was moved, and ended as ${end ?? recovered?.outcome}`,
  ];
}

/** It is what was found, or what was there before that. */
function isOlder({ at, alias }: AliasMoment, { found, foundAt }: TargetEntry): boolean {
  if (!alias || !found || found.kind === 'absent') return at <= Date.parse(foundAt!);
  return alias.updateDate * 1000 <= Date.parse(found.updatedAt);
}

/** No target is promoted while another one is known to be somebody else's. */
function promotedOver(world: FaultWorld, aliasArn: string, foreign: AliasMoment): readonly string[] {
  const life = foreign.holder!;
  const promoted = aliasArns(world).filter((other) =>
    timelineOf(world, other).some(
      (one) => one.at > foreign.at + LAG_MILLIS && isMove(one, life) && routesText(one.routes) === CANDIDATE,
    ),
  );
  if (promoted.length === 0) return [];
  const others = promoted.map(machineOf);
  return [`PROMOTED OVER DRIFT: ${nameOf(life)} promoted ${others}, though ${machineOf(aliasArn)} was somebody else's`];
}
