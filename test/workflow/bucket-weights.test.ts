import { describe, expect, test } from '@jest/globals';
import { bucketWeights, type Shift } from '../../workflow/bucket-weights.ts';

const SHIFTS: readonly Shift[] = [
  { atSeconds: 0, weight: 0.1 },
  { atSeconds: 300, weight: 0.5 },
  { atSeconds: 610, weight: 1 },
];

function minute(fromSeconds: number, longestExecutionSeconds?: number) {
  return bucketWeights({ fromSeconds, toSeconds: fromSeconds + 60 }, SHIFTS, longestExecutionSeconds);
}

describe('the weights of a bucket', () => {
  test('are those in force in it, once those before are a minute old', () => {
    expect(minute(120, 0)).toEqual({ highestWeight: 0.1, lowestWeight: 0.1 });
    expect(minute(240, 0)).toEqual({ highestWeight: 0.1, lowestWeight: 0.1 });
    expect(minute(300, 0)).toEqual({ highestWeight: 0.5, lowestWeight: 0.1 });
    expect(minute(360, 0)).toEqual({ highestWeight: 0.5, lowestWeight: 0.5 });
    expect(minute(600, 0)).toEqual({ highestWeight: 1, lowestWeight: 0.5 });
    expect(minute(720, 0)).toEqual({ highestWeight: 1, lowestWeight: 1 });
  });

  test('reach back to before the deployment, when no weight was there', () => {
    expect(minute(0, 0)).toEqual({ highestWeight: 0.1, lowestWeight: 0 });
    expect(minute(-60, 0)).toEqual({ highestWeight: 0, lowestWeight: 0 });
  });

  test('reach back as far as the longest execution, and half a minute for the alias', () => {
    expect(minute(480, 149).lowestWeight).toBe(0.5);
    expect(minute(480, 151).lowestWeight).toBe(0.1);
    expect(minute(480, 600).lowestWeight).toBe(0);
  });

  test('have no lowest where nothing is known of durations, or executions take days', () => {
    expect(minute(480)).toEqual({ highestWeight: 0.5, lowestWeight: null });
    expect(minute(480, 200_000)).toEqual({ highestWeight: 0.5, lowestWeight: null });
  });
});
