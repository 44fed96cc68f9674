import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Bucket,
  fold,
  type History,
  logEvidence,
  logEvidenceOf,
  noEvidence,
} from '../../workflow/log-evidence.ts';
import { anyBuckets, anyHistory, bucketOf } from './evidence.ts';

const DAY = { executions: 1440, failures: 14 };

/** Counts in the order candidate failed, succeeded, stable failed, succeeded; then the highest and the lowest weight. */
function row(
  cf: number,
  cs: number,
  sf: number,
  ss: number,
  highestWeight: number,
  lowestWeight: number | null,
): Bucket {
  return {
    candidateFailed: cf,
    candidateSucceeded: cs,
    stableFailed: sf,
    stableSucceeded: ss,
    highestWeight,
    lowestWeight,
  };
}

describe('the evidence', () => {
  // Worked out apart from this code, with 40 digits.
  test.each<[string, History, Bucket[], number]>([
    ['a first failure, and no history', { executions: 0, failures: 0 }, [row(1, 0, 0, 0, 0.1, 0.1)], 0.65344029281],
    ['one minute', DAY, [row(3, 2, 1, 40, 0.1, 0.1)], 4.09907544135],
    [
      'rising weights, and hardly any control',
      DAY,
      [row(1, 9, 0, 90, 0.1, 0), row(0, 20, 1, 80, 0.2, 0.1), row(2, 95, 0, 5, 0.95, 0.95)],
      -0.32507632986,
    ],
    [
      'successes that say nothing: durations not known, no control left',
      { executions: 1440, failures: 0 },
      [row(0, 10, 0, 90, 0.1, null), row(1, 100, 2, 0, 1, 1)],
      -3.75058043441,
    ],
    ['a quiet service', { executions: 48, failures: 1 }, [row(4, 37, 3, 385, 0.1, 0.1)], 2.4295035976],
  ])('is what it is by hand: %s', (_, history, buckets, expected) => {
    expect(logEvidence(buckets, history)).toBeCloseTo(expected, 9);
  });

  test('is 1 : 1 where nothing was seen', () => {
    expect(logEvidence([], DAY)).toBeCloseTo(0, 12);
    expect(logEvidence([bucketOf({})], DAY)).toBeCloseTo(0, 12);
  });

  test('reaches 125 : 1 with the third failure of a candidate that only fails, not with the second', () => {
    const failures = (candidateFailed: number) => logEvidence([bucketOf({ candidateFailed })], DAY);
    expect(failures(2)).toBeLessThan(Math.log(125));
    expect(failures(3)).toBeGreaterThan(Math.log(125));
  });

  // An outage: what hits both versions says nothing against one of them.
  test('stays low when both versions fail half of their executions', () => {
    const outage = row(50, 50, 450, 450, 0.1, 0.1);
    expect(logEvidence([outage, outage, outage], DAY)).toBeLessThan(0);
  });

  test('never weighs failures of stable against the candidate', () => {
    fc.assert(
      fc.property(anyBuckets, anyHistory, (buckets, history) => {
        const more = buckets.map((bucket) => ({ ...bucket, stableFailed: bucket.stableFailed + 1 }));
        expect(logEvidence(more, history)).toBeLessThanOrEqual(logEvidence(buckets, history) + 1e-6);
      }),
    );
  });

  test('is a number whatever was seen', () => {
    fc.assert(
      fc.property(anyBuckets, anyHistory, (buckets, history) => {
        expect(logEvidence(buckets, history)).not.toBeNaN();
        expect(Number.isFinite(logEvidence(buckets, history))).toBe(true);
      }),
    );
  });
});

describe('folded buckets', () => {
  test('come to the same as all of them at once, in any portions, through JSON', () => {
    fc.assert(
      fc.property(anyBuckets, anyHistory, fc.array(fc.nat(40), { maxLength: 5 }), (buckets, history, cuts) => {
        const ends = [...cuts.map((cut) => Math.min(cut, buckets.length)), buckets.length].sort((a, b) => a - b);
        const folded = ends.reduce((running, end, i) => {
          const portion = buckets.slice(ends[i - 1] ?? 0, end);
          return JSON.parse(JSON.stringify(fold(running, portion)));
        }, noEvidence(history));
        const [once, inPortions] = [logEvidence(buckets, history), logEvidenceOf(folded)];
        expect(Math.abs(once - inPortions)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(once) / 1e6));
      }),
    );
  });

  test('take little room', () => {
    const long = Array.from({ length: 10_000 }, () => row(1, 9, 2, 95, 0.1, 0.1));
    expect(JSON.stringify(fold(noEvidence(DAY), long)).length).toBeLessThan(1000);
  });
});
