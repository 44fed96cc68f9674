import { describe, expect, test } from '@jest/globals';
import { executionsUntilRollBack } from '../../workflow/expected-roll-back.ts';

const LIMIT = Math.log(125);
const DAY = { executions: 1440, failures: 14 };

describe('the executions until a roll-back', () => {
  // The medians are of simulations, to be met within a third and one execution.
  test.each([
    [0.1, 1, 2],
    [0.1, 0.5, 6],
    [0.1, 0.2, 21],
    [0.1, 0.06, 124],
    [0.1, 0.02, 1919],
    [0.5, 1, 5],
    [0.5, 0.2, 53],
    [0.5, 0.06, 290],
  ])('at weight %d of a candidate that fails %d are about %d', (weight, candidateRate, median) => {
    const executions = executionsUntilRollBack({ history: DAY, weight, candidateRate }, LIMIT)!;
    expect(Math.abs(executions - median)).toBeLessThanOrEqual(1 + median / 3);
  });

  test('never come for a candidate that is like stable', () => {
    expect(executionsUntilRollBack({ history: DAY, weight: 0.1, candidateRate: 14 / 1440 }, LIMIT)).toBeUndefined();
  });
});
