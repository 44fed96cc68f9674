import fc from 'fast-check';
import type { Bucket, History } from '../../workflow/log-evidence.ts';

/** A bucket at 10 % in which nothing ended, but for what is said. */
export function bucketOf(fields: Partial<Bucket>): Bucket {
  const nothing = { candidateFailed: 0, candidateSucceeded: 0, stableFailed: 0, stableSucceeded: 0 };
  return { ...nothing, highestWeight: 0.1, lowestWeight: 0.1, ...fields };
}

const count = fc.oneof(fc.constant(0), fc.nat({ max: 20 }), fc.nat({ max: 5000 }));
const weight = fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100);

/** Whatever a minute may show. */
export const anyBucket: fc.Arbitrary<Bucket> = fc
  .record({
    candidateFailed: count,
    candidateSucceeded: count,
    stableFailed: count,
    stableSucceeded: count,
    weights: fc.tuple(weight, weight),
    known: fc.boolean(),
  })
  .map(({ weights, known, ...counts }) => {
    const [lowestWeight, highestWeight] = weights.sort((a, b) => a - b) as [number, number];
    return { ...counts, highestWeight, lowestWeight: known ? lowestWeight : null };
  });

export const anyBuckets: fc.Arbitrary<Bucket[]> = fc.array(anyBucket, { maxLength: 40 });

/** Whatever stable's day may have been; it may have failed always. */
export const anyHistory: fc.Arbitrary<History> = fc
  .tuple(fc.nat({ max: 500_000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([executions, share]) => ({ executions, failures: Math.round(executions * share) }));
