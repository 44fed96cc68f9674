import type { VersionEntry } from '../../../workflow/ledger.ts';
import { aliasArnOf, type FaultWorld, machineArn } from '../fault-world.ts';
import type { Ended } from '../moments.ts';
import { causeOf, endName, entryOf, isMove, machineOf, nameOf, timelineOf } from './story.ts';

/** What the ledger says of versions is so: stable is what was promoted, superseded what it followed, bad what an alarm spoke against. An emergency proves nothing. */
export function standingViolations(world: FaultWorld): readonly string[] {
  const entries = [...world.ledger.versions.values()].map((text) => JSON.parse(text) as VersionEntry);
  if (world.restores) return entries.map(({ versionArn }) => `STANDING OF A RESTORE: ${versionArn}`);
  return [...entries.flatMap((entry) => untrue(world, entry)), ...missing(world, entries)];
}

function untrue(world: FaultWorld, { versionArn, standing, deployment, at }: VersionEntry): readonly string[] {
  const machine = machineOf(versionArn);
  const version = Number(versionArn.split(':').at(-1));
  const promoted = world.witness.entries.some(
    ({ entry }) => entry.phase === 'promoted' && entry.owner.executionArn === deployment,
  );
  // Before any deployment of ours.
  if (Date.parse(at) < world.openedAt) return [];
  const alarmed = world.alarmedAt !== undefined && world.alarmedAt <= Date.parse(at);
  const right = {
    stable: version === 2 && promoted,
    superseded: version === 1 && promoted,
    bad: version === 2 && !promoted && alarmed,
  }[standing];
  return right ? [] : [`WRONG STANDING: version ${version} of ${machine} is said to be ${standing}`];
}

/** Whoever ended well has written down what the versions have shown; recovery does so for what it promoted. */
function missing(world: FaultWorld, entries: readonly VersionEntry[]): readonly string[] {
  const standing = (machine: string) =>
    entries.find(({ versionArn }) => versionArn === `${machineArn(machine)}:2`)?.standing;
  const lives = world.witness.ends.filter((ended) => isTelling(world, ended)).map(({ owner }) => owner);
  return lives.flatMap((life) =>
    world.machines.flatMap((machine) => {
      const moved = timelineOf(world, aliasArnOf(machine)).some((one) => isMove(one, life));
      return moved && standing(machine) === undefined
        ? [`NO STANDING: ${nameOf(life)} has ended, and version 2 of ${machine} is nothing`]
        : [];
    }),
  );
}

function isTelling(world: FaultWorld, ended: Ended): boolean {
  const recovered = entryOf(world, ended.owner)?.recovered?.outcome;
  const end = endName(ended);
  if (recovered === 'Succeeded') return true;
  return end === 'Succeeded' || (end === 'RolledBack' && causeOf(ended)?.reason === 'AlarmFiring');
}
