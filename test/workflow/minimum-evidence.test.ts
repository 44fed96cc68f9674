import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isToldHealthy, regressionRate, successesNeeded } from '../../workflow/minimum-evidence.ts';
import { anyHistory } from './evidence.ts';

const DAY = { executions: 1440, failures: 1 };
const NONE = { succeeded: 0, failed: 0 };
const effects = fc.double({ min: 0.01, max: 0.9, noNaN: true });

describe('the executions that healthy needs', () => {
  test.each([
    [0.5, 3],
    [0.2, 9],
    [0.1, 20],
    [0.05, 40],
  ])('to exclude %d of all failing are %d, when none fails', (effect, successes) => {
    expect(successesNeeded(NONE, DAY, effect)).toBe(successes);
  });

  test('are more after a failure, and none when there were enough', () => {
    expect(successesNeeded({ succeeded: 2, failed: 1 }, DAY, 0.5)).toBeGreaterThan(1);
    expect(successesNeeded({ succeeded: 10, failed: 0 }, DAY, 0.5)).toBe(0);
  });

  test('are exactly what makes it healthy', () => {
    const counts = fc.record({ succeeded: fc.nat(100), failed: fc.nat(50) });
    fc.assert(
      fc.property(counts, anyHistory, effects, (counts, history, effect) => {
        const needed = successesNeeded(counts, history, effect);
        const isEnough = (more: number) =>
          isToldHealthy({ ...counts, succeeded: counts.succeeded + more }, history, effect);
        expect(isEnough(needed)).toBe(true);
        if (needed > 0) expect(isEnough(needed - 1)).toBe(false);
      }),
    );
  });

  // An estimate that is drawn to a half would put the regression at 100 %, and one success would exclude that.
  test('are not fewer because stable has no history', () => {
    expect(successesNeeded(NONE, { executions: 0, failures: 0 }, 0.5)).toBe(3);
    expect(regressionRate({ executions: 3, failures: 0 }, 0.5)).toBeCloseTo(0.5, 3);
  });

  test('exist even where stable fails nearly always', () => {
    expect(successesNeeded(NONE, { executions: 1000, failures: 1000 }, 0.5)).toBeGreaterThan(0);
  });
});
