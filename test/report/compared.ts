import type { AuditRecord, Check } from '../../workflow/audit-record.ts';
import { rolledBack } from './records.ts';

/** A look at which versions were compared: counts since the first shift. */
export function compared(
  atSeconds: number,
  counts: { readonly candidate: readonly [number, number]; readonly stable: readonly [number, number] },
  logEvidence = 0,
  changes: Partial<Check> & { readonly target?: string } = {},
): Check {
  const { target, ...check } = changes;
  const of = ([succeeded, failed]: readonly [number, number]) => ({ succeeded, failed, aborted: 0 });
  const comparison = {
    ...(target === undefined ? {} : { target }),
    finding: 'likeStable' as const,
    candidate: of(counts.candidate),
    stable: of(counts.stable),
    logEvidence,
    limit: 125,
    executionsNeeded: 0,
  };
  return {
    atSeconds,
    weightPercent: 50,
    verdict: 'healthy',
    decision: 'keepBaking',
    reasons: ['like stable'],
    ...check,
    comparisons: [comparison],
  };
}

/** A record of so many looks, as a deployment that polls for as long as it may has it. */
export function long(looks: number, changes: Partial<AuditRecord> = {}): AuditRecord {
  const checks = Array.from({ length: looks }, (_, i) =>
    compared(60 * (i + 1), { candidate: [10 * i, 0], stable: [90 * i, 1] }, Math.sin(i / 50), {
      reasons: [
        `0 of ${10 * i} executions of version 2 failed, 1 of ${90 * i} of version 1: evidence 0.4 : 1, limit 125 : 1`,
        'had version 2 failed 50 % or more of its executions, that would have been told with 80 %',
      ],
    }),
  );
  const loop = ['Bake', 'CheckHealth', 'WhatIsTheVerdict'];
  return rolledBack({
    endedAt: new Date(Date.parse('2026-01-01T00:10:00.000Z') + looks * 60_000).toISOString(),
    outcome: 'Succeeded',
    reason: null,
    cause: null,
    checks,
    path: ['ValidateRequest', 'ShiftTargets', ...checks.flatMap(() => loop), 'Succeeded'],
    shifts: [{ atSeconds: 1, candidateWeight: 50 }],
    historyEvents: 9 * looks,
    ...changes,
  });
}
