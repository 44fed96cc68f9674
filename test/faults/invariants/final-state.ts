import type { Wire } from '../../../local/aws-json.ts';
import type { Owner } from '../../../workflow/ledger.ts';
import { type FaultWorld, machineArn } from '../fault-world.ts';
import { sameLife } from '../moments.ts';
import { isForeign, machineOf, nameOf, rightTraffic, routesText, timelineOf } from './story.ts';

/** How the world is once machine and watchdog are done. */
export async function finalViolations(world: FaultWorld): Promise<readonly string[]> {
  const found: string[] = [];
  for (const machine of world.machines) {
    const routes = (await world.alias(machine))?.routingConfiguration;
    found.push(...wrongAlias(world, `${machineArn(machine)}:live`, routesText(routes)));
    found.push(...(await publishedTwice(world, machine)));
  }
  return [...found, ...locked(world), ...open(world), ...running(world), ...recoveredAlive(world)];
}

/** Wholly on one version: stable, or a candidate that was promoted; or as somebody else left it. */
function wrongAlias(world: FaultWorld, aliasArn: string, now: string): readonly string[] {
  const timeline = timelineOf(world, aliasArn);
  const last = timeline.at(-1);
  if (routesText(last?.routes) !== now) return [`UNSEEN: ${machineOf(aliasArn)} has "${now}", and nobody wrote that`];
  if (!last?.holder || isForeign(world, last)) return [];
  const { holder } = last;
  const right = rightTraffic(world, holder, aliasArn)!;
  if (now === right) return [];
  const inUse = right === '' && now === '2=100' && world.starts.some((one) => one.aliasArn === aliasArn);
  return inUse
    ? []
    : [`FINALLY WRONG: ${machineOf(aliasArn)} has "${now}" where ${nameOf(holder)} should leave "${right}"`];
}

function locked({ ledger }: FaultWorld): readonly string[] {
  return [...ledger.targets].flatMap(([arn, { text }]) => {
    const { owner } = JSON.parse(text) as { readonly owner?: Owner };
    return owner ? [`STILL LOCKED: ${machineOf(arn)} by ${nameOf(owner)}`] : [];
  });
}

function open({ ledger }: FaultWorld): readonly string[] {
  return [...ledger.deployments.values()].flatMap(({ text }) => {
    const { owner, open: isOpen } = JSON.parse(text) as { readonly owner: Owner; readonly open: boolean };
    return isOpen ? [`STILL OPEN: ${nameOf(owner)}`] : [];
  });
}

function running({ witness }: FaultWorld): readonly string[] {
  return witness.begun.flatMap(({ owner }) =>
    witness.ends.some((ended) => sameLife(ended.owner, owner)) ? [] : [`STILL RUNNING: ${nameOf(owner)}`],
  );
}

/** Nobody completes a deployment that is alive, and none is decided twice. */
function recoveredAlive(world: FaultWorld): readonly string[] {
  const { entries } = world.witness;
  return entries.flatMap(({ entry: { owner, recovered, phase }, by, alive }, i) => {
    const former = entries.slice(0, i).findLast((one) => sameLife(one.entry.owner, owner))?.entry;
    // A later life of an execution does not begin before the earlier one is over.
    const completed = recovered && !former?.recovered && alive;
    if (completed) return [`LIVING RECOVERED: ${by} completes ${nameOf(owner)}`];
    const turned = former && former.phase !== 'forward' && former.phase !== phase;
    return turned ? [`DECIDED TWICE: ${nameOf(owner)} was ${former.phase}, and is ${phase}`] : [];
  });
}

async function publishedTwice(world: FaultWorld, machine: string): Promise<readonly string[]> {
  const stateMachineArn = machineArn(machine);
  const { stateMachineVersions } = (await world.call('states', 'ListStateMachineVersions', {
    stateMachineArn,
  })) as Wire;
  const { crowded } = world.targets.find(({ name }) => name === machine)!;
  return stateMachineVersions.length > (crowded ? 8 : 2)
    ? [`PUBLISHED TWICE: ${machine} has ${stateMachineVersions.length} versions`]
    : [];
}
