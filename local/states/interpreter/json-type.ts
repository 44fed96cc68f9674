import type { Wire } from '../../aws-json.ts';

/** The name AWS has for a JSON value's type. */
export function jsonType(value: Wire): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
