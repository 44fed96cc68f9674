import { recoverCommand } from '../workflow/account.ts';
import type { DeploymentDocument, LockTaken, RecoveredHolder } from '../workflow/document.ts';
import { DeploymentClosed, explain, NotSettled, ReadAgain, TryAgain, ValidationError } from '../workflow/errors.ts';
import {
  type DeploymentEntry,
  type Owner,
  ownerText,
  sameOwner,
  type TargetEntry,
  type TargetKey,
  taken,
} from '../workflow/ledger.ts';
import { change } from './alias-move.ts';
import type { OwnedInput } from './holder.ts';
import { ownLife, writeDeployment } from './locks.ts';
import { makeWay } from './make-way.ts';
import type { Stored } from './ports/ledger.ts';
import { type RecoveryPorts, recover } from './recovery.ts';
import { taskHandler } from './task-handler.ts';

interface Input extends OwnedInput {
  readonly document: DeploymentDocument;
  /** How often this was tried before. */
  readonly retryCount: number;
}

/**
 * Locks all targets, in a fixed order. A target that a living deployment holds refuses this one; one whose holder is dead is recovered first. Only to
 * a restore a living one gives way. What was locked before a refusal is let go by RefuseDeployment.
 */
export const handler = taskHandler(
  'LockTargets',
  async ({ document, owner, retryCount }: Input, ports: RecoveryPorts): Promise<LockTaken> => {
    const recovered: RecoveredHolder[] = [];
    const targets = document.request.targets
      .map(({ stateMachineArn, alias }) => ({ stateMachineArn, alias }))
      .sort(byName);
    recovered.push(...(await begin(newEntry(document, owner, targets), ports)));
    const refuse: Refuse = async (target, holder) => {
      if (document.request.road === 'restore') return makeWay(holder, { document, retryCount }, ports);
      throw held(target, holder);
    };
    for (const target of targets) recovered.push(...(await lock(target, owner, refuse, ports)));
    return { recovered };
  },
);

function newEntry(
  { execution: { startedAt, dueAt }, request: { road, targets: asked } }: DeploymentDocument,
  owner: Owner,
  targets: readonly TargetKey[],
): DeploymentEntry {
  const due = dueAt === undefined ? {} : { dueAt };
  const versionArns = asked.flatMap(({ versionArn }) => versionArn ?? []);
  return {
    owner,
    life: owner.redriveCount,
    phase: 'forward',
    open: true,
    ...(road === 'restore' ? { restores: true } : {}),
    startedAt,
    ...due,
    targets,
    ...(versionArns.length === 0 ? {} : { named: versionArns }),
  };
}

function byName(a: TargetKey, b: TargetKey): number {
  return keyText(a) < keyText(b) ? -1 : 1;
}

function keyText({ stateMachineArn, alias }: TargetKey): string {
  return `${stateMachineArn}:${alias}`;
}

/** Writes down that the deployment exists, before it holds anything: so the watchdog can find it. A former life of this execution is recovered first. */
async function begin(entry: DeploymentEntry, ports: RecoveryPorts): Promise<readonly RecoveredHolder[]> {
  const { executionArn } = entry.owner;
  const stored = await ports.ledger.deployments.read(executionArn);
  if (!stored) {
    await writeDeployment(entry, 0, ports);
    return [];
  }
  if (sameOwner(stored.entry.owner, entry.owner)) return [];
  if (stored.entry.life > entry.life) throw tooLate();
  const recovered = await recovery(executionArn, entry.owner, ports);
  const current = await ports.ledger.deployments.read(executionArn);
  if (current && current.entry.life > entry.life) throw tooLate();
  await writeDeployment(entry, current?.revision ?? 0, ports);
  return recovered;
}

type Refuse = (target: TargetKey, holder: Owner) => Promise<never>;

async function lock(
  target: TargetKey,
  owner: Owner,
  refuse: Refuse,
  ports: RecoveryPorts,
): Promise<readonly RecoveredHolder[]> {
  const stored = await ports.ledger.targets.read(target);
  const mine = taken(stored.entry, owner);
  if (mine) {
    if (mine !== stored.entry) await take(target, stored, mine, ports);
    return [];
  }
  const holder = stored.entry.owner!;
  const recovered = await recovery(holder.executionArn, owner, ports);
  const freed = await ports.ledger.targets.read(target);
  const now = taken(freed.entry, owner);
  if (!now) return refuse(target, freed.entry.owner ?? holder);
  await take(target, freed, now, ports);
  return recovered;
}

/**
 * Takes a lock that was read as free. A function may be so late that its deployment has ended meanwhile; from when its end was written down nobody would look for what it
 * locks now. (If it ends between this reading and the write, the free entry has moved on, and the write fails.)
 * @throws DeploymentClosed
 */
async function take(
  target: TargetKey,
  stored: Stored<TargetEntry>,
  mine: TargetEntry,
  ports: RecoveryPorts,
): Promise<void> {
  const { open, ended, phase } = await ownLife(mine.owner!, ports);
  if (!open || ended !== undefined || phase !== 'forward') throw tooLate();
  await change({ target }, stored, mine, ports);
}

/**
 * Completes a dead holder. One that is alive is left alone; what passes is tried again.
 * @throws ValidationError when it cannot be completed: its troubles are not this deployment's
 * @throws DeploymentClosed when it is a later life of this execution
 */
async function recovery(executionArn: string, by: Owner, ports: RecoveryPorts): Promise<readonly RecoveredHolder[]> {
  const result = await recover(executionArn, by, ports).catch((error: unknown) => {
    const why = error instanceof Error ? explain({ Error: error.name, Cause: error.message }).summary : String(error);
    const details = {
      reason: 'TargetLocked',
      summary: `${executionArn} died holding a target, and could not be completed: ${why} Start again when this has completed it: ${recoverCommand(executionArn)}`,
      repair: [recoverCommand(executionArn)],
    };
    throw PASSING.some((kind) => error instanceof kind) ? new NotSettled(details) : new ValidationError(details);
  });
  // A living holder that is this execution itself is a later life of it.
  if (result.kind === 'running' && executionArn === by.executionArn) throw tooLate();
  return result.kind === 'recovered' ? [{ executionArn, outcome: result.outcome }] : [];
}

/** Another recovery may be at work on the same deployment: then its entries change, or are closed or let go meanwhile. */
const PASSING = [NotSettled, TryAgain, ReadAgain, DeploymentClosed];

function tooLate(): DeploymentClosed {
  return new DeploymentClosed({
    reason: 'DeploymentClosed',
    summary: 'This deployment has come to its end already, or a later life of it has begun: it locks nothing any more.',
  });
}

function held({ stateMachineArn, alias }: TargetKey, holder: Owner): ValidationError {
  return new ValidationError({
    reason: 'TargetLocked',
    summary: `Alias ${alias} of ${stateMachineArn} is being deployed by ${ownerText(holder)}. Wait for its end (stepshift watch ${holder.executionArn}), or take it back (stepshift rollback ${holder.executionArn}); then start again.`,
  });
}
