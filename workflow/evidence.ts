import { LONGEST_REACH_SECONDS, routedSince, type Shift } from './bucket-weights.ts';
import { type FoldedBuckets, foldBuckets, nothingFolded } from './compare-versions.ts';
import { bucketOf, countsOf, isApart } from './evidence-buckets.ts';
import type { FinalBake } from './final-bake.ts';
import type { History } from './log-evidence.ts';
import { fullMinuteFrom, MINUTE_SECONDS, type Minute, mergeMinutes, minuteOf } from './minutes.ts';

/** Stable's executions of the day before the deployment. */
export interface PastExecutions extends History {
  /** How long the longest of them took; absent where none has ended. */
  readonly longestSeconds?: number;
}

/** How often a machine is usually started. */
export interface UsualStarts {
  readonly throughAlias: number;
  /** By whatever way. */
  readonly inAll: number;
  /** Since the first start through the alias of the last 24 hours. */
  readonly observedSeconds: number;
  /** How long the longest took that was started through the alias; absent where none has ended. */
  readonly longestSeconds?: number;
}

/**
 * What is kept of one target's two versions from look to look. Minutes that may still change are kept as they were read; older ones are folded into numbers
 * of constant size. Times are seconds, minutes are whole ones, both since 1970.
 */
export interface TargetEvidence {
  readonly past: PastExecutions;
  /** Those that can still matter. */
  readonly shifts: readonly Shift[];
  /** Minutes before this one are folded. The first one is that of the first shift, or the next one where the candidate may have been used in it before. */
  readonly openFrom: number;
  readonly open: readonly Minute[];
  /** What ended before then may have started before the alias was last moved by somebody else, and so with any weight; absent where that is over when the evidence begins. */
  readonly mixedUntil?: number;
  readonly folded: Folded;
  /** When CloudWatch was read last; absent: not yet. */
  readonly countedAt?: number;
  /** What the list of executions has told completely; absent where there is none, or it was not read yet. */
  readonly listed?: { readonly fromMinute: number; readonly untilSeconds: number };
  /** The versions were started by other ways than the alias. */
  readonly bypassed?: boolean;
}

/** All of the folded minutes. */
export interface Folded extends FoldedBuckets {
  /** Since the candidate has had all the traffic. */
  readonly atFull: FinalBake;
  readonly candidateStarted: number;
  readonly candidateAborted: number;
  readonly stableAborted: number;
  /** How many of the candidate had been started by a minute: some of them, where stable's executions take longer than minutes stay open. */
  readonly marks: readonly Mark[];
}

interface Mark {
  readonly minute: number;
  readonly started: number;
}

/** CloudWatch's counts may change for so long: later ones are lost, which the rule survives. */
export const OPEN_MINUTES = 15;
/** Data points of one minute may come so many minutes apart. */
const SETTLED_MINUTES = 3;
const MARKS = 10;

/** @param mixedUntil see {@link TargetEvidence}; in seconds */
export function newEvidence(past: PastExecutions, mixedUntil?: number): TargetEvidence {
  const { executions, failures } = past;
  const nothing = { candidateStarted: 0, candidateAborted: 0, stableAborted: 0, marks: [] };
  const folded = { ...nothingFolded({ executions, failures }), atFull: { started: 0, failed: 0 }, ...nothing };
  return { past, shifts: [], openFrom: 0, open: [], folded, ...(mixedUntil !== undefined && { mixedUntil }) };
}

/** What may have used the candidate in the minute of the first shift, before it: smoke tests, or an alias that was on it until just now. */
export type UsedBefore = 'bySmokeTests' | 'byTheAlias';

/**
 * The alias was moved. The minute of the first shift counts as a whole, unless the candidate was used in it before. What failed in it before the shift can only have been
 * stable's, and is taken as if the candidate might have got it, too: that speaks for the candidate.
 */
export function withShift(evidence: TargetEvidence, shift: Shift, usedBefore?: UsedBefore): TargetEvidence {
  const { shifts } = evidence;
  if (shifts.length > 0) return { ...evidence, shifts: [...shifts, shift] };
  return { ...evidence, shifts: [shift], openFrom: firstMinute(shift, usedBefore) };
}

/** The minute that smoke tests ended in is not traffic's even where it begins with the shift. */
function firstMinute({ atSeconds }: Shift, usedBefore: UsedBefore | undefined): number {
  if (usedBefore === 'bySmokeTests') return minuteOf(atSeconds) + 1;
  return usedBefore === 'byTheAlias' ? fullMinuteFrom(atSeconds) : minuteOf(atSeconds);
}

/** Whether starts may still have gone by an alias's earlier routing in the minute of a shift. */
export function isRecent(movedAtSeconds: number, { atSeconds }: Shift): boolean {
  return routedSince(movedAtSeconds) >= minuteOf(atSeconds) * MINUTE_SECONDS;
}

/** CloudWatch was read: all minutes from `openFrom` on that were over then. */
export function withCounts(evidence: TargetEvidence, read: readonly Minute[], atSeconds: number): TargetEvidence {
  const open = merged(evidence, read);
  const settled = open.filter(({ minute }) => minute < minuteOf(atSeconds) - SETTLED_MINUTES);
  const bypassed = evidence.bypassed || isApart(settled);
  const counted = { ...evidence, open, countedAt: atSeconds, ...(bypassed && { bypassed }) };
  return foldedUntil(counted, minuteOf(atSeconds) - OPEN_MINUTES);
}

/** From when on the list of executions must be read, in seconds: whole minutes, so that they can be counted anew, with what it told too late. */
export function listFrom({ listed, openFrom }: TargetEvidence): number {
  const since = listed ? Math.max(listed.fromMinute, minuteOf(listed.untilSeconds - MINUTE_SECONDS)) : 0;
  return Math.max(since, openFrom) * MINUTE_SECONDS;
}

/** The list of executions was read from `listFrom` on. */
export function withList(evidence: TargetEvidence, read: readonly Minute[], atSeconds: number): TargetEvidence {
  const fromMinute = evidence.listed?.fromMinute ?? evidence.openFrom;
  return { ...evidence, open: merged(evidence, read), listed: { fromMinute, untilSeconds: atSeconds } };
}

/** The list had more than may be read: it begins anew, and CloudWatch tells what lies before. */
export function withoutList(evidence: TargetEvidence, atSeconds: number): TargetEvidence {
  return { ...evidence, listed: { fromMinute: fullMinuteFrom(atSeconds), untilSeconds: atSeconds } };
}

/** Whether the candidate had all the traffic in this minute, from its beginning on. */
function isAtFull({ shifts }: Pick<TargetEvidence, 'shifts'>, { minute }: Minute): boolean {
  const last = shifts.at(-1);
  return last?.weight === 1 && minute >= fullMinuteFrom(last.atSeconds);
}

/** The candidate's executions of minutes in which it had all the traffic, added to those before. */
export function addAtFull(before: FinalBake, evidence: TargetEvidence, minutes: readonly Minute[]): FinalBake {
  return minutes
    .filter((minute) => isAtFull(evidence, minute))
    .reduce(
      ({ started, failed }, minute) => ({
        started: started + (minute.candidate?.started ?? 0),
        failed: failed + countsOf(evidence, minute).candidateFailed,
      }),
      before,
    );
}

/** What was read later than a minute was folded comes too late. */
function merged({ open, openFrom }: TargetEvidence, read: readonly Minute[]): readonly Minute[] {
  return mergeMinutes(
    open,
    read.filter(({ minute }) => minute >= openFrom),
  );
}

function foldedUntil(evidence: TargetEvidence, openFrom: number): TargetEvidence {
  if (openFrom <= evidence.openFrom) return evidence;
  const leaving = evidence.open.filter(({ minute }) => minute < openFrom);
  const { folded } = evidence;
  const buckets = leaving.map((minute) => bucketOf(evidence, minute));
  const sum = (of: (minute: Minute) => number | undefined): number =>
    leaving.reduce((total, minute) => total + (of(minute) ?? 0), 0);
  const candidateStarted = folded.candidateStarted + sum(({ candidate }) => candidate?.started);
  return {
    ...evidence,
    openFrom,
    open: evidence.open.filter(({ minute }) => minute >= openFrom),
    shifts: shiftsSince(evidence, openFrom),
    folded: {
      ...foldBuckets(folded, buckets),
      atFull: addAtFull(folded.atFull, evidence, leaving),
      candidateStarted,
      candidateAborted: folded.candidateAborted + sum(({ candidate }) => candidate?.aborted),
      stableAborted: folded.stableAborted + sum(({ stable }) => stable?.aborted),
      marks: withMark(evidence, { minute: openFrom - 1, started: candidateStarted }),
    },
  };
}

/** A shift matters as long as executions that may have started before it are still to end. */
function shiftsSince({ shifts, past }: TargetEvidence, openFrom: number): readonly Shift[] {
  const reach = Math.min(LONGEST_REACH_SECONDS, past.longestSeconds ?? 0) + 2 * MINUTE_SECONDS;
  const before = shifts.findLastIndex(({ atSeconds }) => atSeconds <= openFrom * MINUTE_SECONDS - reach);
  return shifts.slice(Math.max(0, before));
}

/** Marks are a tenth of the longest execution apart, and one that is older than that is enough. */
function withMark({ folded: { marks }, past }: TargetEvidence, mark: Mark): readonly Mark[] {
  const longest = Math.ceil((past.longestSeconds ?? 0) / MINUTE_SECONDS);
  const last = marks.at(-1)?.minute ?? Number.NEGATIVE_INFINITY;
  if (longest < OPEN_MINUTES - SETTLED_MINUTES || mark.minute - last < longest / MARKS) return marks;
  const oldEnough = marks.findLastIndex(({ minute }) => minute < mark.minute - OPEN_MINUTES - longest);
  return [...marks.slice(Math.max(0, oldEnough)), mark];
}
