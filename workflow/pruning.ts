import { versionNumber } from './arns.ts';
import type { VersionEntry } from './ledger.ts';

/** A published version, as AWS lists it. */
export interface PublishedVersion {
  readonly versionArn: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** An execution can be redriven for 14 days after its end, and needs its version for that. */
export const REDRIVE_SECONDS = 14 * 86_400;

export interface Pruning {
  /** How many of the newest versions are kept, whatever they are. */
  readonly keep: number;
  /** What versions have shown, as the ledger knows it. */
  readonly shown: readonly VersionEntry[];
  /** Versions that an open deployment releases or would go back to. */
  readonly needed: ReadonlySet<string>;
  readonly now: string;
}

/**
 * The versions that nobody needs any more, the oldest first. Whether one is aliased or runs, only AWS can say; of all others there is proof here: it is not among the newest
 * ones, not part of an open deployment, and has had no traffic for 14 days, or was never released and is older than that.
 */
export function prunable(
  versions: readonly PublishedVersion[],
  { keep, shown, needed, now }: Pruning,
): readonly string[] {
  const newestFirst = [...versions].sort((a, b) => versionNumber(b.versionArn) - versionNumber(a.versionArn));
  return newestFirst
    .slice(keep)
    .filter(({ versionArn, createdAt }) => {
      const known = shown.find((entry) => entry.versionArn === versionArn);
      if (needed.has(versionArn) || known?.standing === 'stable') return false;
      return Date.parse(now) - Date.parse(known?.at ?? createdAt) >= REDRIVE_SECONDS * 1000;
    })
    .map(({ versionArn }) => versionArn)
    .reverse();
}
