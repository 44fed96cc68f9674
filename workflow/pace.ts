import type { Health, Verdict } from './document.ts';
import { MAXIMUM_EXTENSION_SECONDS } from './limits.ts';

/** A time as ISO 8601 text, `seconds` after another. */
export function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}

/** Seconds until the next look: the poll's, but never beyond the end of the bake. */
export function nextWait(now: string, bakeEndsAt: string, pollSeconds: number): number {
  return Math.max(0, Math.min(pollSeconds, secondsBetween(now, bakeEndsAt)));
}

/** Whole seconds from one time to another, rounded up. */
export function secondsBetween(from: string, to: string): number {
  return Math.ceil((Date.parse(to) - Date.parse(from)) / 1000);
}

export interface Moment {
  readonly now: string;
  readonly bakeEndsAt: string;
  readonly pollSeconds: number;
  readonly lastStep: boolean;
  /** How often evidence may still be read at this step; what later steps need is not counted in. */
  readonly pollsLeft: number;
}

/** What follows from a verdict: only `healthy` moves a deployment forward, and only after the bake; what stays inconclusive too long comes back. */
export function decide(verdict: Verdict, moment: Moment): Pick<Health, 'decision' | 'waitSeconds'> {
  const { now, bakeEndsAt, lastStep, pollsLeft } = moment;
  if (verdict === 'unhealthy') return { decision: 'rollBack', waitSeconds: 0 };
  if (secondsBetween(now, bakeEndsAt) > 0) return keepBaking(moment, bakeEndsAt);
  if (verdict === 'healthy') return { decision: lastStep ? 'promote' : 'nextStep', waitSeconds: 0 };
  const extended = later(bakeEndsAt, MAXIMUM_EXTENSION_SECONDS);
  // The history must not run full: nothing could catch that.
  if (pollsLeft < 1 || secondsBetween(now, extended) <= 0) return { decision: 'rollBack', waitSeconds: 0 };
  return keepBaking(moment, extended);
}

/** Looks again after the poll's time, or later where the looks that are left must last until `end`. */
function keepBaking({ now, pollSeconds, pollsLeft }: Moment, end: string): Pick<Health, 'decision' | 'waitSeconds'> {
  const stretched = Math.ceil(secondsBetween(now, end) / Math.max(1, pollsLeft));
  return { decision: 'keepBaking', waitSeconds: nextWait(now, end, Math.max(pollSeconds, stretched)) };
}
