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

/** What people's decisions come to at one moment of one step. */
export interface Standing {
  /** Nothing goes forward; what is unhealthy still comes back. */
  readonly paused?: Decision;
  /** Of this step. */
  readonly approved?: Decision;
  readonly promote?: Decision;
  readonly rollBack?: Decision;
}

/** @param stepBegan ISO 8601; an approval is one step's */
export function standingOf(decisions: readonly Decision[], stepBegan: string): Standing {
  const last = (...kinds: readonly Decision['decision'][]) =>
    decisions.findLast(({ decision }) => kinds.includes(decision));
  const pauseOrResume = last('pause', 'resume');
  const approval = last('approve');
  // The last word of those that end the deployment counts.
  const ending = last('promote', 'rollBack');
  return {
    ...(pauseOrResume?.decision === 'pause' && { paused: pauseOrResume }),
    ...(approval && Date.parse(approval.at) >= Date.parse(stepBegan) && { approved: approval }),
    ...(ending && { [ending.decision]: ending }),
  };
}

/** `paused by kim: waiting for the weekend to be over` */
export function decisionInWords({ actor, reason }: Decision, verb: string): string {
  return `${verb} by ${actor}${reason === undefined ? '' : `: ${reason}`}`;
}
