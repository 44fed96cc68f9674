import { describe, expect, test } from '@jest/globals';
import { poisson } from '../../workflow/poisson.ts';

describe('the Poisson distribution', () => {
  test.each([
    [6.5, 3, 0.043036],
    [3, 1, 0.049787],
    [0.01, 1, 0.99005],
    [100, 101, 0.526562],
  ])('of mean %d is below %d with the probability of the tables', (mean, limit, probability) => {
    expect(poisson(mean).below(limit)).toBeCloseTo(probability, 5);
  });

  test('is whole: nothing is below its lowest count, and all at most its highest', () => {
    for (const mean of [0, 0.3, 40, 1e6]) {
      const { lowest, highest, below } = poisson(mean);
      expect([below(lowest), below(highest + 1), below(Number.POSITIVE_INFINITY)]).toEqual([0, 1, 1]);
    }
  });
});
