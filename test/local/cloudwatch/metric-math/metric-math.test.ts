import { describe, expect, test } from '@jest/globals';
import { evaluateExpression } from '../../../../local/cloudwatch/metric-math/evaluate.ts';
import { parseExpression } from '../../../../local/cloudwatch/metric-math/parse.ts';
import type { TimeSeries, Value } from '../../../../local/cloudwatch/metric-math/values.ts';

const MINUTE = 60_000;
const TIMELINE = [0, 1, 2, 3, 4].map((minute) => minute * MINUTE);

/** One value a minute from 0 on; null where there is none. */
function series(...values: (number | null)[]): TimeSeries {
  const points = values.flatMap((value, i) => (value === null ? [] : [[i * MINUTE, value] as const]));
  return { kind: 'series', points: new Map(points), periodSeconds: 60 };
}

const metrics: Readonly<Record<string, TimeSeries>> = {
  m1: series(1, 2, 3, 4, 5),
  m2: series(10, 0, null, -4, 2.5),
  errors: series(null, 1, null, 5, null),
  none: series(),
};

function evaluate(text: string): Value {
  return evaluateExpression(parseExpression(text), (id) => metrics[id], {
    timeline: () => TIMELINE,
    periodSeconds: 60,
    metrics: (contained) =>
      Object.entries(metrics)
        .filter(([id]) => id.includes(contained))
        .map(([, one]) => one),
  });
}

/** A number for a scalar, a list of values (null where there is none) for a series, and lists of these for a list. */
function shown(value: Value): unknown {
  if (value.kind === 'list') return value.items.map(shown);
  if (value.kind !== 'series') return value.value;
  return TIMELINE.map((at) => value.points.get(at) ?? null);
}

describe('metric math', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['10 - 4 - 3', 3],
    ['7 % 4 / 2', 1.5],
    ['.5 + 1e2', 100.5],
    ['1 < 2 AND 2 < 1', 0],
    ['1 < 2 || 2 < 1 && 0', 1],
    ['1 + 1 == 2', 1],
    ['3 != 3 or 3 >= 3', 1],
    ['SUM(m1)', 15],
    ['AVG(m1)', 3],
    ['MAX(m1) - MIN(m1)', 4],
    ['DATAPOINT_COUNT(m2)', 4],
    ['PERIOD(m1)', 60],
    ['STDDEV(m1)', Math.sqrt(2)],
    ['METRIC_COUNT(METRICS())', 4],
    ['METRIC_COUNT(METRICS("err"))', 1],
  ])('%s is %d', (text, expected) => {
    expect(shown(evaluate(text))).toBeCloseTo(expected, 10);
  });

  test.each([
    ['m1 + m2', [11, 2, null, 0, 7.5]],
    ['m1 / m2', [0.1, null, null, -1, 2]],
    ['100 * (m1 - 1)', [0, 100, 200, 300, 400]],
    ['m1 > 2', [0, 0, 1, 1, 1]],
    ['m1 > 1 AND m1 < 4', [0, 1, 1, 0, 0]],
    ['-m2', [-10, 0, null, 4, -2.5]],
    ['ABS(m2)', [10, 0, null, 4, 2.5]],
    ['CEIL(m2) - FLOOR(m2)', [0, 0, null, 0, 1]],
    ['LOG10(m2)', [1, null, null, null, Math.log10(2.5)]],
    ['m1 / SUM(m1)', [1 / 15, 2 / 15, 3 / 15, 4 / 15, 5 / 15]],
    ['FILL(errors, 0)', [0, 1, 0, 5, 0]],
    ['FILL(errors, m1)', [1, 1, 3, 5, 5]],
    ['FILL(errors, REPEAT)', [null, 1, 1, 5, 5]],
    ['FILL(errors, LINEAR)', [null, 1, 3, 5, null]],
    ['FILL(none, 7)', [7, 7, 7, 7, 7]],
    ['TIME_SERIES(3)', [3, 3, 3, 3, 3]],
    ['IF(m1 > 2, m1, 0)', [0, 0, 3, 4, 5]],
    ['IF(m1 > 2, m2)', [null, null, null, -4, 2.5]],
    ['IF(SUM(m1) > 100, m1, m2)', [10, 0, null, -4, 2.5]],
    ['IF(FILL(errors, 0) > 0, 1, 0)', [0, 1, 0, 1, 0]],
    ['SUM([m1, errors])', [1, 3, 3, 9, 5]],
    ['SUM(METRICS())', [11, 3, 3, 5, 7.5]],
    ['AVG([m1, errors])', [0.5, 1.5, 1.5, 4.5, 2.5]],
    ['MIN([m1, m2])', [1, 0, 3, -4, 2.5]],
    ['MAX([m1, m2])', [10, 2, 3, 4, 5]],
    ['DATAPOINT_COUNT([m1, errors])', [1, 2, 1, 2, 1]],
    ['DIFF(m2)', [null, -10, null, -4, 6.5]],
    ['RATE(m1)', [null, 1 / 60, 1 / 60, 1 / 60, 1 / 60]],
    ['DIFF_TIME(errors)', [null, null, null, 120, null]],
    ['RUNNING_SUM(m1)', [1, 3, 6, 10, 15]],
    ['MINUTE(m1)', [0, 1, 2, 3, 4]],
    ['EPOCH(m1)', [0, 60, 120, 180, 240]],
    ['DAY(m1) + YEAR(m1)', [1974, 1974, 1974, 1974, 1974]],
    ['FIRST([m2, m1])', [10, 0, null, -4, 2.5]],
    ['LAST([m2, m1])', [1, 2, 3, 4, 5]],
  ])('%s is %j', (text, expected) => {
    expect(shown(evaluate(text))).toEqual(expected);
  });

  test('works on each series of a list', () => {
    expect(shown(evaluate('REMOVE_EMPTY(METRICS()) * 2'))).toEqual([
      [2, 4, 6, 8, 10],
      [20, 0, null, -8, 5],
      [null, 2, null, 10, null],
    ]);
    expect(shown(evaluate('[m1, m2] - [m1, m2]'))).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, null, 0, 0],
    ]);
  });

  test.each([
    ['m1 +', 'Unexpected the end'],
    ['(m1', "Unexpected the end, ')' was expected"],
    ['m1 m2', 'Unexpected m2'],
    ['m1 $ 2', "Unexpected character '$' at position 4"],
    ['[m1, m2', "Unexpected the end, ']' was expected"],
    ['m9 + 1', 'Unknown identifier m9'],
    ['FILL(m1)', 'a parameter is missing'],
    ['RATE(5)', 'a time series was expected, a scalar was found'],
    ['"text" + 1', 'a text cannot be calculated with'],
    ['[m1] + [m1, m2]', 'lists of different lengths'],
    ['TIME_SERIES(m1)', 'TIME_SERIES takes a number'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => evaluate(text)).toThrow(message);
  });
});
