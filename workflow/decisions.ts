/** What a person may decide about a deployment under way. `approve`: this step; `promote`: all the way, now; `rollBack`: back, now. */
export const DECISIONS = ['pause', 'resume', 'approve', 'promote', 'rollBack'] as const;

/** A person's decision, as the ledger keeps it. */
export interface Decision {
  readonly decision: (typeof DECISIONS)[number];
  /** Who decided. */
  readonly actor: string;
  readonly reason?: string;
  /** ISO 8601. */
  readonly at: string;
}
