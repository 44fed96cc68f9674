import { describe, expect, test } from '@jest/globals';
import { highestUsualRate, logFinalBakeEvidence } from '../../workflow/final-bake.ts';

const DAY = { executions: 1440, failures: 14 };
const QUIET = { executions: 1440, failures: 0 };
const NOTHING = { executions: 0, failures: 0 };

describe('the rate that stable is not above', () => {
  test('is one and a half times an upper bound of what it failed in a day', () => {
    // The exact bound: a Poisson count of mean 29.852 is 14 or less once in a thousand times.
    expect(highestUsualRate(DAY, NOTHING)).toBeCloseTo((1.5 * 29.852) / 1440, 3);
    expect(highestUsualRate(QUIET, NOTHING)).toBeCloseTo(1.5 * (1 - 0.001 ** (1 / 1440)), 12);
  });

  test('is never below one in a thousand, nor above all', () => {
    expect(highestUsualRate({ executions: 1e6, failures: 0 }, NOTHING)).toBe(0.001);
    expect(highestUsualRate({ executions: 10, failures: 10 }, NOTHING)).toBe(1);
    expect(highestUsualRate(NOTHING, NOTHING)).toBe(1);
  });

  test('follows stable where that failed more in the deployment than in its history', () => {
    expect(highestUsualRate(DAY, { executions: 100, failures: 20 })).toBeCloseTo(0.3, 12);
    expect(highestUsualRate(DAY, { executions: 100, failures: 2 })).toBe(highestUsualRate(DAY, NOTHING));
  });
});

describe('the evidence of the final bake', () => {
  test('reaches 500 : 1 with the second failure of a candidate that only fails', () => {
    expect(logFinalBakeEvidence(QUIET, NOTHING, { started: 1, failed: 1 })).toBe(0);
    expect(logFinalBakeEvidence(QUIET, NOTHING, { started: 2, failed: 2 })).toBeGreaterThan(Math.log(500));
  });

  test('is below 1 : 1 where the candidate fails as stable does', () => {
    expect(logFinalBakeEvidence(DAY, NOTHING, { started: 1000, failed: 10 })).toBeLessThan(0);
  });

  test('is none without anything to hold it against', () => {
    expect(logFinalBakeEvidence(NOTHING, NOTHING, { started: 50, failed: 50 })).toBe(0);
  });

  test('does not count an execution twice that began before and failed since', () => {
    expect(logFinalBakeEvidence(DAY, NOTHING, { started: 1, failed: 5 })).toBe(
      logFinalBakeEvidence(DAY, NOTHING, { started: 5, failed: 5 }),
    );
  });
});
