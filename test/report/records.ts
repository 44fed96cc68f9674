import type { AuditRecord } from '../../workflow/audit-record.ts';

/** A deployment that was rolled back, as the tests of views need it. */
export function rolledBack(changes: Partial<AuditRecord> = {}): AuditRecord {
  return {
    version: 1,
    deployment: { executionArn: 'arn:aws:states:us-east-1:123456789012:execution:stepshift:one', name: 'one' },
    startedAt: '2026-01-01T00:10:00.000Z',
    endedAt: '2026-01-01T00:12:31.000Z',
    outcome: 'RolledBack',
    reason: 'AlarmFiring',
    cause: {
      reason: 'AlarmFiring',
      summary: 'The candidate was unhealthy; orders:live is back on version 1.',
      targets: [],
      evidence: ['alarm "orders-failures" is firing since 2026-01-01T00:12:00.000Z: Threshold Crossed'],
      recovery: 'done',
      repair: [],
      help: 'docs/operating.md#alarmfiring',
    },
    request: {},
    plan: null,
    targets: [],
    path: [
      'ValidateRequest',
      'ShiftTargets',
      'Bake',
      'CheckHealth',
      'Bake',
      'CheckHealth',
      'RollBackTargets',
      'RolledBack',
    ],
    states: [
      { name: 'ValidateRequest', visits: 1, seconds: 0, retries: 0 },
      { name: 'ShiftTargets', visits: 1, seconds: 1, retries: 0 },
      { name: 'ShiftTraffic', visits: 1, seconds: 1, retries: 2 },
      { name: 'Bake', visits: 2, seconds: 149, retries: 0 },
      { name: 'CheckHealth', visits: 2, seconds: 0, retries: 0 },
      { name: 'RollBackTargets', visits: 1, seconds: 1, retries: 0 },
      { name: 'RolledBack', visits: 1, seconds: 0, retries: 0 },
    ],
    shifts: [
      { atSeconds: 1, candidateWeight: 50 },
      { atSeconds: 150, candidateWeight: 0 },
    ],
    checks: [
      {
        atSeconds: 61,
        weightPercent: 50,
        verdict: 'healthy',
        decision: 'keepBaking',
        reasons: ['alarm "orders-failures" is quiet'],
      },
      {
        atSeconds: 91,
        weightPercent: 50,
        verdict: 'healthy',
        decision: 'keepBaking',
        reasons: ['alarm "orders-failures" is quiet'],
      },
      {
        atSeconds: 150,
        weightPercent: 50,
        verdict: 'unhealthy',
        decision: 'rollBack',
        reason: 'AlarmFiring',
        reasons: ['alarm "orders-failures" is firing since 2026-01-01T00:12:00.000Z: Threshold Crossed'],
      },
    ],
    recovered: null,
    decisions: [],
    historyEvents: 84,
    ...changes,
  };
}
