import type { RollBackResult, Target } from '../workflow/document.ts';
import { ReadAgain, RoutingDrifted } from '../workflow/errors.ts';
import { inFlight, STAGE_BACK, sameRouting, type TargetEntry } from '../workflow/ledger.ts';
import { type LiveAlias, READ_LAG_SECONDS } from '../workflow/live-alias.ts';
import { routingFound } from '../workflow/routes.ts';
import { type AliasMove, change, heldEntry, inWords, moveAlias, notSettled, requireOurs } from './alias-move.ts';
import type { Stored } from './ports/ledger.ts';
import type { Ports } from './ports/ports.ts';
import { STARTS_VISIBLE_SECONDS } from './ports/starts.ts';

type Ways = Pick<Ports, 'aliases' | 'ledger' | 'starts' | 'now'>;
export type WayBack = Omit<AliasMove, 'wanted' | 'stage'> & {
  readonly target: Pick<Target, 'stateMachineArn' | 'alias' | 'aliasArn' | 'type'>;
};

/**
 * Brings one alias back to where it was found, and looks at it until nothing that was announced can take effect any more. Run again, it goes on where it stood.
 * @throws DeploymentClosed when the alias is not this owner's to move
 * @throws NotSettled when it is not proven yet
 */
export async function bringBack(way: WayBack, ports: Ways): Promise<RollBackResult> {
  const { found } = way;
  const move: AliasMove = {
    ...way,
    stage: STAGE_BACK,
    wanted: routingFound(found),
  };
  // First of all: no step that is still under way somewhere may write from now on.
  const stored = await fenced(move, ports);
  const { entry } = stored;
  if (!entry.moved && entry.intents.length === 0) return untouched(move, stored, ports);
  const result = await restored(move, stored, ports);
  const pending = inFlight((await ports.ledger.targets.read(move.target)).entry, ports.now()).filter(
    ({ routing }) => !sameRouting(routing, move.wanted),
  );
  if (pending.length > 0) throw notSettled(move, 'it is back, but a write that got no answer may still take effect');
  return result;
}

async function fenced(move: AliasMove, ports: Ways): Promise<Stored<TargetEntry>> {
  const stored = await heldEntry(move, ports);
  return stored.entry.stage === STAGE_BACK
    ? stored
    : change(move, stored, { ...stored.entry, stage: STAGE_BACK, backAt: ports.now() }, ports);
}

/** Nothing was ever announced for this alias: it is read all the same, for its being on stable is to be proven. */
async function untouched(move: AliasMove, stored: Stored<TargetEntry>, ports: Ways): Promise<RollBackResult> {
  const live = await ports.aliases.read(move.target.aliasArn);
  try {
    await requireOurs(move, live, stored, ports);
  } catch (error) {
    if (error instanceof RoutingDrifted) return handedOver(live);
    if (!(error instanceof ReadAgain)) throw error;
  }
  return { kind: 'notTouched' };
}

async function restored(move: AliasMove, stored: Stored<TargetEntry>, ports: Ways): Promise<RollBackResult> {
  try {
    if (move.wanted === null && (await isInUse(move, stored, ports))) return { kind: 'inUse' };
    const updatedAt = await moveAlias(move, ports);
    return move.wanted === null ? { kind: 'removed' } : { kind: 'restored', updatedAt };
  } catch (error) {
    // Moved by somebody else, since or shortly before it was read for the first time.
    if (!(error instanceof RoutingDrifted || error instanceof ReadAgain)) throw error;
    return handedOver(await ports.aliases.read(move.target.aliasArn));
  }
}

/** As somebody else left it, and since when. */
function handedOver(live: LiveAlias): RollBackResult {
  return { kind: 'handedOver', routing: inWords(live), ...(live && { updatedAt: live.updatedAt }) };
}

/** An alias that this deployment created can be taken away as long as nobody uses it. Once its removal has begun, that goes on. */
async function isInUse(move: AliasMove, stored: Stored<TargetEntry>, ports: Ways): Promise<boolean> {
  const { target } = move as AliasMove & WayBack;
  const { entry } = stored;
  const { aliases, starts, now } = ports;
  const begun = entry.written?.routing === null || entry.intents.some(({ routing }) => routing === null);
  const live = begun ? undefined : await aliases.read(target.aliasArn);
  if (!live) return false;
  // It may stay as it is: then nothing else would tell of the write that made it.
  const landed = await requireOurs(move, live, stored, ports);
  if (landed !== entry) await change(move, stored, landed, ports);
  if (await starts.any(target, entry.written?.updatedAt ?? move.foundAt, now())) return true;
  const visible = target.type === 'STANDARD' ? READ_LAG_SECONDS : STARTS_VISIBLE_SECONDS;
  if (age(entry.backAt, now()) >= visible) return false;
  throw notSettled(move, 'AWS need not tell yet what was started through it');
}

/** Seconds since a time; a time that is not known is now. */
function age(time: string | undefined, now: string): number {
  return time === undefined ? 0 : (Date.parse(now) - Date.parse(time)) / 1000;
}
