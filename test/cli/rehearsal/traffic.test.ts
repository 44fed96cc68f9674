import { describe, expect, test } from '@jest/globals';
import { startTraffic } from '../../../cli/rehearsal/traffic.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';

function started(traffic: { perMinute: number; inputs: readonly unknown[] }) {
  const clock = new VirtualClock(0);
  const starts: [number, string][] = [];
  const running = startTraffic(clock, traffic, (input) => starts.push([clock.now(), input]));
  return { clock, starts, running };
}

describe('traffic', () => {
  test('starts at even distances, inputs in turn', async () => {
    const { clock, starts } = started({ perMinute: 30, inputs: ['a', { b: 1 }] });
    await clock.advanceBy(5000);
    expect(starts).toEqual([
      [0, '"a"'],
      [2000, '{"b":1}'],
      [4000, '"a"'],
    ]);
  });

  test('keeps its rate when the distance is no whole number of milliseconds', async () => {
    const { clock, starts } = started({ perMinute: 7, inputs: [1] });
    await clock.advanceBy(600_000 - 1);
    expect(starts).toHaveLength(70);
  });

  test('never makes time pass by itself', async () => {
    const { clock, starts } = started({ perMinute: 60, inputs: [1] });
    await clock.runUntilIdle();
    expect(clock.now()).toBe(0);
    expect(starts).toHaveLength(0);
  });

  test('stops when it is told to, and is nothing at all at no rate', async () => {
    const { clock, starts, running } = started({ perMinute: 60, inputs: [1] });
    await clock.advanceBy(2500);
    running.stop();
    await clock.advanceBy(10_000);
    expect(starts).toHaveLength(3);
    const none = started({ perMinute: 0, inputs: [1] });
    await none.clock.advanceBy(10_000);
    none.running.stop();
    expect(none.starts).toEqual([]);
  });
});
