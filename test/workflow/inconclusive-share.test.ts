import { describe, expect, test } from '@jest/globals';
import { simulateHeld } from '../../bench/verdict/cell.ts';
import { HARMLESS } from '../../bench/verdict/cells.ts';
import { OURS } from '../../bench/verdict/rules.ts';
import { bakeToTell, inconclusiveShare, weightToTell } from '../../workflow/inconclusive-share.ts';
import { DEFAULT_RULES, used } from './usage.ts';

const FIRST = { weightPercent: 10, bakeSeconds: 300 };
const of = (perMinute: number, failureRate: number, step = FIRST): number =>
  inconclusiveShare(step, used(perMinute, failureRate), DEFAULT_RULES);

describe('the share of harmless candidates that end inconclusive', () => {
  test.each(['10 % every 5 min, 1/min, 1 %', '10 % for 10 min, 1/min, 1 %', '50 % for 2 min, 1/min, 0.1 %'])(
    'is that of simulated deployments: %s',
    (name) => {
      const cell = HARMLESS.find((one) => one.name === name)!;
      const deployments = 300;
      const [, { inconclusive }] = simulateHeld(cell, OURS, deployments);
      const share = of(60 * cell.perSecond, cell.stableRate, cell.schedule.steps[0]!);
      const error = Math.sqrt((share * (1 - share)) / deployments);
      // That later steps count for nothing, and only the last look, is worth a point.
      expect(Math.abs(inconclusive / deployments - share)).toBeLessThan(3 * error + 0.01);
    },
  );

  test('is nothing with many executions, and all with none', () => {
    expect(of(300, 0.01)).toBeLessThan(0.001);
    expect(of(60_000, 0.05)).toBeLessThan(0.001);
    expect(of(0, 0)).toBe(1);
  });

  test('falls with the weight and with the time', () => {
    const shares = [10, 20, 30].map((weightPercent) => of(1, 0.01, { ...FIRST, weightPercent }));
    const longer = [300, 1800, 3600].map((bakeSeconds) => of(1, 0.01, { ...FIRST, bakeSeconds }));
    for (const [most, fewer, fewest] of [shares, longer]) {
      expect(most!).toBeGreaterThan(fewer!);
      expect(fewer!).toBeGreaterThan(fewest!);
    }
  });

  test('becomes rare with the weight and with the bake that are suggested, and not with less', () => {
    const weight = weightToTell(FIRST, used(1, 0.01), DEFAULT_RULES, 0.01)!;
    expect(of(1, 0.01, { ...FIRST, weightPercent: weight })).toBeLessThan(0.01);
    expect(of(1, 0.01, { ...FIRST, weightPercent: weight - 1 })).toBeGreaterThanOrEqual(0.01);
    const bake = bakeToTell(FIRST, used(1, 0.01), DEFAULT_RULES, 0.01)!;
    expect(of(1, 0.01, { ...FIRST, bakeSeconds: bake })).toBeLessThan(0.01);
    expect(of(1, 0.01, { ...FIRST, bakeSeconds: bake - 60 })).toBeGreaterThanOrEqual(0.01);
  });

  test('cannot be made rare by weight where there is next to no traffic', () => {
    expect(weightToTell(FIRST, used(1 / 60, 0), DEFAULT_RULES, 0.01)).toBeUndefined();
    expect(bakeToTell(FIRST, used(1 / 60, 0), DEFAULT_RULES, 0.01)).toBeGreaterThan(3600);
    expect(bakeToTell(FIRST, used(0, 0), DEFAULT_RULES, 0.01)).toBeUndefined();
  });
});
