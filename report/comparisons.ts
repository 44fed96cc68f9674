import type { Check } from '../workflow/audit-record.ts';

/** How many executions of a version have ended since the first shift. */
export interface EndedExecutions {
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
}

/** What the comparison of one target came to at one look, where versions were compared. */
export interface Comparison {
  /** Absent where it is the only one. */
  readonly target?: string;
  readonly finding: string;
  readonly candidate: EndedExecutions;
  readonly stable: EndedExecutions;
  /** Natural logarithm of the evidence, a ratio to 1. */
  readonly logEvidence: number;
  /** Unhealthy from so much to 1 on. */
  readonly limit: number;
  readonly executionsNeeded: number;
}

export function comparisonsOf(check: Check): readonly Comparison[] {
  return (check as { readonly comparisons?: readonly Comparison[] }).comparisons ?? [];
}
