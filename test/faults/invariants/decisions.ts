import { standingOf } from '../../../workflow/decisions.ts';
import type { DeploymentEntry, Owner } from '../../../workflow/ledger.ts';
import type { FaultWorld } from '../fault-world.ts';
import { type Asked, type Ended, type Heard, sameLife } from '../moments.ts';
import { causeOf, endName, machineOf, nameOf, routesText } from './story.ts';

/** What people decide counts from the look that heard of it, and an end that names a person as its reason had one. */
export function decisionViolations(world: FaultWorld): readonly string[] {
  const { asked, ends } = world.witness;
  return [
    ...asked.flatMap((one) => wentOn(world, one)),
    ...ends.flatMap((ended) => untrueReason(world, ended)),
    ...lost(world),
  ];
}

/** Whatever was told is kept, in order. A redriven execution begins anew. */
function lost({ told, ledger }: FaultWorld): readonly string[] {
  const entries = [...ledger.deployments.values()].map(({ text }) => JSON.parse(text) as DeploymentEntry);
  return entries.flatMap(({ owner, decisions = [] }) => {
    const expected = told.filter(({ executionArn }) => executionArn === owner.executionArn);
    const isKept = expected.every(
      ({ decision, at }, i) => decisions[i]?.decision === decision && decisions[i]?.at === at,
    );
    return owner.redriveCount > 0 || isKept ? [] : [`DECISION LOST: of ${nameOf(owner)}: ${JSON.stringify(decisions)}`];
  });
}

/** A candidate's steps: the weights that they lead to. What comes first of a step was decided by the look before. */
const STEPS = ['1=50 2=50', '1=0 2=100', '2=100'];

/** Nothing goes forward that was refused, is paused, or waits for an approval that nobody has given at this very step. */
function wentOn(world: FaultWorld, one: Asked): readonly string[] {
  const { announced, aliasArn, at, routes } = one;
  const life = announced?.entry.owner;
  if (!life || announced.phase === 'back' || !isFirst(world, one)) return [];
  const look = lastLook(world, life, at);
  if (!look) return [];
  const { stepBegan, number } = stepBefore(world, one);
  const { rollBack, promote, paused, approved } = standingOf(look.decisions, stepBegan);
  const said = `asks for "${routesText(routes)}" of ${machineOf(aliasArn)}`;
  if (rollBack) return [`REFUSED, AND WENT ON: ${nameOf(life)} ${said}`];
  if (promote) return [];
  if (paused) return [`PAUSED, AND WENT ON: ${nameOf(life)} ${said}`];
  const wantsApproval = number > 0 && world.request.strategy?.steps?.[number - 1]?.approval === true;
  return wantsApproval && !approved ? [`NOT APPROVED: ${nameOf(life)} ${said}`] : [];
}

function isFirst({ witness }: FaultWorld, one: Asked): boolean {
  const isSame = (other: Asked) => isOfSame(one, other) && STEPS.indexOf(textOf(other)) >= STEPS.indexOf(textOf(one));
  return STEPS.includes(textOf(one)) && witness.asked.find(isSame) === one;
}

/** The step under way when this was asked for: its number, 0 before the first, and when it was asked for itself, ISO 8601. */
function stepBefore({ witness }: FaultWorld, one: Asked): { readonly number: number; readonly stepBegan: string } {
  const number = STEPS.indexOf(textOf(one));
  const began = witness.asked.find((other) => isOfSame(one, other) && textOf(other) === STEPS[number - 1]);
  return { number, stepBegan: new Date(began?.at ?? 0).toISOString() };
}

function isOfSame(one: Asked, other: Asked): boolean {
  return other.aliasArn === one.aliasArn && sameLife(other.announced?.entry.owner, one.announced!.entry.owner!);
}

function textOf({ routes }: Asked): string {
  return routesText(routes);
}

function lastLook({ witness }: FaultWorld, life: Owner, before: number): Heard | undefined {
  return witness.heard.findLast((one) => one.at <= before && sameLife(one.life, life));
}

function untrueReason(world: FaultWorld, ended: Ended): readonly string[] {
  const reason = endName(ended) === 'RolledBack' ? causeOf(ended)?.reason : undefined;
  // One that is redriven at its end tells what its former life heard.
  const { executionArn } = ended.owner;
  const heard = world.witness.heard.filter(({ life, at }) => life.executionArn === executionArn && at <= ended.at);
  const has = (kind: string) => heard.some(({ decisions }) => decisions.some(({ decision }) => decision === kind));
  const mayWait = has('pause') || JSON.stringify(world.request).includes('approval');
  const untrue = (reason === 'RefusedByPerson' && !has('rollBack')) || (reason === 'NobodyDecided' && !mayWait);
  return untrue ? [`UNTRUE REASON: ${nameOf(ended.owner)} is said to be ${reason}`] : [];
}
