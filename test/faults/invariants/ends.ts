import type { EndName } from '../../../workflow/ends.ts';
import type { FaultWorld } from '../fault-world.ts';
import { type Ended, sameLife } from '../moments.ts';
import {
  aliasArns,
  CANDIDATE,
  causeOf,
  endName,
  foundTraffic,
  isForeign,
  isMove,
  machineOf,
  nameOf,
  timelineOf,
  traffic,
  wasShown,
} from './story.ts';

/** What an end promises is literally so at the moment of the end, for every target. */
export function endViolations(world: FaultWorld, ended: Ended): readonly string[] {
  const end = endName(ended);
  const name = nameOf(ended.owner);
  if (end === undefined)
    return ended.type === 'ExecutionAborted' || isFull(ended)
      ? []
      : [`NO END: ${name} ended as ${ended.error ?? ended.type}: ${ended.cause}`];
  const reason = causeOf(ended)?.reason ?? '';
  return [
    ...(OUR_BUGS.test(reason) ? [`BUG: ${name}: ${causeOf(ended)?.summary}`] : []),
    ...aliasArns(world).flatMap((arn) => [...untrue(world, ended, end, arn), ...unproven(world, ended, end, arn)]),
    ...stillLocked(ended, end),
  ];
}

/** What JavaScript throws where the program is wrong: no fault of AWS's is called so. */
const OUR_BUGS = /^(Type|Reference|Range|Syntax)Error$/;

/** AWS gives an execution up whose history is full: nothing can catch that. */
function isFull({ cause }: Ended): boolean {
  return /maximum number of history events/.test(cause ?? '');
}

function untrue(world: FaultWorld, ended: Ended, end: EndName, aliasArn: string): readonly string[] {
  const { owner: life, aliases } = ended;
  const moment = aliases.get(aliasArn);
  const now = traffic(moment?.routes);
  const broken = (what: string) => [`UNTRUE AT END: ${nameOf(life)} is ${end}, but ${machineOf(aliasArn)} ${what}`];
  const moved = timelineOf(world, aliasArn).some((one) => one.at <= ended.at && isMove(one, life));
  if ((end === 'NothingToDo' || end === 'ValidationError') && moved) return broken('was moved');
  if (isForeign(world, moment) && !wasShown(world, life, aliasArn, moment)) return [];
  switch (end) {
    case 'Succeeded':
      if (now !== CANDIDATE) return broken(`has "${now}"`);
      return moved && moment!.routes!.length !== 1 ? broken('has two routes') : [];
    case 'NothingToDo':
      return now === CANDIDATE ? [] : broken(`has "${now}"`);
    case 'RolledBack': {
      const found = foundTraffic(world, life, aliasArn) ?? now;
      return now === found ? [] : broken(`has "${now}", and was found with "${found}"`);
    }
    default:
      return [];
  }
}

/** What it last wrote was read back. */
function unproven(
  world: FaultWorld,
  { owner: life, aliases }: Ended,
  end: EndName,
  aliasArn: string,
): readonly string[] {
  const moment = aliases.get(aliasArn);
  if ((end !== 'Succeeded' && end !== 'RolledBack') || !moment || !isMove(moment, life)) return [];
  const date: number | undefined = moment.alias?.updateDate;
  // The same write once more, from a function that is late, changes nothing, nor the date: the first of them counts.
  const timeline = timelineOf(world, aliasArn);
  const before = timeline.slice(0, timeline.indexOf(moment)).findLast(({ alias }) => alias?.updateDate !== date);
  const { at } = timeline[before ? timeline.indexOf(before) + 1 : 0]!;
  const proven = world.witness.shown.some(
    (shown) => shown.aliasArn === aliasArn && sameLife(shown.life, life) && shown.at >= at && shown.updateDate === date,
  );
  return proven
    ? []
    : [`UNPROVEN: ${nameOf(life)} is ${end}, and has not read back what it wrote to ${machineOf(aliasArn)}`];
}

/** Only what CriticalError says is left stays locked; and what was refused where that could not be written down, which names the command that lets go of it. */
function stillLocked(ended: Ended, end: EndName): readonly string[] {
  const cause = causeOf(ended);
  const untold = end === 'ValidationError' && cause?.repair.includes(`stepshift recover ${ended.owner.executionArn}`);
  const pending = untold || (end === 'CriticalError' && cause?.recovery === 'pending');
  const locked = [...ended.targets].flatMap(([arn, { owner }]) =>
    sameLife(owner, ended.owner) ? [machineOf(arn)] : [],
  );
  return locked.length === 0 || pending ? [] : [`LOCKED AT END: ${nameOf(ended.owner)} is ${end} and holds ${locked}`];
}

/** What passes by itself does not change how a deployment ends. */
export function changedEnd(world: FaultWorld, expected: EndName | undefined): readonly string[] {
  const ended = world.witness.ends.find(({ owner }) => owner.executionArn.endsWith(':d1'));
  if (expected === undefined || !ended || endName(ended) === expected) return [];
  return [`END CHANGED: expected ${expected}, ended as ${endName(ended) ?? ended.type}: ${ended.cause?.slice(0, 400)}`];
}
