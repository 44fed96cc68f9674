import type { Target } from '../../workflow/document.ts';
import { type DeploymentEntry, FREE, type Owner, type TargetEntry } from '../../workflow/ledger.ts';
import { split, wholly } from '../../workflow/routes.ts';
import { emptyWorld, type World } from './in-memory-ports.ts';

export const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
export const LIVE = `${ORDERS}:live`;
export const STABLE = `${ORDERS}:1`;
export const CANDIDATE = `${ORDERS}:2`;
/** When the alias was written last before the deployment, and when the deployment read it. */
export const UPDATED_AT = '2025-12-01T00:00:00.000Z';
export const FOUND_AT = '2026-01-01T00:00:00.000Z';
export const OWNER: Owner = {
  executionArn: 'arn:aws:states:us-east-1:123456789012:execution:stepshift:one',
  redriveCount: 0,
};

/** A target found wholly on version 1, with version 2 to release. */
export function target(fields: Partial<Target> = {}): Target {
  return {
    stateMachineArn: ORDERS,
    alias: 'live',
    aliasArn: LIVE,
    type: 'STANDARD',
    revisionId: 'revision-2',
    revisionPinned: false,
    found: { kind: 'whole', versionArn: STABLE, updatedAt: UPDATED_AT },
    foundAt: FOUND_AT,
    past: { executions: 0, failures: 0 },
    candidate: { versionArn: CANDIDATE },
    ...fields,
  };
}

export function newTarget(fields: Partial<Target> = {}): Target {
  return target({ found: { kind: 'absent' }, ...fields });
}

/** The world in which `target()` was found, and locked by `OWNER`. */
export function foundWorld(): World {
  const world = emptyWorld();
  world.machines.set(ORDERS, {
    type: 'STANDARD',
    status: 'ACTIVE',
    revisionId: 'revision-2',
    versions: ['revision-1', 'revision-2'],
  });
  world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: UPDATED_AT });
  writeEntry(world, { ...FREE, owner: OWNER });
  writeDeployment(world, {});
  return world;
}

/** What the ledger says of the alias. */
export function entryOf(world: World): TargetEntry {
  return JSON.parse(world.ledger.targets.get(LIVE)!.text) as TargetEntry;
}

export function writeEntry(world: World, entry: TargetEntry): void {
  const revision = (world.ledger.targets.get(LIVE)?.revision ?? 0) + 1;
  world.ledger.targets.set(LIVE, { text: JSON.stringify(entry), revision });
}

export function deploymentOf(world: World): DeploymentEntry {
  return JSON.parse(world.ledger.deployments.get(OWNER.executionArn)!.text) as DeploymentEntry;
}

export function writeDeployment(world: World, fields: Partial<DeploymentEntry>): void {
  const stored = world.ledger.deployments.get(OWNER.executionArn);
  const targets = [{ stateMachineArn: ORDERS, alias: 'live' }];
  const fresh = { owner: OWNER, life: 0, phase: 'forward', open: true, startedAt: FOUND_AT, targets };
  const entry = { ...(stored ? (JSON.parse(stored.text) as object) : fresh), ...fields };
  world.ledger.deployments.set(OWNER.executionArn, {
    text: JSON.stringify(entry),
    revision: (stored?.revision ?? 0) + 1,
  });
}

/** The target and its world after a shift to `weight`. */
export function shifted(weight: number): { world: World; target: Target } {
  const world = foundWorld();
  const updatedAt = '2026-01-01T00:01:00.000Z';
  world.clock = Date.parse(updatedAt);
  world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, weight), updatedAt });
  const facts = { found: target().found, foundAt: FOUND_AT, candidateArn: CANDIDATE };
  writeEntry(world, {
    owner: OWNER,
    stage: 1,
    intents: [],
    written: { routing: split(STABLE, CANDIDATE, weight), updatedAt },
    moved: true,
    ...facts,
  });
  return { world, target: target({ shifted: { kind: 'written', candidateWeight: weight, updatedAt } }) };
}
