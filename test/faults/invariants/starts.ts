import { type FaultWorld, machineArn, type Start } from '../fault-world.ts';
import { machineOf, timelineOf } from './story.ts';

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

/** Only where there was no alias, or may have seemed to be none. */
function refused(world: FaultWorld, { at, aliasArn, refusal }: Start): readonly string[] {
  const timeline = timelineOf(world, aliasArn);
  const since = at - LAG_MILLIS;
  const before = timeline.findLast((one) => one.at <= since);
  const missing = [before, ...timeline.filter((one) => one.at > since && one.at <= at)].some((one) => !one?.routes);
  return missing ? [] : [`START REFUSED: through the alias of ${machineOf(aliasArn)}: ${refusal}`];
}

async function lost(world: FaultWorld, executionArn: string, { at, aliasArn }: Start): Promise<readonly string[]> {
  const { status, stateMachineVersionArn } = await world.call('states', 'DescribeExecution', { executionArn });
  const fails = world.targets.some(({ name, fails: bad }) => bad && stateMachineVersionArn === `${machineArn(name)}:2`);
  // Of a bad candidate each second one fails, and the others hang until they are stopped, or forgotten.
  const right = fails
    ? /[13579]$/.test(executionArn)
      ? ['ABORTED', 'SUCCEEDED', 'RUNNING']
      : ['FAILED']
    : ['SUCCEEDED'];
  if (!right.includes(status)) return [`START LOST: ${executionArn} is ${status}`];
  const routes = timelineOf(world, aliasArn).flatMap((one, i, all) => {
    const until = all[i + 1]?.at ?? Number.POSITIVE_INFINITY;
    return one.at <= at && until >= at - LAG_MILLIS ? (one.routes ?? []) : [];
  });
  const sent = routes.some((route) => route.weight > 0 && route.stateMachineVersionArn === stateMachineVersionArn);
  return sent ? [] : [`START ASTRAY: ${executionArn} ran ${stateMachineVersionArn}`];
}
