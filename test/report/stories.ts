import type { AuditRecord } from '../../workflow/audit-record.ts';
import { rolledBack } from './records.ts';
import { target } from './targets.ts';

const ORDERS = target().stateMachineArn;
export const LIVE = { stateMachineArn: ORDERS, alias: 'live' };

/** One of several deployments of orders: on that day of January, from one version to another. */
export function deployment(
  day: number,
  [from, to]: readonly [number, number],
  changes: Partial<AuditRecord> = {},
  targetChanges: Parameters<typeof target>[0] = {},
): AuditRecord {
  const date = `2026-01-${String(day).padStart(2, '0')}`;
  const name = `orders-${day}`;
  const executionArn = `arn:aws:states:us-east-1:123456789012:execution:Stepshift:${name}`;
  const found = { kind: 'whole', versionArn: `${ORDERS}:${from}`, updatedAt: `${date}T08:00:00.000Z` } as const;
  return rolledBack({
    deployment: { executionArn, name },
    startedAt: `${date}T09:00:00.000Z`,
    endedAt: `${date}T09:30:00.000Z`,
    targets: [target({ found, candidate: { versionArn: `${ORDERS}:${to}` }, ...targetChanges })],
    ...changes,
  });
}

export const SUCCEEDED = { outcome: 'Succeeded', reason: null, cause: null } as const;

/** A month of orders: promoted, rolled back, moved by somebody else, promoted by recovery. */
export function month(): readonly AuditRecord[] {
  const recovered = {
    outcome: 'Succeeded',
    at: '2026-01-20T10:00:00.000Z',
    by: 'watchdog',
    targets: [{ ...LIVE, kind: 'promoted', at: '2026-01-20T10:00:00.000Z' }],
  } as const;
  return [
    deployment(1, [1, 2], { ...SUCCEEDED, request: { requestedBy: 'kim' } }),
    deployment(5, [2, 3]),
    deployment(10, [1, 4], SUCCEEDED),
    deployment(20, [4, 5], { ...SUCCEEDED, reason: 'DeploymentStopped', recovered }),
  ];
}
