import type { AuditRecord, Check } from '../workflow/audit-record.ts';

/** One weight of a deployment, with what was seen there. */
export interface StepTold {
  readonly weightPercent: number;
  readonly sayings: readonly Saying[];
  /** So many changes of the verdict are left out after the first half of `sayings`. */
  readonly leftOut: number;
}

/** More changes of its mind than that nobody reads. */
const MOST_SAYINGS = 24;

/** Looks in a row that came to the same. */
export interface Saying {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  readonly looks: number;
  readonly verdict: Check['verdict'];
  readonly decision: Check['decision'];
  /** Of the last of them. */
  readonly reasons: readonly string[];
}

/** The looks of each step, repeated ones folded. */
export function stepsTold({ checks }: Pick<AuditRecord, 'checks'>): readonly StepTold[] {
  const steps: { weightPercent: number; sayings: Saying[] }[] = [];
  for (const check of checks) {
    let step = steps.at(-1);
    if (step?.weightPercent !== check.weightPercent) {
      step = { weightPercent: check.weightPercent, sayings: [] };
      steps.push(step);
    }
    const last = step.sayings.at(-1);
    if (last && isAlike(last, check)) step.sayings[step.sayings.length - 1] = joined(last, check);
    else step.sayings.push(joined(undefined, check));
  }
  return steps.map(({ weightPercent, sayings }) => {
    const leftOut = Math.max(0, sayings.length - MOST_SAYINGS);
    const half = MOST_SAYINGS / 2;
    const kept = leftOut === 0 ? sayings : [...sayings.slice(0, half), ...sayings.slice(-half)];
    return { weightPercent, sayings: kept, leftOut };
  });
}

/** What follows from the last look of a row is said with it: it does not begin a new one. */
function isAlike(saying: Saying, check: Check): boolean {
  return saying.decision === 'keepBaking' && saying.verdict === check.verdict;
}

function joined(before: Saying | undefined, { atSeconds, verdict, decision, reasons }: Check): Saying {
  return {
    fromSeconds: before?.fromSeconds ?? atSeconds,
    untilSeconds: atSeconds,
    looks: (before?.looks ?? 0) + 1,
    verdict,
    decision,
    reasons,
  };
}

/** What follows from a verdict, in words. */
export const FOLLOWS: Readonly<Record<Check['decision'], string>> = {
  keepBaking: 'goes on baking',
  nextStep: 'next step',
  promote: 'promote',
  rollBack: 'roll back',
};
