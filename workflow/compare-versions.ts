import { comparisonInWords } from './comparison-in-words.ts';
import type { Verdict } from './document.ts';
import { type FinalBake, logFinalBakeEvidence } from './final-bake.ts';
import { type Bucket, fold, type History, logEvidenceOf, noEvidence, type RunningEvidence } from './log-evidence.ts';
import { logHealthEvidence, successesNeeded } from './minimum-evidence.ts';

/** All that was seen of one target's two versions, up to one look. */
export interface ComparedEvidence {
  readonly versions: { readonly stable: number; readonly candidate: number };
  /** Finished buckets: see {@link nothingFolded} and {@link foldBuckets}. */
  readonly folded: FoldedBuckets;
  /** Buckets that may still change. */
  readonly open: readonly Bucket[];
  /** Executions of the candidate that have been running for longer than the longest of stable's took: in the way to `healthy` they count as failed. */
  readonly overdue: number;
  /** The candidate since it has had all the traffic; absent before that. */
  readonly finalBake?: FinalBake;
  /** Full minutes at the current weight whose counts can be seen. */
  readonly minutesSeen: number;
  /** For how long, in the whole deployment, the finding was `notQuiet` after a step's bake time. */
  readonly heldSeconds: number;
}

/** Plain JSON of constant size. */
export interface FoldedBuckets {
  readonly evidence: RunningEvidence;
  readonly counts: Counts;
}

export type Counts = Omit<Bucket, 'highestWeight' | 'lowestWeight'>;

export interface CompareSettings {
  /** How often a candidate that is like stable is rolled back, at most. It is one target's: a deployment of several divides its rate among them. */
  readonly falseRollbackRate: number;
  /** `healthy` excludes a failure rate of stable's and so much on top: 0.5 is half of all executions. */
  readonly minimumEffect: number;
  /** Whether the candidate, alone at 100 %, is held against stable's past. */
  readonly finalBake: 'on' | 'off';
  /** Successful executions of the candidate without which it is not healthy, whatever the comparison says. */
  readonly minimumExecutions: number;
  /** A deployment is held for at most so long by evidence that is not quiet. */
  readonly maximumHoldSeconds: number;
}

export const DEFAULT_COMPARE: CompareSettings = {
  falseRollbackRate: 0.01,
  minimumEffect: 0.5,
  finalBake: 'off',
  minimumExecutions: 0,
  maximumHoldSeconds: 3600,
};

/**
 * What stands behind a verdict. `unhealthy`: `failsMore` than stable beside it, `failsMoreThanBefore` than stable's past (only in the final bake). `inconclusive`: `settling`, the
 * counts of this weight cannot be seen yet; `suspicious`, too much evidence to go on, too little to roll back; `tooFew` executions to tell; `notQuiet`, could go on, but
 * is held for a while. `healthy`: `likeStable`, as far as was asked for.
 */
export type Finding =
  | 'failsMore'
  | 'failsMoreThanBefore'
  | 'settling'
  | 'suspicious'
  | 'tooFew'
  | 'notQuiet'
  | 'likeStable';

export interface Comparison {
  readonly verdict: Verdict;
  readonly finding: Finding;
  /**
   * Whether waiting may lead to `healthy`. It may not where a candidate that has all the traffic is suspicious: there is no control left that could clear it, so
   * that an extension would only cost failures.
   */
  readonly canBecomeHealthy: boolean;
  /** Sentences for a person; the first one has the counts and the evidence. */
  readonly reasons: readonly string[];
  readonly numbers: ComparisonNumbers;
}

/** Logarithms are natural, and of ratios to 1. */
export interface ComparisonNumbers {
  readonly counts: Counts;
  readonly logEvidence: number;
  /** Unhealthy from so much to 1 on. */
  readonly limit: number;
  /** Evidence that the candidate fails less often than `regressionRate`. */
  readonly logHealthEvidence: number;
  /** The executions that must still succeed, none failing, before the candidate can be healthy. */
  readonly executionsNeeded: number;
  /** Where the final bake is judged. */
  readonly finalBake?: FinalBake & { readonly logEvidence: number; readonly limit: number };
}

/** Of the false roll-backs that are accepted, the part that the comparison may use; the rest is the final bake's. */
const COMPARISON_SHARE = 0.8;
const FINAL_BAKE_SHARE = 0.2;
/** At such evidence (to 1) a candidate is not healthy, and … */
const SUSPICIOUS = 10;
/** … at such evidence a step that could end is held: it may go on growing. An early failure that stays alone leaves 3.2, so not for ever. */
const NOT_QUIET = 3;
const MINUTES_TO_SETTLE = 2;

const NO_COUNTS: Counts = { candidateFailed: 0, candidateSucceeded: 0, stableFailed: 0, stableSucceeded: 0 };

/** Where a deployment begins: nothing was seen of it, and this of stable in the day before. */
export function nothingFolded(history: History): FoldedBuckets {
  return { evidence: noEvidence(history), counts: NO_COUNTS };
}

/** Adds buckets that will not change any more, so that they need not be kept. */
export function foldBuckets({ evidence, counts }: FoldedBuckets, buckets: readonly Bucket[]): FoldedBuckets {
  return { evidence: fold(evidence, buckets), counts: buckets.reduce(sum, counts) };
}

/** The evidence, as a ratio to 1, from which on a candidate is unhealthy; a whole number. */
export function evidenceLimit({ falseRollbackRate }: Pick<CompareSettings, 'falseRollbackRate'>): number {
  return wholeLimit(COMPARISON_SHARE * falseRollbackRate);
}

/**
 * The verdict on a candidate by what its executions and stable's came to.
 *
 * `unhealthy` is to be acted on at once: the promise holds for the first time that the limit is reached, and later readings may lower the evidence again.
 */
export function compareVersions(evidence: ComparedEvidence, settings: CompareSettings): Comparison {
  const numbers = numbersOf(evidence, settings);
  const finding = findingOf(evidence, numbers, settings);
  const verdict = verdictOf(finding);
  return {
    verdict,
    finding,
    canBecomeHealthy: verdict !== 'unhealthy' && !(finding === 'suspicious' && evidence.finalBake !== undefined),
    reasons: comparisonInWords(finding, evidence, numbers, settings),
    numbers,
  };
}

function numbersOf(
  { folded, open, overdue, finalBake }: ComparedEvidence,
  settings: CompareSettings,
): ComparisonNumbers {
  const { evidence, counts } = foldBuckets(folded, open);
  const { history } = evidence;
  const candidate = { succeeded: counts.candidateSucceeded, failed: counts.candidateFailed + overdue };
  const needed = successesNeeded(candidate, history, settings.minimumEffect);
  const numbers = {
    counts,
    logEvidence: logEvidenceOf(evidence),
    limit: evidenceLimit(settings),
    logHealthEvidence: logHealthEvidence(candidate, history, settings.minimumEffect),
    executionsNeeded: Math.max(needed, settings.minimumExecutions - candidate.succeeded),
  };
  if (settings.finalBake === 'off' || finalBake === undefined) return numbers;
  const { stableFailed, stableSucceeded } = counts;
  const stable = { executions: stableFailed + stableSucceeded, failures: stableFailed };
  const limit = wholeLimit(FINAL_BAKE_SHARE * settings.falseRollbackRate);
  return {
    ...numbers,
    finalBake: { ...finalBake, logEvidence: logFinalBakeEvidence(history, stable, finalBake), limit },
  };
}

function findingOf(
  { minutesSeen, heldSeconds, finalBake }: ComparedEvidence,
  numbers: ComparisonNumbers,
  { maximumHoldSeconds }: CompareSettings,
): Finding {
  const { logEvidence, limit, executionsNeeded } = numbers;
  if (logEvidence >= Math.log(limit)) return 'failsMore';
  if (numbers.finalBake && numbers.finalBake.logEvidence >= Math.log(numbers.finalBake.limit))
    return 'failsMoreThanBefore';
  if (minutesSeen < MINUTES_TO_SETTLE) return 'settling';
  if (logEvidence >= Math.log(SUSPICIOUS)) return 'suspicious';
  if (executionsNeeded > 0) return 'tooFew';
  // At 100 % nothing more will come of holding: there is no control left.
  const canGrow = finalBake === undefined && heldSeconds < maximumHoldSeconds;
  return canGrow && logEvidence >= Math.log(NOT_QUIET) ? 'notQuiet' : 'likeStable';
}

function verdictOf(finding: Finding): Verdict {
  if (finding === 'likeStable') return 'healthy';
  return finding === 'failsMore' || finding === 'failsMoreThanBefore' ? 'unhealthy' : 'inconclusive';
}

/** One to so many, rounded up: what is said to a person is then what is compared. */
function wholeLimit(rate: number): number {
  return Math.ceil(1 / rate - 1e-9);
}

function sum(one: Counts, other: Counts): Counts {
  return {
    candidateFailed: one.candidateFailed + other.candidateFailed,
    candidateSucceeded: one.candidateSucceeded + other.candidateSucceeded,
    stableFailed: one.stableFailed + other.stableFailed,
    stableSucceeded: one.stableSucceeded + other.stableSucceeded,
  };
}
