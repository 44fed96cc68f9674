import { describe, expect, jest, test } from '@jest/globals';
import { sleep } from '../../local/clock.ts';
import { VirtualClock } from '../../local/virtual-clock.ts';

const realPause = (millis: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, millis));

/** Sleeps, and then does something real that the clock has to wait for. */
async function sleepAndWork(clock: VirtualClock, millis: number): Promise<number> {
  await sleep(clock, millis);
  const release = clock.hold();
  await realPause(10);
  release();
  return clock.now();
}

describe('a virtual clock that several let run at once', () => {
  test('answers all of them, in the order of its own time', async () => {
    const clock = new VirtualClock(0);
    const order: number[] = [];
    const waits = [300, 100, 200].map((millis) =>
      clock.runUntil(sleepAndWork(clock, millis).then((now) => order.push(now))),
    );
    await Promise.all(waits);
    expect(order).toEqual([100, 200, 300]);
  });

  test('stands still for real work, whoever moved it', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    clock.schedule(10, async () => {
      const release = clock.hold();
      await realPause(20);
      seen.push(clock.now());
      release();
    });
    clock.schedule(20, () => seen.push(clock.now()));
    await Promise.all([clock.advanceTo(20), clock.runUntilIdle(), clock.advanceTo(20)]);
    expect(seen).toEqual([10, 20]);
  });

  test('never goes back', async () => {
    const clock = new VirtualClock(0);
    clock.schedule(50, () => {});
    await Promise.all([clock.advanceTo(100), clock.advanceTo(60)]);
    expect(clock.now()).toBe(100);
  });

  test('tells only those that nothing can end', async () => {
    const clock = new VirtualClock(0);
    const never = clock.runUntil(new Promise(() => {}));
    const soon = clock.runUntil(sleepAndWork(clock, 100));
    await expect(never).rejects.toMatchObject({ name: 'ClockDeadlock' });
    expect(await soon).toBe(100);
  });

  test('may be moved by what it runs', async () => {
    const clock = new VirtualClock(0);
    let inner: Promise<number> | undefined;
    clock.schedule(10, () => {
      inner = clock.runUntil(sleepAndWork(clock, 10));
    });
    await clock.runUntilIdle();
    expect(await inner).toBe(20);
  });
});

describe('a virtual clock', () => {
  test('runs beside fake timers', async () => {
    const clock = new VirtualClock(0);
    jest.useFakeTimers();
    try {
      await clock.runUntil(sleep(clock, 1000));
    } finally {
      jest.useRealTimers();
    }
    expect(clock.now()).toBe(1000);
  });
});
