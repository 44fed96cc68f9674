import { describe, expect, test } from '@jest/globals';
import { ANY_FAILURE } from '../../bench/peers/rules/alarm.ts';
import { cloudFormation } from '../../bench/peers/rules/cloudformation.ts';
import { documentedScript } from '../../bench/peers/rules/documented-script.ts';
import type { Rule } from '../../bench/peers/rules/rule.ts';
import { sfndeploy } from '../../bench/peers/rules/sfndeploy.ts';
import { simulate } from '../../bench/verdict/cell.ts';
import { harmfulCell } from '../../bench/verdict/cells.ts';
import { poisson } from '../../bench/verdict/poisson.ts';
import { COMPARISON } from '../../bench/verdict/rules.ts';
import { CANARY_10, LINEAR_10, type Schedule } from '../../bench/verdict/schedule.ts';
import { METRICS, type Traffic } from '../../bench/verdict/traffic.ts';
import { seededRandom } from '../../local/random.ts';

/** A failure each minute from 200 s on, each minute seen 60 s after its end. */
function failingFrom200(): Traffic {
  const buckets = Array.from({ length: 60 }, (_, i) => ({
    candidateFailed: i >= 3 ? 1 : 0,
    candidateSucceeded: 1,
    stableFailed: 0,
    stableSucceeded: 9,
    fromSeconds: 60 * i,
    toSeconds: 60 * i + 60,
    seenAt: 60 * i + 120,
  }));
  const history = { executions: 1440, failures: 0 };
  return { feed: METRICS, history, buckets, seconds: () => 3600, pass: () => {}, candidateStarts: () => 0 };
}

describe('a peer', () => {
  test.each<[string, Rule, Schedule, number | undefined]>([
    ['CloudFormation looks each minute', cloudFormation(ANY_FAILURE), CANARY_10, 300],
    ['the script of the docs looks each minute', documentedScript(ANY_FAILURE), CANARY_10, 300],
    ['sfndeploy.py does not look after a canary’s first moment', sfndeploy(ANY_FAILURE), CANARY_10, undefined],
    ['sfndeploy.py looks once at each linear shift', sfndeploy(ANY_FAILURE), LINEAR_10, 300],
  ])('%s', (_, rule, schedule, rolledBackAt) => {
    expect(rule.rollsBackAt(schedule, failingFrom200())).toBe(rolledBackAt);
  });

  test('does not look after the last shift', () => {
    const late = failingFrom200();
    const buckets = late.buckets.map((bucket) => ({ ...bucket, seenAt: bucket.seenAt + 1000 }));
    expect(cloudFormation(ANY_FAILURE).rollsBackAt(CANARY_10, { ...late, buckets })).toBeUndefined();
  });
});

describe('the simulation', () => {
  test.each([0.3, 4, 270])('draws counts of mean and variance %d', (mean) => {
    const random = seededRandom(mean);
    const draws = Array.from({ length: 20_000 }, () => poisson(mean, random));
    const average = draws.reduce((sum, count) => sum + count, 0) / draws.length;
    const variance = draws.reduce((sum, count) => sum + (count - average) ** 2, 0) / draws.length;
    expect(Math.abs(average / mean - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.08);
  });

  test('comes to the same every time, and to what was found elsewhere', () => {
    const cell = harmfulCell(LINEAR_10, '5/s', 0.001, 1);
    const once = simulate(cell, [COMPARISON], 50).get(COMPARISON.name)!;
    expect(simulate(cell, [COMPARISON], 50).get(COMPARISON.name)).toEqual(once);
    expect(once.rolledBack).toBe(50);
    expect(Math.abs(once.excess - 67)).toBeLessThan(6);
  });
});
