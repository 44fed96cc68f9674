import { describe, expect, test } from '@jest/globals';
import { stepsTold } from '../../report/steps-told.ts';
import type { Check } from '../../workflow/audit-record.ts';

const look = (atSeconds: number, verdict: Check['verdict'], changes: Partial<Check> = {}): Check => ({
  atSeconds,
  weightPercent: 10,
  verdict,
  decision: 'keepBaking',
  reasons: [`at ${atSeconds}`],
  ...changes,
});

describe('the steps as they are told', () => {
  test('fold looks that came to the same, with the words of the last', () => {
    const checks = [
      look(10, 'inconclusive'),
      look(20, 'healthy'),
      look(30, 'healthy'),
      look(40, 'healthy', { decision: 'nextStep' }),
      look(50, 'healthy', { weightPercent: 100 }),
    ];
    expect(stepsTold({ checks })).toMatchObject([
      {
        weightPercent: 10,
        leftOut: 0,
        sayings: [
          { fromSeconds: 10, untilSeconds: 10, looks: 1, verdict: 'inconclusive' },
          { fromSeconds: 20, untilSeconds: 40, looks: 3, verdict: 'healthy', decision: 'nextStep', reasons: ['at 40'] },
        ],
      },
      { weightPercent: 100, sayings: [{ looks: 1 }] },
    ]);
  });

  test('leave out the middle of a step that changed its mind all the time, and say how much', () => {
    const checks = Array.from({ length: 100 }, (_, i) => look(i, i % 2 === 0 ? 'healthy' : 'inconclusive'));
    const [step] = stepsTold({ checks });
    expect(step).toMatchObject({ leftOut: 76 });
    expect(step!.sayings.map(({ fromSeconds }) => fromSeconds)).toEqual([
      ...Array.from({ length: 12 }, (_, i) => i),
      ...Array.from({ length: 12 }, (_, i) => 88 + i),
    ]);
  });
});
