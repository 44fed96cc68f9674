import type { VersionEntry } from '../../../workflow/ledger.ts';
import { aliasArnOf, type FaultWorld, machineArn } from '../fault-world.ts';
import { causeOf, endName, isMove, machineOf, nameOf, timelineOf } from './story.ts';

/** What the ledger says of versions is so: stable is what was promoted, superseded what it followed, bad what an alarm spoke against. */
export function standingViolations(world: FaultWorld): readonly string[] {
  const entries = [...world.ledger.versions.values()].map((text) => JSON.parse(text) as VersionEntry);
  return [...entries.flatMap((entry) => untrue(world, entry)), ...missing(world, entries)];
}

function untrue(world: FaultWorld, { versionArn, standing, deployment, at }: VersionEntry): readonly string[] {
  const machine = machineOf(versionArn);
  const version = Number(versionArn.split(':').at(-1));
  const promoted = world.witness.entries.some(
    ({ entry }) => entry.phase === 'promoted' && entry.owner.executionArn === deployment,
  );
  const alarmed = world.alarmedAt !== undefined && world.alarmedAt <= Date.parse(at);
  const right = {
    stable: version === 2 && promoted,
    superseded: version === 1 && promoted,
    bad: version === 2 && !promoted && alarmed,
  }[standing];
  return right ? [] : [`WRONG STANDING: version ${version} of ${machine} is said to be ${standing}`];
}

/** Whoever ended well has written down what the versions have shown. */
function missing(world: FaultWorld, entries: readonly VersionEntry[]): readonly string[] {
  const standingOf = (machine: string, version: number) =>
    entries.find(({ versionArn }) => versionArn === `${machineArn(machine)}:${version}`)?.standing;
  return world.witness.ends.flatMap((ended) => {
    const end = endName(ended);
    const firing = end === 'RolledBack' && causeOf(ended)?.reason === 'AlarmFiring';
    if (end !== 'Succeeded' && !firing) return [];
    return world.machines.flatMap((machine) => {
      const moved = timelineOf(world, aliasArnOf(machine)).some((one) => isMove(one, ended.owner));
      const standing = standingOf(machine, 2);
      if (!moved || standing !== undefined) return [];
      return [`NO STANDING: ${nameOf(ended.owner)} is ${end}, and version 2 of ${machine} is nothing`];
    });
  });
}
