import { createHash } from 'node:crypto';
import { AwsError, type Wire } from '../aws-json.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/**
 * One page of a list. The token says how many items went before and which request it belongs to.
 * @throws AwsError InvalidNextToken for a token that was not given out for this request
 */
export function pageOf<T>(all: readonly T[], limit: number, request: Wire): Page<T> {
  const offset = offsetOf(request);
  const end = offset + limit;
  const items = all.slice(offset, end);
  return end < all.length ? { items, nextToken: tokenFor(request, end) } : { items };
}

/** How many items went before the request's token: 0 without one. */
export function offsetOf(request: Wire): number {
  const { NextToken } = request;
  if (NextToken === undefined) return 0;
  const [offset, digest] = Buffer.from(String(NextToken), 'base64url').toString('utf8').split('.');
  if (!/^\d+$/.test(offset ?? '') || digest !== digestOf(request)) {
    throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
  }
  return Number(offset);
}

export function tokenFor(request: Wire, offset: number): string {
  return Buffer.from(`${offset}.${digestOf(request)}`).toString('base64url');
}

function digestOf({ NextToken, MaxRecords, MaxDatapoints, ...request }: Wire): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 16);
}
