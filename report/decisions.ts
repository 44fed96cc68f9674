import type { AuditRecord } from '../workflow/audit-record.ts';
import type { Decision } from '../workflow/decisions.ts';

export interface DecisionInTime extends Decision {
  /** From the start of the deployment. */
  readonly atSeconds: number;
}

/** What people decided, in the order of time. */
export function decisionsOf({ decisions, startedAt }: AuditRecord): readonly DecisionInTime[] {
  return decisions
    .map((decision) => ({ ...decision, atSeconds: (Date.parse(decision.at) - Date.parse(startedAt)) / 1000 }))
    .sort((a, b) => a.atSeconds - b.atSeconds);
}
