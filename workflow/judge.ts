import type { Verdict } from './document.ts';

/** An alarm as it was read. */
export interface AlarmReading {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** When it came into that state, ISO 8601. */
  readonly since: string;
  /** AWS's own words on why. */
  readonly why: string;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** The exact name of what speaks against going on; absent when healthy. */
  readonly reason?: string;
  readonly reasons: readonly string[];
}

export interface WatchedAlarms {
  readonly names: readonly string[];
  /** Firing already when the deployment started, and accepted: in that spell. */
  readonly ignored: readonly { readonly name: string; readonly since: string }[];
}

/**
 * The verdict on the evidence of one look. An alarm in ALARM is a veto. An alarm that was there at the start and is gone now can say nothing
 * any more: inconclusive. INSUFFICIENT_DATA does not speak against the candidate: a quiet service has no data, and an alarm that is to fire
 * without data says so by its TreatMissingData.
 */
export function judge(watched: WatchedAlarms, readings: readonly AlarmReading[]): Judgement {
  const firing = readings.filter((reading) => reading.state === 'ALARM' && !accepted(watched, reading));
  if (firing.length > 0) {
    return { verdict: 'unhealthy', reason: 'AlarmFiring', reasons: firing.map(firingInWords) };
  }
  const missing = watched.names.filter((name) => !readings.some((reading) => reading.name === name));
  if (missing.length > 0) {
    return {
      verdict: 'inconclusive',
      reason: 'AlarmMissing',
      reasons: missing.map((name) => `alarm "${name}" is gone since the deployment began`),
    };
  }
  return { verdict: 'healthy', reasons: [quietInWords(watched, readings)] };
}

/** Accepted at the start, and still in the same spell of firing. */
function accepted({ ignored }: WatchedAlarms, reading: AlarmReading): boolean {
  return ignored.some(({ name, since }) => name === reading.name && since === reading.since);
}

function firingInWords({ name, since, why }: AlarmReading): string {
  return `alarm "${name}" is firing since ${since}: ${why.slice(0, 300)}`;
}

function quietInWords({ names }: WatchedAlarms, readings: readonly AlarmReading[]): string {
  if (names.length === 0) return 'not judged: the request names no alarm, time alone decides';
  const silent = readings
    .filter((reading) => reading.state === 'INSUFFICIENT_DATA')
    .map((reading) => `"${reading.name}"`);
  const note = silent.length > 0 ? ` (no data yet: ${silent.join(', ')})` : '';
  return names.length === 1 ? `alarm "${names[0]}" is quiet${note}` : `all ${names.length} alarms are quiet${note}`;
}
