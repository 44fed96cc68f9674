import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from '../../workflow/parse.ts';
import { type Strategy, stepsOf, strategySchema } from '../../workflow/strategy.ts';

/** Weights and bakes of a strategy, as `[[weight, seconds], …]`. */
function steps(strategy: unknown, finalBakeSeconds?: number): number[][] {
  const parsed = parse(strategySchema, strategy);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return stepsOf(parsed.value, finalBakeSeconds).map(({ weightPercent, bakeSeconds }) => [weightPercent, bakeSeconds]);
}

describe('a strategy', () => {
  test.each<[string, unknown, number[][]]>([
    [
      'a canary goes to its percentage, then to everything',
      'Canary10Percent5Minutes',
      [
        [10, 300],
        [100, 300],
      ],
    ],
    [
      'linear takes equal steps',
      { type: 'linear', percentage: 50, intervalMinutes: 2 },
      [
        [50, 120],
        [100, 120],
      ],
    ],
    [
      'linear ends at 100 where its steps do not',
      { type: 'linear', percentage: 30, intervalSeconds: 60 },
      [
        [30, 60],
        [60, 60],
        [90, 60],
        [100, 60],
      ],
    ],
    [
      'linear by name, with one minute in the singular',
      'Linear50PercentEvery1Minute',
      [
        [50, 60],
        [100, 60],
      ],
    ],
    [
      'exponential doubles',
      'Exponential20PercentEvery1Hours',
      [
        [20, 3600],
        [40, 3600],
        [80, 3600],
        [100, 3600],
      ],
    ],
    ['all at once is watched for five minutes', 'AllAtOnce', [[100, 300]]],
    ['all at once is watched for its interval', { type: 'allAtOnce', intervalSeconds: 30 }, [[100, 30]]],
    [
      'explicit steps are taken as they are',
      {
        steps: [
          { weight: 5, bakeSeconds: 1 },
          { weight: 100, bakeSeconds: 2 },
        ],
      },
      [
        [5, 1],
        [100, 2],
      ],
    ],
    [
      'explicit steps that stop short go on to 100',
      { steps: [{ weight: 5, bakeSeconds: 1 }] },
      [
        [5, 1],
        [100, 300],
      ],
    ],
  ])('%s', (_, strategy, expected) => {
    expect(steps(strategy)).toEqual(expected);
  });

  test('bakes at 100 percent for as long as the request says', () => {
    expect(steps('Canary10Percent5Minutes', 0)).toEqual([
      [10, 300],
      [100, 0],
    ]);
    expect(steps({ steps: [{ weight: 100, bakeSeconds: 9 }] }, 7)).toEqual([[100, 7]]);
  });

  test.each([
    'Canary0Percent5Minutes',
    'Canary100Percent5Minutes',
    'Canary10PercentEvery5Minutes',
    'Linear10Percent5Minutes',
    'Linear10PercentEvery0Minutes',
    'allatonce',
    '',
  ])('called %j is refused with the names there are', (name) => {
    expect(parse(strategySchema, name)).toMatchObject({
      kind: 'refused',
      problems: [{ expected: expect.stringContaining('AllAtOnce, Canary<P>') }],
    });
  });

  test('has weights that rise to exactly 100, whatever it is', () => {
    const interval = fc.record({ intervalSeconds: fc.integer({ min: 1, max: 31_536_000 }) });
    const gradual = fc
      .tuple(fc.constantFrom('canary', 'linear', 'exponential'), fc.integer({ min: 1, max: 99 }), interval)
      .map(([type, percentage, every]) => ({ type, percentage, ...every }) as Strategy);
    fc.assert(
      fc.property(gradual, fc.option(fc.nat(1000), { nil: undefined }), (strategy, finalBake) => {
        const weights = stepsOf(strategy, finalBake).map(({ weightPercent }) => weightPercent);
        expect(weights.at(-1)).toBe(100);
        expect(weights.every((weight, i) => i === 0 || weight > weights[i - 1]!)).toBe(true);
      }),
    );
  });
});
