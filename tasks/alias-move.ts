import { versionNumber } from '../workflow/arns.ts';
import type { FoundAlias, Target } from '../workflow/document.ts';
import { NotSettled, ReadAgain, RoutingDrifted, TryAgain } from '../workflow/errors.ts';
import {
  acknowledged,
  announced,
  type Hold,
  inFlight,
  proveHeld,
  type Routing,
  STAGE_BACK,
  STAGE_PROMOTE,
  sameRouting,
  seen,
  type TargetEntry,
  type TargetKey,
} from '../workflow/ledger.ts';
import { type Knowledge, type LiveAlias, situationOf } from '../workflow/live-alias.ts';
import { type Route, routesInWords } from '../workflow/routes.ts';
import type { Stored } from './ports/ledger.ts';
import type { Ports } from './ports/ports.ts';

/** One alias to be moved: where from, where to, by whom. */
export interface AliasMove {
  readonly target: Pick<Target, 'stateMachineArn' | 'alias' | 'aliasArn'>;
  readonly hold: Hold;
  /** See `STAGE_PROMOTE`: nothing is written once a later stage has begun. */
  readonly stage: number;
  readonly wanted: Routing;
  /** The alias before this deployment changed anything, and when that was read. */
  readonly found: FoundAlias;
  readonly foundAt: string;
  readonly candidateArn: string;
}

type MovingPorts = Pick<Ports, 'aliases' | 'ledger' | 'now'>;

/**
 * The one way to move an alias. AWS's write has no condition, so: prove in the ledger that the alias is ours to move; read it, and make sure that it is as we know it;
 * announce the write in the ledger; write; record that AWS acknowledged it; read back. Every step may be the last one of a function that dies: run again, this finds
 * where it stood. Answers AWS's time of the write, ISO 8601.
 * @throws DeploymentClosed when it is not ours to move (any more); nothing was touched
 * @throws RoutingDrifted when somebody else has moved the alias
 * @throws ReadAgain when somebody else had moved it before the deployment read it for the first time
 * @throws NotSettled when AWS's reading is older than what is known, or an earlier write may still take effect
 */
export async function moveAlias(move: AliasMove, ports: MovingPorts): Promise<string> {
  const held = await heldEntry(move, ports);
  const live = await ports.aliases.read(move.target.aliasArn);
  const entry = await requireOurs(move, live, held, ports);
  if (isThere(live, move.wanted)) {
    if (entry !== held.entry) await change(move, held, entry, ports);
    // A removal has no date of AWS's.
    return live?.updatedAt ?? (entry.written?.routing === null ? entry.written.updatedAt : ports.now());
  }
  if (move.stage < STAGE_BACK) refuseWhileInFlight(move, entry, ports.now());
  const announcedEntry = await change(move, held, announced(entry, move.stage, move.wanted, ports.now(), move), ports);
  const updatedAt = await write(move, live, ports);
  const written = await change(move, announcedEntry, acknowledged(announcedEntry.entry, move.wanted, updatedAt), ports);
  await readBack(move, written, ports);
  return updatedAt;
}

/** Reads the target's ledger entry, and proves that the alias may be moved. */
export async function heldEntry(
  { target, hold, stage }: Pick<AliasMove, 'target' | 'hold' | 'stage'>,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<Stored<TargetEntry>> {
  const stored = await ledger.targets.read(target);
  proveHeld(stored.entry, hold, stage);
  return stored;
}

/** Writes a changed entry back; who was slower tries again from the reading. */
export async function change(
  { target }: { readonly target: TargetKey },
  { revision }: Stored<TargetEntry>,
  entry: TargetEntry,
  { ledger }: Pick<Ports, 'ledger'>,
): Promise<Stored<TargetEntry>> {
  if (await ledger.targets.write(target, entry, revision)) return { entry, revision: revision + 1 };
  throw new TryAgain({
    reason: 'LedgerChanged',
    summary: `The ledger's entry of ${target.stateMachineArn}:${target.alias} was changed by somebody else just now.`,
  });
}

function isThere(live: LiveAlias, wanted: Routing): boolean {
  return sameRouting(live?.routes ?? null, wanted);
}

async function write({ target, wanted }: AliasMove, live: LiveAlias, { aliases, now }: MovingPorts): Promise<string> {
  if (wanted === null) {
    await aliases.remove(target.aliasArn);
    return now();
  }
  return live ? aliases.write(target.aliasArn, wanted) : aliases.create(target.aliasArn, wanted[0]!.versionArn);
}

async function readBack(move: AliasMove, stored: Stored<TargetEntry>, ports: MovingPorts): Promise<void> {
  const live = await ports.aliases.read(move.target.aliasArn);
  await requireOurs(move, live, stored, ports);
  if (!isThere(live, move.wanted)) throw notSettled(move, 'AWS still answers what was there before the last write');
}

export function knowledge(
  { found, foundAt }: Pick<AliasMove, 'found' | 'foundAt'>,
  entry: TargetEntry,
  now: string,
): Knowledge {
  return { entry, found, foundAt, now };
}

/**
 * Throws unless the alias is as we left it, or as we announced it. Answers the entry with what the reading tells: an alias that was missing can be read again, a write that got
 * no answer has taken effect. Was that the only try, it is done with: the same routing, written later, is somebody else's.
 */
export async function requireOurs(
  move: Omit<AliasMove, 'wanted'>,
  live: LiveAlias,
  stored: Stored<TargetEntry>,
  ports: MovingPorts,
): Promise<TargetEntry> {
  const { entry } = stored;
  switch (situationOf(live, knowledge(move, entry, ports.now()))) {
    case 'asLeft':
      return live && entry.missingSince !== undefined ? seen(entry) : entry;
    case 'announced':
      return acknowledged(seen(entry), live?.routes ?? null, live?.updatedAt ?? ports.now());
    case 'stale':
      throw notSettled(move, 'AWS still answers what was there before the last write');
    case 'missing':
      // Remembered, so that it is believed when it lasts.
      if (entry.missingSince === undefined) await change(move, stored, { ...entry, missingSince: ports.now() }, ports);
      throw notSettled(move, 'AWS answers that there is none');
    case 'foundAnew':
      // Only a restore has moved nothing by then: what was there before it began is what it is to replace.
      if (move.stage === STAGE_PROMOTE) return entry;
      throw new ReadAgain({
        reason: 'AliasMoved',
        summary: `${nameOf(move)} was moved shortly before this deployment read it: it has ${inWords(live)}.`,
      });
    case 'drifted':
      throw drifted(move, live);
  }
}

/** A write that may still take effect must not be overtaken, except on the way back, where the alias is looked at until it cannot any more. */
function refuseWhileInFlight(move: AliasMove, entry: TargetEntry, now: string): void {
  const others = inFlight(entry, now).filter(({ routing }) => !sameRouting(routing, move.wanted));
  if (others.length > 0) throw notSettled(move, 'an earlier write got no answer and may still take effect');
}

export function notSettled(move: Pick<AliasMove, 'target'>, why: string): NotSettled {
  return new NotSettled({ reason: 'NotSettled', summary: `${nameOf(move)}: ${why}.` });
}

export function drifted(move: Pick<AliasMove, 'target' | 'candidateArn'>, live: LiveAlias): RoutingDrifted {
  return new RoutingDrifted({
    reason: 'RoutingDrifted',
    summary: `${nameOf(move)} was moved by somebody else while version ${versionNumber(move.candidateArn)} was being released: it has ${inWords(live)}. It is left as found.`,
  });
}

export function inWords(live: { readonly routes: readonly Route[] } | undefined): string {
  return live ? routesInWords(live.routes) : 'been deleted';
}

function nameOf({ target }: Pick<AliasMove, 'target'>): string {
  return `Alias ${target.alias} of ${target.stateMachineArn}`;
}
