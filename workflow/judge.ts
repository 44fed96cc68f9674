import type { Verdict } from './document.ts';

export { logEvidence } from './log-evidence.ts';

/** An alarm as it was read. */
export interface AlarmReading {
  readonly name: string;
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** When it came into that state, ISO 8601. */
  readonly since: string;
  /** AWS's own words on why. */
  readonly why: string;
  /** It watches executions through an alias, or of a machine, of whatever version. */
  readonly onBoth?: boolean;
  /** Of a composite one: the names of those it is made of. */
  readonly children?: readonly string[];
}

/** An alarm that fires, and since when (ISO 8601). */
export type FiringAlarm = Pick<AlarmReading, 'name' | 'since'>;

/** What one kind of evidence says. */
export interface Opinion {
  readonly verdict: Verdict;
  /** The exact name of what speaks against going on; absent when healthy. */
  readonly reason?: string;
  /** In words. */
  readonly reasons: readonly string[];
  /** The alarms that speak against the candidate, where any do. */
  readonly firing?: readonly FiringAlarm[];
  /** Inconclusive, and waiting cannot change that. */
  readonly hopeless?: boolean;
}

export interface WatchedAlarms {
  readonly names: readonly string[];
  /** Firing already when the deployment started, and accepted: in that spell. */
  readonly ignored: readonly FiringAlarm[];
}

/** From the one that decides. */
const VERDICTS: readonly Verdict[] = ['unhealthy', 'inconclusive', 'healthy'];

/**
 * The verdict on the evidence of one look: the worst of what alarms and the comparisons of the targets say. An alarm in ALARM is a veto, whatever the comparisons say.
 * @param readings of the alarms; undefined where they could not be read
 * @param comparisons one of each target that has two versions to compare
 */
export function judge(
  watched: WatchedAlarms,
  readings: readonly AlarmReading[] | undefined,
  comparisons: readonly Opinion[] = [],
): Opinion {
  const opinions = [...(watched.names.length > 0 ? [opinionOfAlarms(watched, readings)] : []), ...comparisons];
  if (opinions.length === 0)
    return { verdict: 'healthy', reasons: ['not judged: the request names no alarm, time alone decides'] };
  const verdict = VERDICTS.find((one) => opinions.some((opinion) => opinion.verdict === one))!;
  const deciding = opinions.filter((opinion) => opinion.verdict === verdict);
  const reason = deciding.find((opinion) => opinion.reason !== undefined)?.reason;
  const firing = deciding.find((opinion) => opinion.firing !== undefined)?.firing;
  return {
    verdict,
    ...(reason !== undefined && { reason }),
    reasons: deciding.flatMap(({ reasons }) => reasons),
    ...(firing && { firing }),
    ...(deciding.some(({ hopeless }) => hopeless) && { hopeless: true }),
  };
}

/**
 * An alarm that was there at the start and is gone now can say nothing any more: inconclusive. And so are alarms that could not be read at this look: a veto that
 * nobody heard is no consent. INSUFFICIENT_DATA does not speak against the candidate: a quiet service has no data, and an alarm that is to fire without data says so
 * by its TreatMissingData.
 */
function opinionOfAlarms(watched: WatchedAlarms, readings: readonly AlarmReading[] | undefined): Opinion {
  if (!readings) {
    return { verdict: 'inconclusive', reason: 'AlarmsUnreadable', reasons: ['the alarms could not be read just now'] };
  }
  const firing = readings.filter((reading) => reading.state === 'ALARM' && !accepted(watched, reading));
  if (firing.length > 0) {
    return {
      verdict: 'unhealthy',
      reason: 'AlarmFiring',
      reasons: firing.map(firingInWords),
      firing: firing.map(({ name, since }) => ({ name, since })),
    };
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
  const silent = readings
    .filter((reading) => reading.state === 'INSUFFICIENT_DATA')
    .map((reading) => `"${reading.name}"`);
  const note = silent.length > 0 ? ` (no data yet: ${silent.join(', ')})` : '';
  return names.length === 1 ? `alarm "${names[0]}" is quiet${note}` : `all ${names.length} alarms are quiet${note}`;
}
