import type { EpochMillis } from '../clock.ts';
import { floorTo, MINUTE, resolutionAt } from './metric-series.ts';

/** Periods shorter than a minute that high-resolution metrics can be read by. */
const SHORT_PERIODS = [1, 5, 10, 20, 30];

/** A time of the wire in milliseconds, free of what floating-point seconds lose. */
export function epochMillis(seconds: number): EpochMillis {
  return Math.round(seconds * 1000);
}

/**
 * Where a query's first period begins: its start time, rounded down as AWS documents it: to the period where that is shorter than a minute,
 * else to a minute, or to 5 minutes or an hour for times whose data is kept no finer.
 */
export function startOfQuery(start: EpochMillis, periodSeconds: number, now: EpochMillis): EpochMillis {
  if (periodSeconds < 60) return floorTo(periodSeconds * 1000, start);
  return floorTo(Math.max(MINUTE, resolutionAt(start, now)), start);
}

/** Whether data can be asked for by that period: 1, 5, 10, 20, 30 or a multiple of 60 seconds. */
export function isPeriod(seconds: number): boolean {
  return SHORT_PERIODS.includes(seconds) || (seconds >= 60 && seconds % 60 === 0);
}
