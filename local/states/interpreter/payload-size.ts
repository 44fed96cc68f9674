import type { Wire } from '../../aws-json.ts';
import { StateError } from './state-error.ts';

/** The most bytes of JSON that a state may take or give (AWS quota: 256 KiB of UTF-8). */
export const PAYLOAD_LIMIT = 262_144;

/** Whether `value` is too large for a state's input or output. Small values, the usual ones, are not turned into text for it. */
export function exceedsPayloadLimit(value: Wire): boolean {
  if (upperBound(value, PAYLOAD_LIMIT) <= PAYLOAD_LIMIT) return false;
  return Buffer.byteLength(JSON.stringify(value), 'utf8') > PAYLOAD_LIMIT;
}

/** At least the bytes of `value` as JSON; stops counting above `enough`. */
function upperBound(value: Wire, enough: number): number {
  // A character takes at most six bytes: \u0000.
  if (typeof value === 'string') return value.length * 6 + 2;
  if (typeof value === 'number') return 25;
  if (typeof value !== 'object' || value === null) return 5;
  let bytes = 2;
  for (const key in value) {
    bytes += (Array.isArray(value) ? 0 : key.length * 6 + 3) + 1 + upperBound(value[key], enough - bytes);
    if (bytes > enough) break;
  }
  return bytes;
}

export const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';

/** @param subject the state's name, or the resource that gave the result */
export function dataLimitError(subject: string): StateError {
  return new StateError({
    error: DATA_LIMIT_EXCEEDED,
    cause: `The state/task '${subject}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  });
}
