import type { Target } from '../../workflow/document.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';

/** Orders, found on version 1, with version 2 to be deployed. */
export function target(changes: Partial<Target> = {}): Target {
  return {
    stateMachineArn: ORDERS,
    alias: 'live',
    aliasArn: `${ORDERS}:live`,
    type: 'STANDARD',
    revisionId: 'INITIAL',
    revisionPinned: false,
    found: { kind: 'whole', versionArn: `${ORDERS}:1`, updatedAt: '2026-01-01T00:00:00.000Z' },
    foundAt: '2026-01-01T00:10:00.000Z',
    candidate: { versionArn: `${ORDERS}:2` },
    ...changes,
  };
}
