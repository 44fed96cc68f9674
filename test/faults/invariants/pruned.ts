import { type FaultWorld, machineArn } from '../fault-world.ts';

/** Versions 6 and 7 of a crowded machine are all that may be deleted; see `TargetSetup`. */
const NEEDLESS = [6, 7];

/** Only what nobody needs was deleted: never the way back. */
export async function pruneViolations(world: FaultWorld): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, crowded } of world.targets) {
    const stateMachineArn = machineArn(name);
    const { stateMachineVersions } = await world.call('states', 'ListStateMachineVersions', { stateMachineArn });
    const left = (stateMachineVersions as { stateMachineVersionArn: string }[]).map(
      (one) => one.stateMachineVersionArn,
    );
    for (let version = 1; version <= (crowded ? 8 : 1); version++) {
      if (left.includes(`${stateMachineArn}:${version}`)) continue;
      if (crowded && NEEDLESS.includes(version)) world.witness.count('versions pruned');
      else found.push(`PRUNED: version ${version} of ${name}`);
    }
  }
  return found;
}
