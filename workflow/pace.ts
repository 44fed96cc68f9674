import type { Step } from './strategy.ts';

/** How long it is waited between looks at evidence: quick after each shift, slower later. A request's own `pollSeconds` is one wait for all. */
export interface Pace {
  /** From look to look soon after a shift. */
  readonly quickSeconds: number;
  /** After so many quick looks each wait is this part of the time since the shift, so that waits grow geometrically … */
  readonly quickLooks: number;
  /** … up to this. */
  readonly longestSeconds: number;
}

/** Looks at evidence within a step. */
export interface Looks {
  readonly count: number;
  /** The longest wait before one of them. */
  readonly longestSeconds: number;
}

/** The same wait from look to look. */
export function constantPace(pollSeconds: number): Pace {
  return { quickSeconds: pollSeconds, quickLooks: 1, longestSeconds: pollSeconds };
}

/** The looks between two times since a shift, with one at the very end: how many, and how far apart at most. */
export function looksBetween(pace: Pace, fromSeconds: number, untilSeconds: number): Looks {
  let count = 0;
  let longestSeconds = 0;
  for (let at = fromSeconds; at < untilSeconds; count++) {
    const wait = paceWait(pace, at);
    const rest = untilSeconds - at;
    longestSeconds = Math.max(longestSeconds, Math.min(wait, rest));
    // It grows no more: the rest need not be walked.
    if (wait === pace.longestSeconds) return { count: count + Math.ceil(rest / wait), longestSeconds };
    at += wait;
  }
  return { count, longestSeconds };
}

/** How often a step is looked at while it bakes: once at least. */
export function pollsOf({ bakeSeconds }: Step, pace: Pace): number {
  return Math.max(1, looksBetween(pace, 0, bakeSeconds).count);
}

function paceWait({ quickSeconds, quickLooks, longestSeconds }: Pace, secondsSinceShift: number): number {
  return Math.min(longestSeconds, Math.max(quickSeconds, Math.floor(secondsSinceShift / quickLooks)));
}

/** A time as ISO 8601 text, `seconds` after another. */
export function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}

export interface Bake {
  readonly now: string;
  readonly bakeStartedAt: string;
  readonly bakeEndsAt: string;
  readonly pace: Pace;
}

/** Seconds until the next look: the pace's, but never beyond the end of the bake. */
export function nextWait({ now, bakeStartedAt, bakeEndsAt, pace }: Bake): number {
  const wait = paceWait(pace, secondsBetween(bakeStartedAt, now));
  return Math.max(0, Math.min(wait, secondsBetween(now, bakeEndsAt)));
}

/** Whole seconds from one time to another, rounded up. */
export function secondsBetween(from: string, to: string): number {
  return Math.ceil((Date.parse(to) - Date.parse(from)) / 1000);
}

export interface Moment extends Bake {
  readonly lastStep: boolean;
  /** How often evidence may still be read at this step; what later steps need is not counted in. */
  readonly pollsLeft: number;
  /** What stays inconclusive comes back so long after the bake's end. */
  readonly extensionSeconds: number;
  /** Waiting cannot lead to `healthy` any more. */
  readonly hopeless?: boolean;
}

/** Whether this is the last look that a step has got. */
export function isExhausted({ now, bakeEndsAt, extensionSeconds, pollsLeft }: Moment): boolean {
  // The history must not run full: nothing could catch that.
  return (
    secondsBetween(now, bakeEndsAt) <= 0 &&
    (pollsLeft < 1 || secondsBetween(now, later(bakeEndsAt, extensionSeconds)) <= 0)
  );
}

/** Looks again at the pace's time, or later where the looks that are left would not last until `end`. */
export function keepBaking(
  moment: Moment,
  end: string,
): { readonly decision: 'keepBaking'; readonly waitSeconds: number } {
  const { now, bakeStartedAt, pace, pollsLeft } = moment;
  const since = secondsBetween(bakeStartedAt, now);
  const rest = secondsBetween(now, end);
  const enough = looksBetween(pace, since, since + rest).count <= pollsLeft;
  const stretched = enough ? 0 : Math.ceil(rest / Math.max(1, pollsLeft));
  return { decision: 'keepBaking', waitSeconds: Math.max(nextWait({ ...moment, bakeEndsAt: end }), stretched) };
}
