import { CAUSE_BYTES } from '../../../workflow/cause.ts';
import type { EndCause } from '../../../workflow/ends.ts';
import type { FaultWorld } from '../fault-world.ts';
import { type Ended, sameLife } from '../moments.ts';
import { repairedTraffic } from './repair.ts';
import {
  aliasArns,
  causeOf,
  endName,
  foundTraffic,
  isForeign,
  machineOf,
  nameOf,
  rightTraffic,
  timelineOf,
  traffic,
  wasShown,
} from './story.ts';

/** What a failed deployment says of its recovery is true when it says so, and what it tells a person to do is right. */
export function causeViolations(world: FaultWorld, ended: Ended): readonly string[] {
  const cause = causeOf(ended);
  const end = endName(ended);
  if (!cause?.reason || end === undefined) return [];
  const name = nameOf(ended.owner);
  const bytes = new TextEncoder().encode(ended.cause).length;
  const proper = { ValidationError: 'notNeeded', RolledBack: 'done' }[end as string];
  return [
    ...(bytes > CAUSE_BYTES ? [`CAUSE TOO LONG: ${name}: ${bytes} bytes`] : []),
    ...(proper && cause.recovery !== proper ? [`WRONG RECOVERY: ${name} is ${end}, recovery ${cause.recovery}`] : []),
    ...(end === 'CriticalError' ? untrueRecovery(world, ended, cause) : []),
    ...(end === 'CriticalError' ? cause.repair.flatMap((command) => wrongRepair(world, ended, cause, command)) : []),
    ...wrongStandings(world, ended, cause),
  ];
}

function untrueRecovery(world: FaultWorld, ended: Ended, cause: EndCause): readonly string[] {
  const said = `${nameOf(ended.owner)} (${cause.reason}) says recovery ${cause.recovery}`;
  // A later life of an execution tells of what the earlier one has left.
  const { executionArn } = ended.owner;
  const locked = [...ended.targets].flatMap(([arn, { owner }]) => (owner?.executionArn === executionArn ? [arn] : []));
  switch (cause.recovery) {
    case 'done':
      return aliasArns(world).flatMap((arn) =>
        notRight(world, ended, arn).map((what) => `UNTRUE RECOVERY: ${said}, but ${what}`),
      );
    case 'handedOver':
      return handedOverNothing(world, ended).map((what) => `UNTRUE RECOVERY: ${said}, but ${what}`);
    case 'pending':
      if (locked.length === 0 && !isOpen(world, ended))
        return [`PENDING OF NOTHING: ${said}, but nothing is left to do`];
      return locked.flatMap((arn) =>
        hasRepair(cause, arn, ended) ? [] : [`NO REPAIR: ${said}, and gives no command for ${machineOf(arn)}`],
      );
    case 'notNeeded':
      return aliasArns(world).some((arn) => foundTraffic(world, ended.owner, arn) !== undefined)
        ? [`UNTRUE RECOVERY: ${said}, but it moved an alias`]
        : [];
  }
}

/** While it lived the ledger said that something was left to do for it, or would not say. */
function isOpen({ witness }: FaultWorld, { owner, at, withoutLedger }: Ended): boolean {
  const begunAt = witness.begun.find((life) => sameLife(life.owner, owner))!.at;
  const own = witness.entries.filter((one) => one.entry.owner.executionArn === owner.executionArn && one.at <= at);
  const before = own.findLast((one) => one.at < begunAt);
  const seen = [...(before ? [before] : []), ...own.filter((one) => one.at >= begunAt)];
  return withoutLedger || seen.some(({ entry }) => entry.open);
}

function notRight(world: FaultWorld, ended: Ended, aliasArn: string): readonly string[] {
  const moment = ended.aliases.get(aliasArn);
  const right = rightTraffic(world, ended.owner, aliasArn, ended.at);
  const now = traffic(moment?.routes);
  if (
    right === undefined ||
    right === now ||
    (isForeign(world, moment) && !wasShown(world, ended.owner, aliasArn, moment))
  )
    return [];
  return [`${machineOf(aliasArn)} has "${now}" where it should have "${right}"`];
}

/** Something is somebody else's, who moved the alias or uses the one that was created; and everything else is where it belongs. */
function handedOverNothing(world: FaultWorld, ended: Ended): readonly string[] {
  const left = aliasArns(world).filter((arn) => isDrifted(world, ended, arn) || isInUse(world, ended, arn));
  if (left.length === 0) return ['nobody else moved or uses an alias'];
  return aliasArns(world).flatMap((arn) => (left.includes(arn) ? [] : notRight(world, ended, arn)));
}

function isDrifted(world: FaultWorld, { owner, at }: Ended, aliasArn: string): boolean {
  return timelineOf(world, aliasArn).some(
    (one) => isForeign(world, one) && one.at <= at && one.holder?.executionArn === owner.executionArn,
  );
}

function isInUse(world: FaultWorld, { owner, at }: Ended, aliasArn: string): boolean {
  const created = timelineOf(world, aliasArn).some(
    (one, i, all) => one.holder?.executionArn === owner.executionArn && one.routes && !all[i - 1]?.routes,
  );
  return created && world.starts.some((one) => one.aliasArn === aliasArn && one.executionArn && one.at <= at);
}

/** A command that moves the alias, or one that has the whole deployment recovered. */
function hasRepair({ repair }: EndCause, aliasArn: string, { owner }: Ended): boolean {
  return repair.some((command) => command.includes(aliasArn) || command.includes(owner.executionArn));
}

/** Each command, carried out there and then, leaves the alias wholly on the version it belongs on, and is nobody else's business. */
function wrongRepair(world: FaultWorld, ended: Ended, { reason }: EndCause, command: string): readonly string[] {
  const { owner: life, targets, at } = ended;
  const repair = repairedTraffic(command);
  if (!repair) return [];
  const { aliasArn, routes } = repair;
  const said = `${nameOf(life)} (${reason}) tells to leave ${machineOf(aliasArn)} with "${traffic(routes)}"`;
  const holder = targets.get(aliasArn)?.owner;
  if (holder && !sameLife(holder, life)) return [`DANGEROUS REPAIR: ${said}, while ${nameOf(holder)} deploys it`];
  const right = rightTraffic(world, life, aliasArn, at) ?? traffic(ended.aliases.get(aliasArn)?.routes);
  return traffic(routes) === right ? [] : [`WRONG REPAIR: ${said}, where "${right}" belongs`];
}

/** The versions it names are the ones that were found and deployed. */
function wrongStandings(world: FaultWorld, { owner }: Ended, { targets }: EndCause): readonly string[] {
  return targets.flatMap(({ stateMachineArn, alias, stable, candidate }) => {
    const found = foundTraffic(world, owner, `${stateMachineArn}:${alias}`);
    const wrong = (candidate ?? 2) !== 2 || (found && stable !== undefined && found !== `${stable}=100`);
    return wrong
      ? [`WRONG VERSIONS: ${nameOf(owner)} says stable ${stable}, candidate ${candidate}; found "${found}"`]
      : [];
  });
}
