import type { AuditRecord, Shift } from '../../../workflow/audit-record.ts';
import { ENDS } from '../../../workflow/ends.ts';
import { aliasArnOf, type FaultWorld } from '../fault-world.ts';
import { type AliasMoment, type Noted, SOMEBODY, sameLife } from '../moments.ts';
import { causeOf, endName, routesText, timelineOf } from './story.ts';

/** There is an audit record of each deployment that ended, and it says what happened. */
export function recordViolations(world: FaultWorld, executionArn: string): readonly string[] {
  const ended = world.witness.ends.findLast(({ owner }) => owner.executionArn === executionArn);
  if (!ended) return [];
  const name = executionArn.split(':').at(-1);
  const text = world.ledger.records.get(executionArn);
  const entry = world.witness.entries.findLast((one) => one.entry.owner.executionArn === executionArn)?.entry;
  // AWS's events are best effort: of what never came to the ledger, and whose event is lost, nobody can know.
  if (text === undefined) return entry || !world.losesEvents ? [`NO RECORD: of ${name}`] : [];
  const record = JSON.parse(text) as AuditRecord;
  const untrue = (what: string) => `UNTRUE RECORD: of ${name}: ${what}`;
  const end = endName(ended);
  const found: string[] = [];
  if (end !== undefined && record.outcome !== end)
    found.push(untrue(`outcome ${record.outcome}, but it ended as ${end}`));
  if (end === undefined && entry && !(ENDS as readonly string[]).includes(record.outcome))
    found.push(untrue(`outcome ${record.outcome}, though it was ${entry.phase}`));
  const completed = end === undefined && entry?.recovered;
  if (completed && record.outcome !== completed.outcome)
    found.push(untrue(`outcome ${record.outcome}, but recovery says ${completed.outcome}`));
  if (JSON.stringify(record.recovered ?? null) !== JSON.stringify(entry?.recovered ?? null))
    found.push(
      untrue(`recovered ${JSON.stringify(record.recovered)}, but the ledger says ${JSON.stringify(entry?.recovered)}`),
    );
  const decisions = JSON.stringify(entry?.decisions ?? []);
  if (JSON.stringify(record.decisions) !== decisions)
    found.push(untrue(`decisions ${JSON.stringify(record.decisions)}, but the ledger has ${decisions}`));
  const reason = causeOf(ended)?.reason ?? null;
  if (end !== undefined && record.reason !== reason)
    found.push(untrue(`reason ${record.reason}, but it ended with ${reason}`));
  return [
    ...found,
    ...world.machines.flatMap((machine) => wrongShifts(world, executionArn, machine, record).map(untrue)),
  ];
}

/** The weights that it tells are the ones that were written. */
function wrongShifts(
  world: FaultWorld,
  executionArn: string,
  machine: string,
  { shifts }: AuditRecord,
): readonly string[] {
  const told = (
    Array.isArray(shifts) ? shifts : ((shifts as Readonly<Record<string, readonly Shift[]>>)[machine] ?? [])
  ) as readonly Shift[];
  const timeline = timelineOf(world, aliasArnOf(machine));
  const written = timeline.filter(
    (one) =>
      (one.by !== SOMEBODY || looksLikeOurs(world, machine, one)) &&
      one.holder?.executionArn === executionArn &&
      wasHeardOf(world, machine, one),
  );
  const weights = written.map(
    ({ routes }) => (routes ?? []).find((route) => route.stateMachineVersionArn.endsWith(':2'))?.weight ?? 0,
  );
  const changes = changesOf(weights);
  const said = changesOf(told.map(({ candidateWeight }) => candidateWeight));
  return said === changes ? [] : [`shifts of ${machine} ${said || 'none'}, but written were ${changes || 'none'}`];
}

/** A removal has no date: whose it was, nobody can tell where the deployment had asked for one and got no answer. */
function looksLikeOurs({ witness }: FaultWorld, machine: string, { at, alias, holder }: AliasMoment): boolean {
  const arn = aliasArnOf(machine);
  const wasAsked = witness.asked.some(
    ({ aliasArn, routes, at: askedAt, announced }) =>
      aliasArn === arn && !routes && askedAt <= at && holder !== undefined && sameLife(announced?.entry.owner, holder),
  );
  return alias === undefined && wasAsked;
}

/** From no weight at all. */
function changesOf(weights: readonly number[]): string {
  return weights.filter((weight, i) => weight !== (weights[i - 1] ?? 0)).join(' ');
}

/** What AWS did without telling, and somebody overwrote before anybody looked, nobody can tell. (A stale reading that shows it later is only seen to be stale.) */
function wasHeardOf(world: FaultWorld, machine: string, moment: AliasMoment): boolean {
  const { at, alias } = moment;
  const { witness } = world;
  const aliasArn = aliasArnOf(machine);
  const timeline = timelineOf(world, aliasArn);
  const next = timeline[timeline.indexOf(moment) + 1];
  const overwrittenAt = next?.at ?? Number.POSITIVE_INFINITY;
  // Of two writes with one date a reading shows the later one.
  const isHidden = next !== undefined && next.alias?.updateDate === alias?.updateDate;
  const isOfIt = (one: { readonly aliasArn: string; readonly at: number }) => one.aliasArn === aliasArn && one.at >= at;
  const updatedAt = alias ? Math.round(alias.updateDate * 1000) : null;
  const isNoted = (one: Noted) => one.updatedAt === updatedAt && routesText(one.routes) === routesText(moment.routes);
  return (
    (!isHidden &&
      witness.shown.some((one) => isOfIt(one) && one.at <= overwrittenAt && one.updateDate === alias?.updateDate)) ||
    witness.noted.some((one) => isOfIt(one) && isNoted(one))
  );
}
