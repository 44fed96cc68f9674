import { describe, expect, test } from '@jest/globals';
import {
  acknowledged,
  announced,
  type DeploymentEntry,
  decided,
  FREE,
  proveHeld,
  released,
  seen,
  type TargetEntry,
  taken,
} from '../../workflow/ledger.ts';
import { wholly } from '../../workflow/routes.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const owner = { executionArn: MACHINE.replace('stateMachine', 'execution').concat(':one'), redriveCount: 0 };
const AT = '2026-01-01T00:00:00.000Z';
const facts = {
  found: { kind: 'whole', versionArn: `${MACHINE}:1`, updatedAt: AT },
  foundAt: AT,
  candidateArn: `${MACHINE}:2`,
} as const;
/** What a later version of the deployer may add to an entry. */
const later = { addedLater: { some: 'fact' } };

describe('entries that another version of the deployer has written', () => {
  test('keep what this version does not know, as long as the lock is held', () => {
    const entry = { ...taken(FREE, owner)!, ...later } as TargetEntry;
    const routing = wholly(`${MACHINE}:2`);
    const moved = acknowledged(announced(entry, 1, routing, AT, facts), routing, AT);
    expect(seen(moved)).toMatchObject({ ...later, owner, stage: 1, written: { routing } });
    expect(taken(moved, owner)).toMatchObject(later);
    proveHeld(moved, { owner, recovering: false }, 1);
  });

  test('leave nothing of a deployment to the next one, known or not', () => {
    const entry = { ...taken(FREE, owner)!, ...later } as TargetEntry;
    expect(released(entry, false)).toEqual(FREE);
  });

  test('keep it of a deployment that is decided', () => {
    const entry = { owner, phase: 'forward', open: true, life: 0, startedAt: AT, targets: [], ...later };
    expect(decided(entry as DeploymentEntry, 'back')).toMatchObject({ ...later, phase: 'back' });
  });

  test('are held by their owner where they have the least that any version writes', () => {
    expect(() => proveHeld({ owner, stage: 0, intents: [] }, { owner, recovering: false }, 1)).not.toThrow();
  });
});
