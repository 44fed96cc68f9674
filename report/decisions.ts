import type { AuditRecord } from '../workflow/audit-record.ts';

/** What a person decided about a deployment. */
export interface PersonsDecision {
  readonly atSeconds: number;
  /** Such as pause, resume, approve, promote, rollBack. */
  readonly decision: string;
  readonly actor: string;
  readonly reason?: string;
}

/** In the order of time; what has another shape is left to the raw record. */
export function decisionsOf({ decisions, startedAt }: AuditRecord): readonly PersonsDecision[] {
  return decisions
    .flatMap((given) => decisionOf(given, Date.parse(startedAt)))
    .sort((a, b) => a.atSeconds - b.atSeconds);
}

function decisionOf(given: unknown, startedMillis: number): readonly PersonsDecision[] {
  const { atSeconds, at, decision, actor, reason } = (given ?? {}) as Readonly<Record<string, unknown>>;
  const seconds = typeof atSeconds === 'number' ? atSeconds : (Date.parse(String(at)) - startedMillis) / 1000;
  if (!Number.isFinite(seconds) || typeof decision !== 'string') return [];
  return [
    {
      atSeconds: seconds,
      decision,
      actor: typeof actor === 'string' ? actor : 'somebody',
      ...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
    },
  ];
}
