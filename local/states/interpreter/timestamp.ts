/** A moment to the nanosecond, as timestamps in a machine have it. */
export interface Instant {
  readonly epochSeconds: number;
  readonly nanos: number;
}

const FORM = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Reads AWS's form of a timestamp: ISO 8601 extended with an offset, an uppercase T and Z. Undefined if `text` is none. */
export function parseTimestamp(text: string): Instant | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as number[];
  const millis = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  const back = new Date(millis);
  // Date.UTC carries over what is out of range: the 31st of April is no date.
  if (back.getUTCMonth() !== month! - 1 || back.getUTCDate() !== day || back.getUTCHours() !== hour) return undefined;
  if (minute! > 59 || second! > 59) return undefined;
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * 60 * (match[8] === '-' ? -1 : 1);
  return { epochSeconds: millis / 1000 - offset, nanos: Number((match[7] ?? '').padEnd(9, '0')) };
}

/** Negative when `a` is before `b`, 0 when they are the same moment. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.epochSeconds - b.epochSeconds || a.nanos - b.nanos;
}

/** Milliseconds since the epoch, rounded up: a wait must not end early. */
export function instantMillis(instant: Instant): number {
  return instant.epochSeconds * 1000 + Math.ceil(instant.nanos / 1_000_000);
}

/** As the context object has it: without a fraction when there is none. */
export function formatTimestamp(millis: number): string {
  return new Date(millis).toISOString().replace('.000Z', 'Z');
}
