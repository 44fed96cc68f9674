import { describe, expect, test } from '@jest/globals';
import { DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import { prospectsOf } from '../../workflow/prospects.ts';
import { stepsOf } from '../../workflow/strategy.ts';
import { DEFAULT_RULES, used } from './usage.ts';

const prospects = (strategy: string, perMinute: number, failureRate: number) =>
  prospectsOf(stepsOf(strategy, 300), used(perMinute, failureRate), DEFAULT_RULES);

describe('the prospects of a plan', () => {
  test('have each step with what the candidate gets and what is needed', () => {
    const { steps } = prospects('Canary10Percent5Minutes', 20, 0.01);
    expect(steps).toMatchObject([
      { step: 1, weightPercent: 10, candidateExecutions: 10, executionsNeeded: 3, lastsSeconds: 300 },
      { step: 2, weightPercent: 100, candidateExecutions: 100, executionsNeeded: 0, lastsSeconds: 300 },
    ]);
  });

  test('tell a worse candidate sooner, and none at 100 %, where nothing is left to compare with', () => {
    const [first, last] = prospects('Canary10Percent5Minutes', 20, 0.01).steps;
    const [part, good, all] = first!.executionsUntilRollBack as readonly [number, number, number];
    expect(all).toBeLessThan(good);
    expect(good).toBeLessThan(part);
    expect(last!.executionsUntilRollBack).toEqual([null, null, null]);
  });

  test('never tell a candidate that is no worse than stable', () => {
    expect(prospects('Canary10Percent5Minutes', 20, 0.05).steps[0]!.executionsUntilRollBack[0]).toBeNull();
  });

  test('have nothing of steps that are not expected to be reached', () => {
    const { steps, harmless } = prospects('Linear10PercentEvery5Minutes', 1 / 30, 0);
    expect(harmless.end).toBe('inconclusive');
    expect(steps.map(({ lastsSeconds }) => lastsSeconds)).toEqual([3900, ...Array(9).fill(null)]);
  });

  test('count whole executions, where a step asks for more than are expected until then', () => {
    const steps = [
      { weightPercent: 10, bakeSeconds: 300 },
      { weightPercent: 50, bakeSeconds: 300, minimumExecutions: 20 },
    ];
    const settingsAt = ({ minimumExecutions = 0 }) => ({ ...DEFAULT_COMPARE, minimumExecutions });
    const [, second] = prospectsOf(steps, used(20, 0.01), { ...DEFAULT_RULES, settingsAt }).steps;
    expect(second!.executionsNeeded).toBe(11);
  });

  test('suggest a weight, or else a bake, where inconclusive ends are not rare', () => {
    expect(prospects('Canary10Percent5Minutes', 20, 0.01).remedy).toEqual({});
    expect(prospects('Canary10Percent5Minutes', 1, 0.01).remedy).toEqual({ firstWeightPercent: 17 });
    expect(prospects('Canary10Percent5Minutes', 1 / 30, 0.01).remedy).toEqual({ firstBakeSeconds: expect.any(Number) });
    expect(prospects('Canary10Percent5Minutes', 0, 0).remedy).toEqual({});
  });
});
