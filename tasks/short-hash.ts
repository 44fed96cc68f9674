import { createHash } from 'node:crypto';

/** Names that are the same whenever they are made again, and no two alike. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
