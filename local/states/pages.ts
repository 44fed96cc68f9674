import { createHash } from 'node:crypto';
import { AwsError } from '../aws-json.ts';
import type { EpochMillis } from '../clock.ts';

/** What a list operation was asked for. */
export interface PageRequest {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

const DEFAULT_PAGE = 100;
const TOKEN_LIFE_MILLIS = 24 * 3600 * 1000;

/**
 * Cuts one page out of a list. A token says after which item the next page begins, holds for this `scope` (the operation and
 * what it lists) and for 24 hours, and survives that items come and go meanwhile.
 * @throws AwsError InvalidToken
 */
export function page<T>(
  items: readonly T[],
  request: PageRequest,
  { scope, keyOf, now }: { readonly scope: string; readonly keyOf: (item: T) => string; readonly now: EpochMillis },
): Page<T> {
  const start = request.nextToken === undefined ? 0 : resume(items, readToken(request.nextToken, scope, now), keyOf);
  const end = start + (request.maxResults || DEFAULT_PAGE);
  const cut = items.slice(start, end);
  if (end >= items.length || cut.length === 0) return { items: cut };
  return { items: cut, nextToken: writeToken({ after: keyOf(cut.at(-1)!), position: end, at: now }, scope) };
}

interface Position {
  readonly after: string;
  readonly position: number;
  readonly at: EpochMillis;
}

function resume<T>(items: readonly T[], { after, position }: Position, keyOf: (item: T) => string): number {
  const last = items[position - 1];
  if (last !== undefined && keyOf(last) === after) return position; // Nothing came or went meanwhile.
  const found = items.findIndex((item) => keyOf(item) === after);
  return found < 0 ? position : found + 1;
}

function writeToken(position: Position, scope: string): string {
  const text = JSON.stringify([position.after, position.position, position.at]);
  return Buffer.from(`${seal(text, scope)}${text}`).toString('base64url');
}

function readToken(token: string, scope: string, now: EpochMillis): Position {
  const text = Buffer.from(token, 'base64url').toString();
  const body = text.slice(SEAL_LENGTH);
  if (body === '' || text.slice(0, SEAL_LENGTH) !== seal(body, scope)) throw invalidToken();
  const [after, position, at] = JSON.parse(body);
  if (now - at > TOKEN_LIFE_MILLIS) throw invalidToken();
  return { after, position, at };
}

const SEAL_LENGTH = 16;

/** Ties a token to what it was made for: one that was cut, altered or taken elsewhere is not accepted. */
function seal(text: string, scope: string): string {
  return createHash('sha256').update(`${scope}\n${text}`).digest('hex').slice(0, SEAL_LENGTH);
}

export function invalidToken(): AwsError {
  return new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
}
