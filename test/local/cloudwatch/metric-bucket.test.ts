import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { addValue, type Bucket, emptyBucket, merge } from '../../../local/cloudwatch/metric-bucket.ts';
import { parseStatistic, statisticValue } from '../../../local/cloudwatch/statistics.ts';

const durations = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1, maxLength: 400 });
const median = (bucket: Bucket) => statisticValue(parseStatistic('p50')!, bucket)!;

function bucketOf(values: readonly number[]): Bucket {
  const bucket = emptyBucket();
  for (const value of values) addValue(bucket, value);
  return bucket;
}

describe('a bucket', () => {
  test('has exact totals whatever goes in', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const { count, sum, min, max } = bucketOf(values);
        const total = values.reduce((a, b) => a + b, 0);
        expect({ count, sum, min, max }).toEqual({
          count: values.length,
          sum: total,
          min: Math.min(...values),
          max: Math.max(...values),
        });
      }),
    );
  });

  test('knows percentiles to within one percent however many different values it was given', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const exact = [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1]!;
        expect(Math.abs(median(bucketOf(values)) - exact)).toBeLessThanOrEqual(exact * 0.0101);
      }),
    );
  });

  test('merged from two says what one that was given everything says', () => {
    fc.assert(
      fc.property(durations, durations, (some, others) => {
        const merged = bucketOf(some);
        merge(merged, bucketOf(others));
        const whole = bucketOf([...some, ...others]);
        expect({ ...merged, values: [], counts: [], coarse: 0 }).toEqual({
          ...whole,
          values: [],
          counts: [],
          coarse: 0,
        });
        expect(Math.abs(median(merged) - median(whole))).toBeLessThanOrEqual(median(whole) * 0.0202);
      }),
    );
  });

  test('stays small: ten thousand different values take a few hundred places', () => {
    const bucket = bucketOf(Array.from({ length: 10_000 }, (_, i) => 10 + i));
    expect(bucket.values.length).toBeLessThan(400);
  });
});
