import {
  type ComparedEvidence,
  type CompareSettings,
  type Comparison,
  compareVersions,
  type FoldedBuckets,
  foldBuckets,
  nothingFolded,
} from './compare-versions.ts';
import type { Bucket, History } from './log-evidence.ts';
import type { DeploymentRequest } from './request.ts';
import type { Step } from './strategy.ts';

/** How a target is used, by what was seen of it in a day. */
export interface Usage {
  /** Starts through the alias. */
  readonly perMinute: number;
  readonly history: History;
}

/** What a deployment is judged by. */
export interface Rules {
  settingsAt(step: Step): CompareSettings;
  /** A step that cannot tell is extended by so much at most. */
  readonly maximumExtensionSeconds: number;
  /** What follows then. */
  readonly onInconclusive: DeploymentRequest['onInconclusive'];
}

/** How a deployment goes in which everything is as often as it is expected to be. */
export interface ExpectedCourse {
  /** `inconclusive`: rolled back, for nobody could tell. */
  readonly end: 'promoted' | 'rolledBack' | 'inconclusive';
  /** When it ends, counted from the first shift. */
  readonly atSeconds: number;
  /** The candidate's, until then. */
  readonly failures: number;
  /** Those that it came to; it ends in the last one. */
  readonly steps: readonly ExpectedStep[];
}

export interface ExpectedStep {
  /** Of the candidate that must succeed before it can be healthy, as the step begins. */
  readonly executionsNeeded: number;
  /** The step's bake, or what it is extended to. */
  readonly lastsSeconds: number;
  /** Whether it ends with a verdict. */
  readonly isTold: boolean;
}

/** Only whole minutes are counted: a shift is in the middle of one, on the average. */
const UNTIL_FIRST_MINUTE_SECONDS = 30;
/** CloudWatch has a minute's counts about so long after its end. */
const SEEN_AFTER_SECONDS = 60;
const MINUTE = 60;

/** The whole minutes at a weight whose counts can be seen so long after its shift. */
export function minutesSeen(secondsSinceShift: number): number {
  return Math.max(0, Math.floor((secondsSinceShift - UNTIL_FIRST_MINUTE_SECONDS - SEEN_AFTER_SECONDS) / MINUTE));
}

/**
 * The course of a deployment whose candidate fails with `candidateRate` while stable goes on as in its history: each count is taken to be what is expected, fractions
 * included, and given to the judge's own rule minute by minute. Executions are taken to end at once.
 */
export function expectedCourse(
  steps: readonly Step[],
  usage: Usage,
  candidateRate: number,
  { settingsAt, maximumExtensionSeconds, onInconclusive }: Rules,
): ExpectedCourse {
  const passed: ExpectedStep[] = [];
  let [folded, heldSeconds, atSeconds, starts] = [nothingFolded(usage.history), 0, 0, 0];
  for (const step of steps) {
    const seen = (minutes: number): Bucket => expectedBucket(minutes, step, usage, candidateRate);
    const before = folded;
    const look: Look = (minutes, held) =>
      compareVersions(evidenceWith(before, seen(minutes), minutes, held), settingsAt(step));
    const end = endOfStep(step.bakeSeconds, maximumExtensionSeconds, look, heldSeconds);
    passed.push({
      executionsNeeded: Math.ceil(look(0, heldSeconds).numbers.executionsNeeded),
      lastsSeconds: end.afterSeconds,
      isTold: end.kind !== 'inconclusive',
    });
    atSeconds += end.afterSeconds;
    starts += startsIn(end.afterSeconds, step, usage);
    const goesOn = end.kind === 'healthy' || (end.kind === 'inconclusive' && onInconclusive === 'promote');
    if (!goesOn) return { end: end.kind, atSeconds, failures: starts * candidateRate, steps: passed };
    heldSeconds = end.heldSeconds;
    folded = foldBuckets(folded, [seen(end.afterSeconds / MINUTE)]);
  }
  return { end: 'promoted', atSeconds, failures: starts * candidateRate, steps: passed };
}

/** How often the candidate is started at a step in so many seconds. */
export function startsIn(seconds: number, { weightPercent }: Step, { perMinute }: Usage): number {
  return (perMinute * weightPercent * seconds) / 6000;
}

/** Stable's failure rate as its history has it. */
export function rateOf({ executions, failures }: History): number {
  return failures / Math.max(1, executions);
}

/** The judge's finding when so many minutes of the step can be seen. */
type Look = (minutes: number, heldSeconds: number) => Comparison;

interface EndOfStep {
  readonly kind: 'healthy' | 'rolledBack' | 'inconclusive';
  readonly afterSeconds: number;
  readonly heldSeconds: number;
}

function endOfStep(bakeSeconds: number, extensionSeconds: number, look: Look, heldBefore: number): EndOfStep {
  const lastSeconds = bakeSeconds + extensionSeconds;
  const toldSeconds = secondsUntilTold(look, minutesSeen(lastSeconds));
  let heldSeconds = heldBefore;
  for (let seconds = bakeSeconds; seconds <= lastSeconds; seconds += MINUTE) {
    if (toldSeconds <= seconds) break;
    const { verdict, finding, canBecomeHealthy } = look(minutesSeen(seconds), heldSeconds);
    // A hold is over when the step's time is.
    const isHealthy = verdict === 'healthy' || (finding === 'notQuiet' && seconds + MINUTE > lastSeconds);
    if (isHealthy) return { kind: 'healthy', afterSeconds: seconds, heldSeconds };
    if (!canBecomeHealthy) return { kind: 'inconclusive', afterSeconds: seconds, heldSeconds };
    if (finding === 'notQuiet') heldSeconds += MINUTE;
  }
  if (toldSeconds <= lastSeconds) return { kind: 'rolledBack', afterSeconds: toldSeconds, heldSeconds };
  return { kind: 'inconclusive', afterSeconds: lastSeconds, heldSeconds };
}

/** Infinite where `minutes` are not enough. The logarithm of the evidence is convex in time: once it has reached the limit it stays above. */
function secondsUntilTold(look: Look, minutes: number): number {
  const isTold = (seen: number): boolean => look(seen, 0).verdict === 'unhealthy';
  if (!isTold(minutes)) return Number.POSITIVE_INFINITY;
  let [low, high] = [-1, minutes];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isTold(middle)) high = middle;
    else low = middle;
  }
  return UNTIL_FIRST_MINUTE_SECONDS + high * MINUTE + SEEN_AFTER_SECONDS;
}

/** What the judge is given when so many whole minutes of a step, with these executions, have come on top of the steps before. */
export function evidenceWith(
  folded: FoldedBuckets,
  bucket: Bucket,
  minutes: number,
  heldSeconds: number,
): ComparedEvidence {
  const { candidateFailed: failed, candidateSucceeded, highestWeight } = bucket;
  return {
    versions: { stable: 1, candidate: 2 },
    folded,
    open: [bucket],
    overdue: 0,
    minutesSeen: minutes,
    heldSeconds,
    ...(highestWeight === 1 && { finalBake: { started: failed + candidateSucceeded, failed } }),
  };
}

/** What is expected of so many minutes of a step, in one bucket. */
export function expectedBucket(
  minutes: number,
  { weightPercent }: Step,
  { perMinute, history }: Usage,
  candidateRate: number,
): Bucket {
  const weight = weightPercent / 100;
  const candidate = minutes * perMinute * weight;
  const stable = minutes * perMinute * (1 - weight);
  return {
    candidateFailed: candidate * candidateRate,
    candidateSucceeded: candidate * (1 - candidateRate),
    stableFailed: stable * rateOf(history),
    stableSucceeded: stable * (1 - rateOf(history)),
    highestWeight: weight,
    lowestWeight: weight,
  };
}
