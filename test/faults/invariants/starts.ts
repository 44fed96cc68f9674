import type { FaultWorld, Start } from '../fault-world.ts';
import { isForeign, machineOf, timelineOf } from './story.ts';

/** A start may follow routes from so long ago. */
const LAG_MILLIS = 61_000;

/** Executions are started through the aliases all the time: none is refused because of us, none is lost, and each runs a version that the alias sent it to. */
export async function startViolations(world: FaultWorld): Promise<readonly string[]> {
  const found: string[] = [];
  for (const start of world.starts) {
    world.witness.count('starts through aliases');
    if (start.executionArn === undefined) found.push(...refused(world, start));
    else found.push(...(await lost(world, start.executionArn, start)));
  }
  return found;
}

/** Only where the alias was gone, or was only just created. */
function refused(world: FaultWorld, { at, aliasArn, refusal }: Start): readonly string[] {
  const recent = timelineOf(world, aliasArn).filter((one, i, all) => (all[i + 1]?.at ?? Infinity) >= at - LAG_MILLIS && one.at <= at);
  const ours = recent.every(({ routes }) => routes) && !recent.some((one) => isForeign(world, one) && !one.routes);
  return ours ? [`START REFUSED: through the alias of ${machineOf(aliasArn)}: ${refusal}`] : [];
}

async function lost(world: FaultWorld, executionArn: string, { at, aliasArn }: Start): Promise<readonly string[]> {
  const { status, stateMachineVersionArn } = await world.call('states', 'DescribeExecution', { executionArn });
  if (status !== 'SUCCEEDED') return [`START LOST: ${executionArn} is ${status}`];
  const routes = timelineOf(world, aliasArn).flatMap((one, i, all) => {
    const until = all[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    return one.at <= at && until >= at - LAG_MILLIS ? (one.routes ?? []) : [];
  });
  const sent = routes.some((route) => route.weight > 0 && route.stateMachineVersionArn === stateMachineVersionArn);
  return sent ? [] : [`START ASTRAY: ${executionArn} ran ${stateMachineVersionArn}`];
}
