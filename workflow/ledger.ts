import type { Decision } from './decisions.ts';
import type { FoundAlias, RollBackResult } from './document.ts';
import type { EndName } from './ends.ts';
import { DeploymentClosed } from './errors.ts';
import { type Route, sameRoutes } from './routes.ts';

/**
 * What the ledger holds, and how it may change. All of this is pure: an entry is read, changed by one of these functions, and written back on the condition that nobody
 * else has changed it since (its revision). No clock decides who owns anything.
 */

/** One life of a deployment's execution. A redriven execution is another owner, and owns nothing of what its former life has locked. */
export interface Owner {
  readonly executionArn: string;
  readonly redriveCount: number;
}

/** The routes an alias is given; null: it is removed. */
export type Routing = readonly Route[] | null;

/** A write that was announced and whose success is not known: it may still take effect. */
export interface Intent {
  readonly routing: Routing;
  /** When it was announced last, ISO 8601. */
  readonly at: string;
  /** How often it was tried. */
  readonly attempts: number;
}

/** A write that AWS has acknowledged. */
export interface AcknowledgedWrite {
  readonly routing: Routing;
  /** ISO 8601, by AWS's clock. */
  readonly updatedAt: string;
}

/** What the ledger knows of one alias. */
export interface TargetEntry {
  /** Who holds the lock; absent: nobody. */
  readonly owner?: Owner;
  /** The owner may not move the alias any more: only recovery may. */
  readonly closed?: boolean;
  /** The latest stage that has begun to write. What belongs to an earlier one comes too late. */
  readonly stage: number;
  /** When the way back began, ISO 8601. */
  readonly backAt?: string;
  /** The alias before this owner changed anything, and when that was read, ISO 8601. */
  readonly found?: FoundAlias;
  readonly foundAt?: string;
  readonly candidateArn?: string;
  /** The alias could not be read since then, ISO 8601. */
  readonly missingSince?: string;
  /** Of this owner; those of former ones are over when their lock is released. */
  readonly intents: readonly Intent[];
  /** The last acknowledged write by any deployment; tells a stale reading. */
  readonly written?: AcknowledgedWrite;
  /** Whether `written` is this owner's. */
  readonly moved?: boolean;
  /** Every write of this owner that is known to have taken effect, in order. */
  readonly shifts?: readonly KnownShift[];
}

/** A write of an alias, as the audit record tells it. */
export interface KnownShift {
  readonly candidateWeight: number;
  /** ISO 8601. */
  readonly at: string;
}

/** Stages in the order in which they may write: each step of the plan has its number, then these, the first of which only looks. */
export const STAGE_CONFIRM = 999;
export const STAGE_PROMOTE = 1_000;
export const STAGE_BACK = 2_000;

export const FREE: TargetEntry = { stage: 0, intents: [] };

/** Who holds a lock, and whether as a deployment under way or as a recovery after it. */
export interface Hold {
  readonly owner: Owner;
  readonly recovering: boolean;
}

export function sameOwner(a: Owner | undefined, b: Owner): boolean {
  return a?.executionArn === b.executionArn && a.redriveCount === b.redriveCount;
}

/** The entry with its lock taken; undefined where somebody else holds it. Taking what one holds already changes nothing. */
export function taken(entry: TargetEntry, owner: Owner): TargetEntry | undefined {
  if (entry.owner) return sameOwner(entry.owner, owner) ? entry : undefined;
  return { ...FREE, owner, ...(entry.written ? { written: entry.written } : {}) };
}

/**
 * Proves that the alias may be moved under this hold, at this stage.
 * @throws DeploymentClosed when it may not: the lock is somebody else's or nobody's, the deployment was closed, or a later stage has begun
 */
export function proveHeld(entry: TargetEntry, { owner, recovering }: Hold, stage: number): void {
  if (!sameOwner(entry.owner, owner))
    throw closed(entry.owner ? `the lock is held by ${ownerText(entry.owner)}` : 'the lock was released');
  if ((entry.closed ?? false) !== recovering)
    throw closed(recovering ? 'it is not closed for recovery' : 'it was closed, and recovery is at work');
  if (entry.stage > stage) throw closed('a later step of the deployment has begun');
}

/** What recovery must know, should this deployment die: written down with its first announcement. */
export interface Facts {
  readonly found: FoundAlias;
  readonly foundAt: string;
  readonly candidateArn: string;
}

/** The entry with a write announced. */
export function announced(
  entry: TargetEntry,
  stage: number,
  routing: Routing,
  at: string,
  { found, foundAt, candidateArn }: Facts,
): TargetEntry {
  const earlier = entry.intents.find((intent) => sameRouting(intent.routing, routing));
  const others = entry.intents.filter((intent) => intent !== earlier);
  const intent = { routing, at, attempts: (earlier?.attempts ?? 0) + 1 };
  return {
    ...seen(entry),
    // What was read anew before anything was moved counts; from then on what was there before is a fact.
    ...(entry.moved ? {} : { found, foundAt, candidateArn }),
    stage: Math.max(stage, entry.stage),
    intents: [...others, intent],
  };
}

/** The entry of an alias that could be read (again). */
export function seen({ missingSince: _, ...entry }: TargetEntry): TargetEntry {
  return entry;
}

/** The entry with a write acknowledged by AWS. Where it was tried before, an earlier try may still take effect: then its intent stays. */
export function acknowledged(entry: TargetEntry, routing: Routing, updatedAt: string): TargetEntry {
  const intents = entry.intents.filter((intent) => !sameRouting(intent.routing, routing) || intent.attempts > 1);
  return { ...withShift(entry, routing, updatedAt), intents, written: { routing, updatedAt }, moved: true };
}

/** The entry with a write of its owner's that took effect, whoever heard of it. */
function withShift(entry: TargetEntry, routing: Routing, at: string): TargetEntry {
  const { shifts = [], candidateArn } = entry;
  const candidateWeight = routing?.find(({ versionArn }) => versionArn === candidateArn)?.weight ?? 0;
  if (shifts.some((shift) => shift.at === at && shift.candidateWeight === candidateWeight)) return entry;
  return { ...entry, shifts: [...shifts, { candidateWeight, at }] };
}

/** The lock let go. `written` stays, unless somebody else has written since. */
export function released(entry: TargetEntry, handedOver: boolean): TargetEntry {
  return { ...FREE, ...(entry.written && !handedOver ? { written: entry.written } : {}) };
}

/** A call to AWS that has not answered may take effect so much later: a function runs for at most 45 s, and a state waits for 60. */
export const IN_FLIGHT_SECONDS = 120;

/** Announced writes that may still take effect. */
export function inFlight({ intents }: TargetEntry, now: string): readonly Intent[] {
  return intents.filter(({ at }) => Date.parse(now) - Date.parse(at) < IN_FLIGHT_SECONDS * 1000);
}

export function sameRouting(a: Routing, b: Routing): boolean {
  return a === null || b === null ? a === b : sameRoutes(a, b);
}

/** `forward` until the decision; from `promoted` there is only forward, from `back` only back. */
export type Phase = 'forward' | 'promoted' | 'back';

/** What the ledger knows of one deployment. */
export interface DeploymentEntry {
  readonly owner: Owner;
  readonly phase: Phase;
  /** Locks are held, or may be. */
  readonly open: boolean;
  /** The latest life of the execution that the ledger has heard of. */
  readonly life: number;
  /** The life whose end has its audit record stored; absent: none. */
  readonly recorded?: number;
  /** The end this deployment came to, written down before its locks were let go. */
  readonly ended?: EndName;
  /** What became of each alias: see `TargetEntry`; where the execution's history knows less. */
  readonly moves?: readonly KnownMoves[];
  /** What people have decided, in order. */
  readonly decisions?: readonly Decision[];
  /** AWS does not know the execution since then, ISO 8601. */
  readonly unknownSince?: string;
  /** It is a restore: what an emergency leads to proves nothing of the versions. */
  readonly restores?: true;
  readonly startedAt: string;
  /** When it should be over by its plan, ISO 8601. */
  readonly dueAt?: string;
  readonly targets: readonly TargetKey[];
  /** Versions that its request names, which it needs long before it announces anything. */
  readonly named?: readonly string[];
  /** What recovery, by the watchdog, by another deployment or by hand, has completed so far, target by target. */
  readonly completed?: readonly CompletedTarget[];
  /** Recovery is done. */
  readonly recovered?: Recovered;
}

export interface TargetKey {
  readonly stateMachineArn: string;
  readonly alias: string;
}

/** All writes of one target's alias. */
export interface KnownMoves extends TargetKey {
  readonly shifts: readonly KnownShift[];
}

/** The moves with those of one target put in their place. */
export function withMoves(moves: readonly KnownMoves[], one: KnownMoves): readonly KnownMoves[] {
  return [...moves.filter((other) => other.stateMachineArn !== one.stateMachineArn || other.alias !== one.alias), one];
}

/** A target that recovery has proven to be where it belongs. */
export interface CompletedTarget extends TargetKey {
  readonly kind: RollBackResult['kind'];
  /** ISO 8601. */
  readonly at: string;
}

export interface Recovered {
  /** The end that was completed. */
  readonly outcome: EndName;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly targets: readonly CompletedTarget[];
}

/** The entry with its decision taken; undefined where the opposite one was taken before. */
export function decided(entry: DeploymentEntry, phase: 'promoted' | 'back'): DeploymentEntry | undefined {
  return entry.phase === 'forward' || entry.phase === phase ? { ...entry, phase } : undefined;
}

/** The watchdog looks at a deployment as long as something is left to do for it. */
export function isUnfinished({ open, recorded = -1, life }: DeploymentEntry): boolean {
  return open || recorded < life;
}

/** What a version has shown, and in which deployment. */
export interface VersionEntry {
  readonly versionArn: string;
  readonly standing: 'stable' | 'bad' | 'superseded';
  readonly deployment: string;
  /** ISO 8601. */
  readonly at: string;
}

export function ownerText({ executionArn, redriveCount }: Owner): string {
  return redriveCount === 0 ? executionArn : `${executionArn} (redriven ${redriveCount} times)`;
}

function closed(why: string): DeploymentClosed {
  return new DeploymentClosed({
    reason: 'DeploymentClosed',
    summary: `This deployment may not move the alias any more: ${why}. It has touched nothing since.`,
  });
}
