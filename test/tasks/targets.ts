import type { Target } from '../../workflow/document.ts';
import { split, wholly } from '../../workflow/routes.ts';
import { emptyWorld, type World } from './in-memory-ports.ts';

export const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
export const LIVE = `${ORDERS}:live`;
export const STABLE = `${ORDERS}:1`;
export const CANDIDATE = `${ORDERS}:2`;
export const FOUND_AT = '2026-01-01T00:00:00.000Z';

/** A target found wholly on version 1, with version 2 to release. */
export function target(fields: Partial<Target> = {}): Target {
  return {
    stateMachineArn: ORDERS,
    alias: 'live',
    aliasArn: LIVE,
    type: 'STANDARD',
    revisionId: 'revision-2',
    revisionPinned: false,
    found: { kind: 'whole', versionArn: STABLE, updatedAt: FOUND_AT },
    candidate: { versionArn: CANDIDATE },
    ...fields,
  };
}

export function newTarget(fields: Partial<Target> = {}): Target {
  return target({ found: { kind: 'absent' }, ...fields });
}

/** The world in which `target()` was found. */
export function foundWorld(): World {
  const world = emptyWorld();
  world.machines.set(ORDERS, {
    type: 'STANDARD',
    status: 'ACTIVE',
    revisionId: 'revision-2',
    versions: ['revision-1', 'revision-2'],
  });
  world.aliases.set(LIVE, { routes: wholly(STABLE), updatedAt: FOUND_AT });
  return world;
}

/** The target and its world after a shift to `weight`. */
export function shifted(weight: number): { world: World; target: Target } {
  const world = foundWorld();
  const updatedAt = '2026-01-01T00:01:00.000Z';
  world.clock = Date.parse(updatedAt);
  world.aliases.set(LIVE, { routes: split(STABLE, CANDIDATE, weight), updatedAt });
  return { world, target: target({ shifted: { kind: 'written', candidateWeight: weight, updatedAt } }) };
}
