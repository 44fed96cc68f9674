import type { Check } from '../workflow/audit-record.ts';

/** Executions that ended within spans of equal length, as rates. */
export interface ExecutionBins {
  readonly binSeconds: number;
  readonly bins: readonly Bin[];
}

export interface Bin {
  readonly fromSeconds: number;
  readonly stable: Rates;
  readonly candidate: Rates;
}

/** Executions a minute. */
export interface Rates {
  readonly succeeded: number;
  readonly failed: number;
}

interface Counts {
  readonly stable: Rates;
  readonly candidate: Rates;
}

const MOST_BINS = 60;
/** CloudWatch counts by the minute. */
const BIN_LENGTHS = [60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800, 2_592_000];

/** What was counted from look to look, all targets together; undefined where versions were not compared. */
export function executionBins(checks: readonly Check[], totalSeconds: number): ExecutionBins | undefined {
  const compared = checks.filter((check) => check.comparisons !== undefined);
  if (compared.length === 0) return undefined;
  // A foreign record may have looks from after its end.
  const span = compared.reduce((longest, { atSeconds }) => Math.max(longest, atSeconds), totalSeconds);
  const binSeconds = BIN_LENGTHS.find((length) => span / length <= MOST_BINS) ?? Math.ceil(span / MOST_BINS);
  const minutes = binSeconds / 60;
  const ends = new Map<number, Counts>();
  // A look tells of what was before it.
  for (const check of compared) ends.set(Math.max(0, Math.ceil(check.atSeconds / binSeconds) - 1), countsAt(check));
  let before: Counts = { stable: NONE, candidate: NONE };
  let seen = -1;
  const bins = [...ends].flatMap(([bin, counts]) => {
    // CloudWatch is behind, and not always by the same: what it tells late belongs to the spans before, too.
    if (JSON.stringify(counts) === JSON.stringify(before)) return [];
    const spans = bin - seen;
    const rates = (version: keyof Counts): Rates => ({
      succeeded: Math.max(0, counts[version].succeeded - before[version].succeeded) / (minutes * spans),
      failed: Math.max(0, counts[version].failed - before[version].failed) / (minutes * spans),
    });
    const both = { stable: rates('stable'), candidate: rates('candidate') };
    const first = seen + 1;
    before = counts;
    seen = bin;
    return Array.from({ length: spans }, (_, i) => ({ fromSeconds: (first + i) * binSeconds, ...both }));
  });
  return { binSeconds, bins };
}

const NONE: Rates = { succeeded: 0, failed: 0 };

function countsAt(check: Check): Counts {
  const sum = (version: 'stable' | 'candidate'): Rates =>
    (check.comparisons ?? []).reduce(
      (total, comparison) => ({
        succeeded: total.succeeded + comparison[version].succeeded,
        failed: total.failed + comparison[version].failed,
      }),
      NONE,
    );
  return { stable: sum('stable'), candidate: sum('candidate') };
}
