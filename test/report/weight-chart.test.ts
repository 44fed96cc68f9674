import { describe, expect, test } from '@jest/globals';
import { weightChart } from '../../report/weight-chart.ts';

describe('the chart of weights', () => {
  test('climbs with the shifts and keeps to its width', () => {
    const shifts = [
      { atSeconds: 0, candidateWeight: 50 },
      { atSeconds: 100, candidateWeight: 100 },
    ];
    expect(weightChart(shifts, 200, 50)).toEqual([
      '  100 % ┤                    ████████████████████',
      '   75 % ┤                    ████████████████████',
      '   50 % ┤████████████████████████████████████████',
      '   25 % ┤████████████████████████████████████████',
      '    0 % └────────────────────────────────────────',
      '         0:00                                3:20',
    ]);
  });

  test('falls to nothing at a roll-back', () => {
    const shifts = [
      { atSeconds: 10, candidateWeight: 10 },
      { atSeconds: 50, candidateWeight: 0 },
    ];
    const [, , , lowest] = weightChart(shifts, 100, 50);
    expect(lowest).toBe('   25 % ┤    ▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃▃');
  });

  test('shows a weight of one percent, and one that lasted for a moment only', () => {
    const shifts = [
      { atSeconds: 0, candidateWeight: 1 },
      { atSeconds: 0.5, candidateWeight: 0 },
    ];
    expect(weightChart(shifts, 86_400, 60)[3]).toBe('   25 % ┤▁');
  });

  test('has room for a deployment that took no time', () => {
    expect(weightChart([{ atSeconds: 0, candidateWeight: 100 }], 0, 40)[0]).toBe(`  100 % ┤${'█'.repeat(30)}`);
  });
});
