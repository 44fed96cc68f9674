import { describe, expect, test } from '@jest/globals';
import { addStatisticSet, addValue, emptyBucket } from '../../../local/cloudwatch/metric-bucket.ts';
import { parseStatistic, statisticValue } from '../../../local/cloudwatch/statistics.ts';

function bucketOf(values: readonly number[]) {
  const bucket = emptyBucket();
  for (const value of values) addValue(bucket, value);
  return bucket;
}

const oneToTen = bucketOf([10, 3, 1, 2, 9, 4, 8, 5, 7, 6]);

describe('statistics', () => {
  test.each([
    ['SampleCount', 10],
    ['Sum', 55],
    ['Average', 5.5],
    ['Minimum', 1],
    ['Maximum', 10],
    ['p50', 5],
    ['p90', 9],
    ['p99.9', 10],
    ['p0', 1],
    ['p100', 10],
    ['tm90', 5],
    ['TM(10%:90%)', 5.5],
    ['TM(2:4)', 3.5],
    ['TM(:3)', 2],
    ['tc90', 9],
    ['TC(3:7)', 4],
    ['TC(0%:50%)', 5],
    ['ts90', 45],
    ['TS(80%:)', 19],
    ['wm90', 5.4],
    ['WM(20%:80%)', 5.5],
    ['WM(3:8)', 5.5],
    ['PR(:3)', 30],
    ['PR(5:)', 50],
    ['PR(2:4)', 20],
    ['IQM', 5.5],
  ])('%s of one to ten is %d', (name, expected) => {
    expect(statisticValue(parseStatistic(name)!, oneToTen)).toBeCloseTo(expected, 10);
  });

  test.each(['sum', 'p101', 'p', 'TM()', 'TM(:)', 'TM(5:10%)', 'PR(10%:20%)', 'TC(9:3)', 'tm200', 'median'])(
    'there is no statistic %s',
    (name) => {
      expect(parseStatistic(name)).toBeUndefined();
    },
  );

  test('a percentile cannot be had of a statistic set, whose values are not known', () => {
    const bucket = emptyBucket();
    addStatisticSet(bucket, { SampleCount: 10, Sum: 55, Minimum: 1, Maximum: 10 });
    expect(statisticValue(parseStatistic('p50')!, bucket)).toBeUndefined();
    expect(statisticValue(parseStatistic('Average')!, bucket)).toBe(5.5);
  });

  test('a percentile can be had of a statistic set whose values are all the same', () => {
    const bucket = emptyBucket();
    addStatisticSet(bucket, { SampleCount: 3, Sum: 21, Minimum: 7, Maximum: 7 });
    expect(statisticValue(parseStatistic('p50')!, bucket)).toBe(7);
  });

  test('a percentile cannot be had of negative values', () => {
    expect(statisticValue(parseStatistic('p50')!, bucketOf([-1, 2]))).toBeUndefined();
  });

  test('a trimmed mean of nothing is no value', () => {
    expect(statisticValue(parseStatistic('TM(100:200)')!, oneToTen)).toBeUndefined();
  });
});
