import { describe, expect, test } from '@jest/globals';
import { startTraffic } from '../../../cli/rehearsal/traffic.ts';
import type { Inputs, Phase } from '../../../cli/scenario/traffic.ts';
import { seededRandom } from '../../../local/random.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';

const inTurn = (...inputs: unknown[]): Inputs => ({ kind: 'inTurn', inputs });

function started(phase: Partial<Phase>, seed = 1, zero = 0) {
  const clock = new VirtualClock(0);
  const starts: [number, string][] = [];
  const whole = { fromSeconds: 0, perMinute: 60, poisson: false, inputs: inTurn(1), ...phase };
  const running = startTraffic(clock, whole, zero, seededRandom(seed), (input) => starts.push([clock.now(), input]));
  const times = (): number[] => starts.map(([at]) => at);
  return { clock, starts, times, running };
}

describe('traffic', () => {
  test('starts at even distances, inputs in turn', async () => {
    const { clock, starts } = started({ perMinute: 30, inputs: inTurn('a', { b: 1 }) });
    await clock.advanceBy(5000);
    expect(starts).toEqual([
      [0, '"a"'],
      [2000, '{"b":1}'],
      [4000, '"a"'],
    ]);
  });

  test('keeps its rate when the distance is no whole number of milliseconds', async () => {
    const { clock, starts } = started({ perMinute: 7 });
    await clock.advanceBy(600_000 - 1);
    expect(starts).toHaveLength(70);
  });

  test('may be rarer than once a minute', async () => {
    const { clock, times } = started({ perMinute: 0.25 });
    await clock.advanceBy(500_000);
    expect(times()).toEqual([0, 240_000, 480_000]);
  });

  test('never makes time pass by itself', async () => {
    const { clock, starts } = started({});
    await clock.runUntilIdle();
    expect(clock.now()).toBe(0);
    expect(starts).toHaveLength(0);
  });

  test('stops when it is told to, and is nothing at all at no rate', async () => {
    const { clock, starts, running } = started({});
    await clock.advanceBy(2500);
    running.stop();
    await clock.advanceBy(10_000);
    expect(starts).toHaveLength(3);
    const none = started({ perMinute: 0 });
    await none.clock.advanceBy(10_000);
    none.running.stop();
    expect(none.starts).toEqual([]);
  });

  test('lasts from its beginning until its end, which is not part of it', async () => {
    const { clock, times } = started({ fromSeconds: -5, untilSeconds: -2 }, 1, 10_000);
    await clock.advanceBy(60_000);
    expect(times()).toEqual([5000, 6000, 7000]);
  });
});

describe('Poisson traffic', () => {
  const HOUR = 3_600_000;

  test('is as frequent as it is said to be, and as uneven as chance', async () => {
    const { clock, times } = started({ poisson: true });
    await clock.advanceBy(HOUR);
    // 3,600 expected, with a standard deviation of 60.
    expect(Math.abs(times().length - 3600)).toBeLessThan(200);
    const gaps = times().map((at, index) => at - (times()[index - 1] ?? 0));
    const mean = gaps.reduce((sum, gap) => sum + gap) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
  });

  test('follows from the seed', async () => {
    const timesOf = async (seed: number): Promise<number[]> => {
      const { clock, times } = started({ poisson: true, fromSeconds: -60, untilSeconds: 600 }, seed, 60_000);
      await clock.advanceBy(HOUR);
      return times();
    };
    const first = await timesOf(1);
    expect(await timesOf(1)).toEqual(first);
    expect(await timesOf(2)).not.toEqual(first);
    expect(Math.max(...first)).toBeLessThan(660_000);
  });
});

describe('inputs with shares', () => {
  const shares = [
    { input: { type: 'A' }, share: 0.02 },
    { input: 'never', share: 0 },
    { input: { type: 'B' }, share: 0.98 },
  ];
  const drawnWith = async (seed: number): Promise<string[]> => {
    const { clock, starts } = started({ perMinute: 6000, inputs: { kind: 'byShare', shares } }, seed);
    await clock.advanceBy(20_000 - 1);
    return starts.map(([, input]) => input);
  };

  test('are drawn as often as their shares say', async () => {
    const inputs = await drawnWith(1);
    expect(inputs).toHaveLength(2000);
    expect(new Set(inputs)).toEqual(new Set(['{"type":"A"}', '{"type":"B"}']));
    // 40 expected, with a standard deviation of 6.
    expect(Math.abs(inputs.filter((input) => input.includes('A')).length - 40)).toBeLessThan(20);
  });

  test('follow from the seed', async () => {
    const first = await drawnWith(1);
    expect(await drawnWith(1)).toEqual(first);
    expect(await drawnWith(2)).not.toEqual(first);
  });
});
