import type { EndName } from '../workflow/ends.ts';
import { DeploymentClosed, NotSettled, TryAgain } from '../workflow/errors.ts';
import {
  type DeploymentEntry,
  decided,
  inFlight,
  type Owner,
  released,
  sameOwner,
  type TargetEntry,
  type TargetKey,
  withMoves,
} from '../workflow/ledger.ts';
import { change } from './alias-move.ts';
import type { Stored } from './ports/ledger.ts';
import type { Ports } from './ports/ports.ts';

type Ledgers = Pick<Ports, 'ledger'>;

/** Writes a deployment's entry back; who was slower tries again from the reading. */
export async function writeDeployment(entry: DeploymentEntry, revision: number, { ledger }: Ledgers): Promise<void> {
  if (await ledger.deployments.write(entry, revision)) return;
  throw new TryAgain({
    reason: 'LedgerChanged',
    summary: `The ledger's entry of ${entry.owner.executionArn} was changed by somebody else just now.`,
  });
}

/**
 * The deployment's entry, proven to be of this life and not completed by recovery: what a redriven execution finds is not its own any more.
 * @throws DeploymentClosed
 */
export async function ownLife(owner: Owner, ports: Ledgers): Promise<DeploymentEntry> {
  return (await storedLife(owner, ports)).entry;
}

async function storedLife(owner: Owner, { ledger }: Ledgers): Promise<Stored<DeploymentEntry>> {
  const stored = await ledger.deployments.read(owner.executionArn);
  if (stored && sameOwner(stored.entry.owner, owner) && !stored.entry.recovered) return stored;
  throw new DeploymentClosed({
    reason: 'DeploymentClosed',
    summary: 'The ledger does not know this deployment as one under way.',
  });
}

/**
 * Decides for the whole deployment, once, whether it goes forward to the end or back. Answers false where the opposite was decided before.
 * @throws DeploymentClosed when the deployment is not this life's any more
 */
export async function decide(owner: Owner, phase: 'promoted' | 'back', ports: Ledgers): Promise<boolean> {
  const stored = await storedLife(owner, ports);
  const entry = decided(stored.entry, phase);
  if (!entry) return false;
  if (entry.phase === stored.entry.phase || (await ports.ledger.deployments.write(entry, stored.revision))) return true;
  // Another target's task was faster: with the same decision, unless the ways crossed.
  return (await ports.ledger.deployments.read(owner.executionArn))?.entry.phase === phase;
}

/**
 * Decides that the deployment goes forward to the end: the point of no return.
 * @throws DeploymentClosed when it is on its way back already, or not this life's any more
 */
export async function decidePromotion(owner: Owner, ports: Ledgers): Promise<void> {
  if (await decide(owner, 'promoted', ports)) return;
  throw new DeploymentClosed({
    reason: 'DeploymentClosed',
    summary: 'This deployment is on its way back already: it cannot be promoted any more.',
  });
}

/**
 * Lets go of one target, if this owner holds it.
 * @throws NotSettled while a write that was announced may still take effect
 */
export async function release(
  key: TargetKey,
  owner: Owner,
  handedOver: boolean,
  ports: Pick<Ports, 'ledger' | 'now'>,
): Promise<void> {
  const stored = await ports.ledger.targets.read(key);
  if (!sameOwner(stored.entry.owner, owner)) return fenceFree(key, stored, ports);
  if (inFlight(stored.entry, ports.now()).length > 0) {
    throw new NotSettled({
      reason: 'NotSettled',
      summary: `A write to ${key.stateMachineArn}:${key.alias} got no answer and may still take effect.`,
    });
  }
  await change({ target: key }, stored, released(stored.entry, handedOver), ports);
}

/**
 * A free entry is written back as it is: a lock of this owner's that is still on its way to the ledger then comes too late, for the revision has moved on. Otherwise
 * nobody would ever look for it.
 */
export async function fenceFree(key: TargetKey, stored: Stored<TargetEntry>, ports: Ledgers): Promise<void> {
  if (!stored.entry.owner) await change({ target: key }, stored, stored.entry, ports);
}

/** Closes one target that could not be brought back: it stays locked, and only recovery may move its alias. */
async function close(key: TargetKey, owner: Owner, ports: Ledgers): Promise<void> {
  const stored = await ports.ledger.targets.read(key);
  if (!sameOwner(stored.entry.owner, owner) || stored.entry.closed) return;
  await change({ target: key }, stored, { ...stored.entry, closed: true }, ports);
}

/** What becomes of a target's lock at the end: `keep` what is not proven, for the watchdog. */
export type LockEnd = 'release' | 'handOver' | 'keep';

/**
 * Ends a deployment in the ledger: closes what is to be kept locked, lets go of the rest. Run again, it goes on where it stood. A deployment that the ledger does not
 * know has locked nothing, and gets to be known, so that its record is stored.
 * @throws NotSettled while a write that was announced may still take effect
 */
export async function letGo(
  owner: Owner,
  end: EndName,
  endOf: (target: TargetKey) => LockEnd,
  ports: Pick<Ports, 'ledger' | 'now'>,
): Promise<void> {
  const { entry, revision } = (await ports.ledger.deployments.read(owner.executionArn)) ?? unknown(owner, ports.now());
  if (!entry.open || !sameOwner(entry.owner, owner)) return noteLife({ entry, revision }, owner, ports);
  const ended = await noteEnd({ ...entry, ended: end, moves: await movesOf(entry, ports) }, revision, ports);
  const locks = entry.targets.map((key) => ({ key, lock: endOf(key) }));
  for (const { key, lock } of locks) if (lock === 'keep') await close(key, owner, ports);
  for (const { key, lock } of locks) if (lock !== 'keep') await release(key, owner, lock === 'handOver', ports);
  if (locks.every(({ lock }) => lock !== 'keep'))
    await writeDeployment({ ...ended.entry, open: false }, ended.revision, ports);
}

/** A later life of an execution, which has locked nothing, has an end of its own, which the record is to tell. */
export async function noteLife(
  { entry, revision }: Stored<DeploymentEntry>,
  { redriveCount: life }: Owner,
  ports: Ledgers,
): Promise<void> {
  if (entry.life < life) await writeDeployment({ ...entry, life }, revision, ports);
}

/** What is known of each alias that is still held: once it is let go, nobody knows any more. */
async function movesOf({ owner, targets, moves = [] }: DeploymentEntry, { ledger }: Ledgers) {
  let known = moves;
  for (const { stateMachineArn, alias } of targets) {
    const { entry } = await ledger.targets.read({ stateMachineArn, alias });
    if (sameOwner(entry.owner, owner)) known = withMoves(known, { stateMachineArn, alias, shifts: entry.shifts ?? [] });
  }
  return known;
}

async function noteEnd(entry: DeploymentEntry, revision: number, ports: Ledgers): Promise<Stored<DeploymentEntry>> {
  await writeDeployment(entry, revision, ports);
  return { entry, revision: revision + 1 };
}

function unknown(owner: Owner, now: string): Stored<DeploymentEntry> {
  const { redriveCount: life } = owner;
  const entry = { owner, life, phase: 'forward', open: true, startedAt: now, targets: [] } as const;
  return { entry, revision: 0 };
}
