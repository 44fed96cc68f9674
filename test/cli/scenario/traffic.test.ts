import { describe, expect, test } from '@jest/globals';
import { trafficOf } from '../../../cli/scenario/traffic.ts';

const inTurn = (...inputs: unknown[]) => ({ kind: 'inTurn', inputs });

describe('steady traffic', () => {
  test('is one phase that begins with the warm-up and does not end', () => {
    expect(trafficOf({ perMinute: 0.5, poisson: true, warmUpSeconds: 60, after: 5 })).toEqual({
      phases: [{ fromSeconds: -60, perMinute: 0.5, poisson: true, inputs: inTurn({}) }],
      warmUpSeconds: 60,
      afterSeconds: 5,
    });
  });

  test('of a machine goes member by member before the scenario’s', () => {
    const general = { perMinute: 30, inputs: [1], warmUpSeconds: 60, after: 5 };
    const own = trafficOf(general, { perMinute: 0, through: 'night' });
    expect(own.phases).toMatchObject([{ perMinute: 0, inputs: inTurn(1), through: 'night' }]);
    expect(own).toMatchObject({ warmUpSeconds: 60, afterSeconds: 5 });
  });

  test('of a machine has its own kind of inputs, whichever the scenario has', () => {
    const shares = [{ input: 1, share: 1 }];
    expect(trafficOf({ inputs: [2] }, { inputShares: shares }).phases[0]!.inputs).toEqual({ kind: 'byShare', shares });
    expect(trafficOf({ inputShares: shares }, { inputs: [2] }).phases[0]!.inputs).toEqual(inTurn(2));
    expect(trafficOf({ inputShares: shares }, {}).phases[0]!.inputs).toEqual({ kind: 'byShare', shares });
  });
});

describe('traffic in phases', () => {
  test('has a warm-up that begins at the smallest time', () => {
    const traffic = trafficOf([{ fromSeconds: 300 }, { fromSeconds: -60 }, { fromSeconds: 0 }], undefined, 9);
    expect(traffic).toMatchObject({ warmUpSeconds: 60, afterSeconds: 9 });
  });

  test('lasts until the next phase on the same way, and goes on beside those on others', () => {
    const { phases } = trafficOf([
      { fromSeconds: 300, perMinute: 1 },
      { fromSeconds: -60, perMinute: 2 },
      { fromSeconds: 0, perMinute: 3, through: 'night' },
      { fromSeconds: 100, perMinute: 4, through: 2 },
      { fromSeconds: 200, perMinute: 5, through: 'night' },
    ]);
    expect(phases.map(({ perMinute, fromSeconds, untilSeconds }) => [perMinute, fromSeconds, untilSeconds])).toEqual([
      [2, -60, 300],
      [3, 0, 200],
      [4, 100, undefined],
      [5, 200, undefined],
      [1, 300, undefined],
    ]);
  });

  test('has no warm-up where all of it comes later', () => {
    expect(trafficOf([{ fromSeconds: 30 }]).warmUpSeconds).toBe(0);
  });

  test('of a machine stands in the place of the scenario’s, lists and members alike', () => {
    const general = { perMinute: 30, warmUpSeconds: 60, after: 5 };
    const phases = [{ fromSeconds: -10, perMinute: 1 }];
    expect(trafficOf(general, phases, 5)).toMatchObject({ phases, warmUpSeconds: 10, afterSeconds: 5 });
    expect(trafficOf(phases, general)).toMatchObject({ phases: [{ fromSeconds: -60, perMinute: 30 }] });
  });
});
