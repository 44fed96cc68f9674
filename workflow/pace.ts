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
}

/** What follows from a verdict: only `healthy` moves a deployment forward, and only after the bake; what stays inconclusive too long comes back. */
export function decide(verdict: Verdict, moment: Moment): Pick<Health, 'decision' | 'waitSeconds'> {
  const { now, bakeEndsAt, pollSeconds, lastStep } = moment;
  const left = secondsBetween(now, bakeEndsAt);
  if (verdict === 'unhealthy') return { decision: 'rollBack', waitSeconds: 0 };
  if (left > 0) return { decision: 'keepBaking', waitSeconds: nextWait(now, bakeEndsAt, pollSeconds) };
  if (verdict === 'healthy') return { decision: lastStep ? 'promote' : 'nextStep', waitSeconds: 0 };
  const extended = later(bakeEndsAt, MAXIMUM_EXTENSION_SECONDS);
  if (secondsBetween(now, extended) <= 0) return { decision: 'rollBack', waitSeconds: 0 };
  return { decision: 'keepBaking', waitSeconds: nextWait(now, extended, pollSeconds) };
}
