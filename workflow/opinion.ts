import { type CompareSettings, type Comparison, compareVersions, type Finding } from './compare-versions.ts';
import { abortedOf, comparedEvidence, isUnreadable, isUnused } from './compared-evidence.ts';
import type { TargetEvidence } from './evidence.ts';
import { isBypassed } from './evidence-buckets.ts';
import type { Opinion } from './judge.ts';

/** One target whose versions are compared, as it is known at one look. */
export interface ComparedTarget {
  /** As sentences name it; empty where it is the only one. */
  readonly name: string;
  readonly evidence: TargetEvidence;
  readonly versions: { readonly stable: number; readonly candidate: number };
  /** So many looks in a row could not read CloudWatch. */
  readonly unread: number;
  /** See `ComparedEvidence`. */
  readonly heldSeconds: number;
  readonly settings: CompareSettings;
}

/** What the comparison of one target came to, in numbers. Logarithms are natural. */
export interface ComparisonFigures {
  /** Absent where it is the only one. */
  readonly target?: string;
  readonly finding: Finding | 'unreadable' | 'unused';
  readonly candidate: EndedExecutions;
  readonly stable: EndedExecutions;
  readonly logEvidence: number;
  /** Unhealthy from so much to 1 on. */
  readonly limit: number;
  /** The executions that must still succeed, none failing, before the candidate can be healthy. */
  readonly executionsNeeded: number;
  readonly finalBake?: { readonly logEvidence: number; readonly limit: number };
}

export interface EndedExecutions {
  readonly succeeded: number;
  readonly failed: number;
  readonly aborted: number;
}

export interface TargetOpinion extends Opinion {
  readonly figures: ComparisonFigures;
}

/** One look without counts is no news, and so is a second one. */
const UNREAD_LOOKS = 3;

/** What the comparison of one target says to the verdict. */
export function opinionOn(target: ComparedTarget): TargetOpinion {
  const { name, evidence, versions, heldSeconds, settings } = target;
  const comparison = compareVersions(comparedEvidence(evidence, versions, heldSeconds), settings);
  const { finding, ...opinion } = exception(target, comparison) ?? compared(target, comparison);
  const prefix = name === '' ? '' : `${name}: `;
  return {
    ...opinion,
    reasons: opinion.reasons.map((reason) => prefix + reason),
    figures: figuresOf(target, comparison, finding),
  };
}

type Said = Opinion & Pick<ComparisonFigures, 'finding'>;

function compared(target: ComparedTarget, { verdict, finding, canBecomeHealthy, reasons }: Comparison): Said {
  return {
    verdict,
    finding,
    // A name of its own for each finding, as for everything that speaks against a candidate.
    ...(verdict !== 'healthy' && { reason: finding[0]!.toUpperCase() + finding.slice(1) }),
    ...(verdict === 'inconclusive' && !canBecomeHealthy && { hopeless: true }),
    reasons: [...reasons, ...notes(target)],
  };
}

/** Where what was counted cannot be believed, or there is nothing to count. */
function exception({ evidence, unread, settings }: ComparedTarget, { verdict, finding }: Comparison): Said | undefined {
  if (verdict === 'unhealthy') return undefined;
  const unreadable = { verdict: 'inconclusive', reason: 'EvidenceUnreadable', finding: 'unreadable' } as const;
  if (unread >= UNREAD_LOOKS)
    return { ...unreadable, reasons: [`CloudWatch could not be read ${unread} times in a row`] };
  if (isUnreadable(evidence)) {
    const why = 'executions are started through the alias, but CloudWatch counts none under either version';
    return { ...unreadable, reasons: [why] };
  }
  if (finding !== 'tooFew' || !isUnused(evidence) || settings.minimumExecutions > 0) return undefined;
  const why = 'not tested by traffic: nothing was started, neither in the day before nor since';
  return { verdict: 'healthy', finding: 'unused', reasons: [why] };
}

function notes({ evidence, versions }: ComparedTarget): readonly string[] {
  const { candidate, stable } = abortedOf(evidence);
  return [
    ...(candidate + stable > 0
      ? [
          `aborted and not judged: ${candidate} of version ${versions.candidate}, ${stable} of version ${versions.stable}`,
        ]
      : []),
    ...(isBypassed(evidence)
      ? [
          'starts through the alias and starts of both versions differ by more than 2 %: executions come past the alias, or data points are missing. Successes are left out, and failures that need not be the candidate’s',
        ]
      : []),
  ];
}

function figuresOf(
  { name, evidence }: ComparedTarget,
  { numbers }: Comparison,
  finding: ComparisonFigures['finding'],
): ComparisonFigures {
  const { counts, logEvidence, limit, executionsNeeded, finalBake } = numbers;
  const aborted = abortedOf(evidence);
  return {
    ...(name !== '' && { target: name }),
    finding,
    candidate: { succeeded: counts.candidateSucceeded, failed: counts.candidateFailed, aborted: aborted.candidate },
    stable: { succeeded: counts.stableSucceeded, failed: counts.stableFailed, aborted: aborted.stable },
    logEvidence: rounded(logEvidence),
    limit,
    executionsNeeded,
    ...(finalBake && { finalBake: { logEvidence: rounded(finalBake.logEvidence), limit: finalBake.limit } }),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(6));
}
