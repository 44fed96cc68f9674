/** Executions in one minute, as CloudWatch counts them. What is absent is 0: what travels through the deployer's states is to stay small. */
export interface VersionCounts {
  readonly started?: number;
  readonly succeeded?: number;
  /** Failed or timed out. */
  readonly failed?: number;
  /** Shown, and not judged. */
  readonly aborted?: number;
}

/** What one minute showed of both versions. A minute in which nothing happened has no such entry. */
export interface Minute {
  /** Since 1970. */
  readonly minute: number;
  readonly candidate?: VersionCounts;
  readonly stable?: VersionCounts;
  /** Those that were started through the alias, whichever version they got. */
  readonly alias?: Omit<VersionCounts, 'aborted'>;
  /** Failures by the list of executions, which is seconds old: only of those that came by the alias. */
  readonly listed?: { readonly candidate?: number; readonly stable?: number };
}

export const MINUTE_SECONDS = 60;

/** Seconds since 1970. */
export function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}

/** The minute that a moment lies in. */
export function minuteOf(seconds: number): number {
  return Math.floor(seconds / MINUTE_SECONDS);
}

/** The first minute that begins then or later. */
export function fullMinuteFrom(seconds: number): number {
  return Math.ceil(seconds / MINUTE_SECONDS);
}

/**
 * What is known together with what was read now, by minute. A count never falls: CloudWatch's data points come late and grow, one that is missing in a reading was there before, and
 * a list that is behind does not take back what it showed.
 */
export function mergeMinutes(known: readonly Minute[], read: readonly Minute[]): readonly Minute[] {
  const merged = new Map(known.map((minute) => [minute.minute, minute]));
  for (const minute of read)
    merged.set(minute.minute, highest(merged.get(minute.minute) ?? { minute: minute.minute }, minute));
  return [...merged.values()].sort((a, b) => a.minute - b.minute);
}

/** Of two objects of counts, in any depth, the higher count of each name. */
function highest<T extends object>(one: T, other: T): T {
  const entries = [...Object.entries(one), ...Object.entries(other)];
  const result: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    const before = result[name];
    if (typeof value === 'number') result[name] = Math.max(value, (before as number | undefined) ?? 0);
    else result[name] = highest((before as object | undefined) ?? {}, value as object);
  }
  return result as T;
}

/** Whether CloudWatch shows anything of this minute yet. */
export function isCounted({ candidate, stable, alias }: Minute): boolean {
  return candidate !== undefined || stable !== undefined || alias !== undefined;
}

export function startsOf({ candidate, stable }: Minute): number {
  return (candidate?.started ?? 0) + (stable?.started ?? 0);
}
