import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { ClockDeadlock, VirtualClock } from '../../local/virtual-clock.ts';

const nothing = (): void => {};

describe('a virtual clock', () => {
  test('runs what is due in the order of time, and of scheduling where that is equal', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    for (const [name, at] of [
      ['c', 20],
      ['a', 10],
      ['b', 10],
      ['d', 30],
    ] as const) {
      clock.schedule(at, () => ran.push(`${name}@${clock.now()}`));
    }
    await clock.advanceTo(20);
    expect(ran).toEqual(['a@10', 'b@10', 'c@20']);
  });

  test('never runs what was cancelled, and forgets it at once', async () => {
    const clock = new VirtualClock(0);
    const ran: number[] = [];
    const timers = [1, 2, 3].map((at) => clock.schedule(at, () => ran.push(at)));
    timers[1]!.cancel();
    timers[1]!.cancel();
    await clock.runUntilIdle();
    expect([ran, clock.now(), clock.idle]).toEqual([[1, 3], 3, true]);
  });

  test('is idle when all but daemons are cancelled, however often and however late they are', async () => {
    const clock = new VirtualClock(0);
    const daemon = clock.schedule(5, nothing, { daemon: true });
    const work = clock.schedule(10, nothing);
    expect(clock.idle).toBe(false);
    daemon.cancel();
    daemon.cancel();
    expect(clock.idle).toBe(false);
    work.cancel();
    work.cancel();
    expect(clock.idle).toBe(true);
    const done = clock.schedule(20, nothing);
    await clock.runUntilIdle();
    done.cancel();
    clock.schedule(30, nothing);
    expect(clock.idle).toBe(false);
    await clock.runUntilIdle();
    expect(clock.now()).toBe(30);
  });

  test('may be cancelled by what it runs', async () => {
    const clock = new VirtualClock(0);
    const ran: string[] = [];
    const others = [11, 12, 13].map((at) => clock.schedule(at, () => ran.push(`never ${at}`)));
    const own = clock.schedule(10, () => {
      ran.push('ten');
      own.cancel();
      for (const other of others) other.cancel();
    });
    clock.schedule(14, () => ran.push('fourteen'));
    await clock.runUntilIdle();
    expect([ran, clock.now(), clock.kept]).toEqual([['ten', 'fourteen'], 14, 0]);
  });

  test('keeps no more cancelled entries than others', async () => {
    const clock = new VirtualClock(0);
    const ran: number[] = [];
    const year = 365 * 24 * 3600 * 1000;
    let most = 0;
    for (let i = 0; i < 10_000; i++) {
      const timer = clock.schedule(year + i, nothing);
      if (i % 100 === 0) clock.schedule(1000 - i / 100, () => ran.push(i));
      else timer.cancel();
      most = Math.max(most, clock.kept - 2 * (i / 100 + 1));
    }
    expect(most).toBeLessThan(220);
    expect(clock.kept).toBeLessThanOrEqual(400);
    await clock.advanceTo(1000);
    expect(ran).toEqual(Array.from({ length: 100 }, (_, i) => (99 - i) * 100));
    await clock.runUntilIdle();
    expect([clock.now(), clock.kept, clock.idle]).toEqual([year + 9900, 0, true]);
  });

  test('lets go of what a cancelled or finished timer would have run', async () => {
    setFlagsFromString('--expose_gc');
    const collect = runInNewContext('gc') as () => void;
    const clock = new VirtualClock(0);
    const begin = (at: number) => {
      const large = { bytes: new Uint8Array(1000) };
      return { timer: clock.schedule(at, () => void large.bytes), large: new WeakRef(large) };
    };
    const [cancelled, finished, waiting] = [begin(10), begin(20), begin(30)];
    cancelled.timer.cancel();
    await clock.advanceTo(25);
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    expect([cancelled, finished, waiting].map(({ large }) => large.deref() !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('says so when nothing can end a wait', async () => {
    const clock = new VirtualClock(0);
    clock.schedule(10, nothing).cancel();
    await expect(clock.runUntil(new Promise(nothing))).rejects.toThrow(ClockDeadlock);
  });
});
