import { describe, expect, test } from '@jest/globals';
import { painter } from '../../report/paint.ts';
import { prospectsFigures, prospectsTable, prospectsWarnings } from '../../report/prospects-table.ts';
import type { Rules } from '../../workflow/expected-course.ts';
import { prospectsOf } from '../../workflow/prospects.ts';
import { stepsOf } from '../../workflow/strategy.ts';
import { DEFAULT_RULES, used } from '../workflow/usage.ts';

const prospects = (strategy: string, perMinute: number, failureRate: number, rules: Partial<Rules> = {}) =>
  prospectsOf(stepsOf(strategy, undefined), used(perMinute, failureRate), { ...DEFAULT_RULES, ...rules });
const lines = (...given: Parameters<typeof prospects>) => prospectsTable(prospects(...given), painter(false), 80);

describe('the prospects of a plan as a table', () => {
  test('has a row for each step, and what becomes of good and bad candidates', () => {
    expect(lines('Canary10Percent5Minutes', 20, 0.01)).toEqual([
      '  step   executions    healthy    5 % fail   20 % fail   100 % fail        lasts',
      '     1           10          3         202          23            2         5:00',
      '     2          100          0           –           –            –         5:00',
      '',
      'What becomes of a candidate, as a rule',
      '  like stable   promoted, with 1.1 failures after 10 minutes',
      '     5 % fail   promoted, with 5.5 failures after 10 minutes',
      '    20 % fail   rolled back at step 1, with 5.4 failures after 13 minutes 30',
      '                seconds',
      '   100 % fail   rolled back at step 1, with 5 failures after 2 minutes 30',
      '                seconds',
    ]);
  });

  test.each([
    ['Linear1PercentEvery24Hours', 60_000],
    ['AllAtOnce', 0.001],
  ])('fits into 80 columns: %s', (strategy, perMinute) => {
    expect(Math.max(...lines(strategy, perMinute, 0.01).map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});

describe('the warnings', () => {
  test('are none where all steps can tell', () => {
    expect(prospectsWarnings(prospects('Canary10Percent5Minutes', 20, 0.01))).toEqual([]);
  });

  test('name the steps that are too short, and what would make inconclusive ends rare', () => {
    expect(prospectsWarnings(prospects('Canary10Percent5Minutes', 1, 0.01))).toEqual([
      'Too short to tell: step 1 lasts about 32 minutes instead of 5 minutes.',
      'About 7 of 100 candidates that are like stable will be rolled back as inconclusive, though step 1 is extended by 1 hour. A first weight of 17 % would make that fewer than 1.',
    ]);
    const [, quiet] = prospectsWarnings(prospects('Canary10Percent5Minutes', 1 / 30, 0.01));
    expect(quiet).toMatch(/^Practically all candidates .* A first bake of \d+ days? \d+ hours? would make/);
  });

  test.each<[Rules['onInconclusive'], number, string]>([
    ['rollBack', 0, 'be rolled back as inconclusive. A first'],
    ['promote', 0, 'go on from step 1 although nobody can tell. A first'],
    [
      'hold',
      7200,
      'be rolled back as inconclusive unless a person decides, though step 1 waits 2 hours for that. A first',
    ],
  ])('say what becomes of those about whom nobody can tell: %s', (onInconclusive, maximumExtensionSeconds, words) => {
    const given = prospects('Canary10Percent5Minutes', 1 / 30, 0.01, { onInconclusive, maximumExtensionSeconds });
    const [short, share] = prospectsWarnings(given);
    expect(short).toMatch(/^Too short to tell: step 1 /);
    expect(share).toContain(`like stable will ${words}`);
    expect(given.harmless.end).toBe(onInconclusive === 'promote' ? 'promoted' : 'inconclusive');
  });

  test('name a step that ends without a verdict as too short, and as no longer than its bake', () => {
    const [short] = prospectsWarnings(prospects('Canary10Percent5Minutes', 1, 0.01, { maximumExtensionSeconds: 0 }));
    expect(short).toBe('Too short to tell: step 1 ends after 5 minutes without a verdict.');
  });

  test('name three steps at most', () => {
    expect(prospectsWarnings(prospects('Linear10PercentEvery2Minutes', 60, 0.01))).toEqual([
      'Too short to tell: step 1 lasts about 4 minutes instead of 2 minutes, step 2 lasts about 4 minutes instead of 2 minutes, step 3 lasts about 4 minutes instead of 2 minutes, and so do 7 more.',
    ]);
  });

  test('say that nobody can tell where nothing is started', () => {
    expect(prospectsWarnings(prospects('Canary10Percent5Minutes', 0, 0))).toEqual([
      'Nothing is started through the alias: without executions nobody can tell.',
    ]);
  });
});

describe('the prospects of a plan in figures', () => {
  test('have steps and candidates', () => {
    expect(prospectsFigures(prospects('Canary10Percent5Minutes', 1, 0.01))).toMatchObject({
      perMinute: 1,
      failureRate: 0.01,
      steps: [
        {
          step: 1,
          candidateExecutions: 0.5,
          executionsNeeded: 3,
          executionsUntilRollBack: { '0.05': 202, '0.2': 23, '1': 2 },
          lastsSeconds: 1920,
          tooShort: true,
        },
        { step: 2, executionsNeeded: 0, executionsUntilRollBack: { '1': null }, tooShort: false },
      ],
      candidates: [
        { failureRate: 0.01, end: 'promoted', step: 2, atSeconds: 2220 },
        { failureRate: 0.05, end: 'promoted' },
        { failureRate: 0.2, end: 'inconclusive', step: 1, atSeconds: 3900, failures: 1.3 },
        { failureRate: 1, end: 'rolledBack', step: 1, failures: 2.2 },
      ],
      inconclusiveShare: 0.0747,
    });
  });
});
