import { describe, expect, test } from '@jest/globals';
import { poisson } from '../../bench/verdict/poisson.ts';
import { type Random, seededRandom } from '../../local/random.ts';
import { bucketWeights } from '../../workflow/bucket-weights.ts';
import { type Bucket, fold, logEvidenceOf, noEvidence } from '../../workflow/log-evidence.ts';
import { isToldHealthy } from '../../workflow/minimum-evidence.ts';
import { bucketOf } from './evidence.ts';

const LIMIT = Math.log(125);

/** The share, in percent, and three of its standard errors. */
function atMost(percent: number, count: number): number {
  return percent + 3 * Math.sqrt((percent * (100 - percent)) / count);
}

/** 45 minutes of two versions that fail alike: base rate and traffic are drawn, weights rise at random, and an outage may come. */
function harmlessMinutes(random: Random): Bucket[] {
  const base = [0.001, 0.01, 0.05, 0.3][random.integer(4)]!;
  const perMinute = [1, 20, 300][random.integer(3)]!;
  const outage = random.integer(45);
  let weight = 0.1;
  return Array.from({ length: 45 }, (_, minute) => {
    const before = weight;
    if (random.next() < 0.1) weight = Math.min(0.9, weight + 0.1);
    const rate = random.next() < 0.9 && minute >= outage && minute < outage + 5 ? 0.5 : base;
    const draw = (share: number) => poisson(Math.round(perMinute * share * 1e6) / 1e6, random);
    return {
      candidateFailed: draw(weight * rate),
      candidateSucceeded: draw(weight * (1 - rate)),
      stableFailed: draw((1 - weight) * rate),
      stableSucceeded: draw((1 - weight) * (1 - rate)),
      highestWeight: weight,
      lowestWeight: before,
    };
  });
}

/** Whether the evidence reaches the limit at any look, one a minute. */
function everUnhealthy(buckets: readonly Bucket[], random: Random): boolean {
  // Whatever the history says, it must not matter: it is drawn apart from what happens.
  const executions = random.integer(5000);
  let running = noEvidence({ executions, failures: Math.floor(executions * random.next() * 0.1) });
  return buckets.some((bucket) => {
    running = fold(running, [bucket]);
    return logEvidenceOf(running) >= LIMIT;
  });
}

describe('what is promised', () => {
  // Ville's inequality, at 125 : 1.
  test('a harmless candidate is called unhealthy once in 125 deployments at most, however often one looks', () => {
    const count = 2500;
    const unhealthy = Array.from({ length: count }, (_, i) => {
      const random = seededRandom(`harmless/${i}`);
      return everUnhealthy(harmlessMinutes(random), random);
    }).filter(Boolean).length;
    expect((100 * unhealthy) / count).toBeLessThanOrEqual(atMost(0.8, count));
  });

  test('a candidate as bad as the minimum effect is called healthy once in five times at most, however often one looks', () => {
    const [count, history] = [4000, { executions: 1440, failures: 14 }];
    const healthy = Array.from({ length: count }, (_, i) => {
      const random = seededRandom(`as bad/${i}`);
      const counts = { succeeded: 0, failed: 0 };
      return Array.from({ length: 60 }).some(() => {
        counts[random.next() < 14 / 1440 + 0.2 ? 'failed' : 'succeeded'] += 1;
        return isToldHealthy(counts, history, 0.2);
      });
    }).filter(Boolean).length;
    expect((100 * healthy) / count).toBeLessThanOrEqual(atMost(20, count));
  });

  // Failures take seconds, successes ten minutes: right after a shift the candidate has nothing but failures.
  describe('when executions take ten minutes to succeed and ten seconds to fail', () => {
    const unhealthyOf = (longestExecutionSeconds: number) =>
      Array.from({ length: 100 }, (_, i) => {
        const random = seededRandom(`slow/${i}`);
        return everUnhealthy(slowSuccesses(random, longestExecutionSeconds), random);
      }).filter(Boolean).length;

    test('a harmless candidate stays quiet, as successes are held against the weights at their starts', () => {
      expect(unhealthyOf(600)).toBeLessThanOrEqual(3);
    });

    test('it would not, were durations taken to be none', () => {
      expect(unhealthyOf(0)).toBeGreaterThan(50);
    });
  });
});

/** 45 minutes of one start a second, 5 % of which fail, with 10 % more for the candidate each five minutes. */
function slowSuccesses(random: Random, longestExecutionSeconds: number): Bucket[] {
  const shifts = Array.from({ length: 9 }, (_, i) => ({ atSeconds: 300 * i, weight: (i + 1) / 10 }));
  const buckets = Array.from({ length: 45 }, (_, minute) => {
    const span = { fromSeconds: 60 * minute, toSeconds: 60 * minute + 60 };
    return { ...bucketOf({}), ...bucketWeights(span, shifts, longestExecutionSeconds) };
  });
  for (let start = -600; start < 2700; start++) {
    const weight = shifts.findLast(({ atSeconds }) => atSeconds <= start)?.weight ?? 0;
    const version = random.next() < weight ? 'candidate' : 'stable';
    const failed = random.next() < 0.05;
    const bucket = buckets[Math.floor((start + (failed ? 10 : 600)) / 60)];
    if (bucket) bucket[`${version}${failed ? 'Failed' : 'Succeeded'}`] += 1;
  }
  return buckets;
}
