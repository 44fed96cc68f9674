import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decide, type Situation } from '../../workflow/decide.ts';
import { constantPace, later, looksBetween, nextWait, secondsBetween } from '../../workflow/pace.ts';

const STARTED = '2026-01-01T00:00:00.000Z';
const DURING = '2026-01-01T00:05:00.000Z';
const AFTER = '2026-01-01T00:10:00.000Z';
const SLOWING = { quickSeconds: 10, quickLooks: 18, longestSeconds: 60 };

const moment = (now: string, changes: Partial<Situation> = {}): Situation => ({
  now,
  onInconclusive: 'extend',
  timeoutSeconds: 86_400,
  approval: false,
  standing: {},
  bakeStartedAt: STARTED,
  bakeEndsAt: AFTER,
  pace: constantPace(60),
  lastStep: false,
  pollsLeft: 100,
  extensionSeconds: 3600,
  ...changes,
});

/** When it is looked, in seconds from the shift, until something else than baking is decided. */
function lookTimes(
  verdict: 'healthy' | 'inconclusive',
  { pollsLeft, ...changes }: Partial<Situation>,
): readonly number[] {
  const times: number[] = [];
  let now = STARTED;
  for (let left = pollsLeft!, wait = nextWait(moment(now, changes)); ; ) {
    now = later(now, wait);
    times.push(secondsBetween(STARTED, now));
    const { decision, waitSeconds } = decide(verdict, moment(now, { ...changes, pollsLeft: --left }));
    if (decision !== 'keepBaking') return times;
    wait = waitSeconds;
  }
}

function waits(times: readonly number[]): readonly number[] {
  return times.map((time, i) => time - (times[i - 1] ?? 0));
}

describe('what follows from a verdict', () => {
  test('unhealthy leads back at once', () => {
    expect(decide('unhealthy', moment(DURING))).toMatchObject({ decision: 'rollBack' });
  });

  test('healthy goes on only when the bake is over', () => {
    expect(decide('healthy', moment(DURING))).toEqual({ decision: 'keepBaking', waitSeconds: 60 });
    expect(decide('healthy', moment(AFTER))).toMatchObject({ decision: 'nextStep' });
    expect(decide('healthy', moment(AFTER, { lastStep: true }))).toMatchObject({ decision: 'promote' });
  });

  test('the last wait of a bake ends with it', () => {
    expect(decide('healthy', moment('2026-01-01T00:09:30.000Z'))).toEqual({ decision: 'keepBaking', waitSeconds: 30 });
  });

  test('inconclusive extends the bake by an hour at most, then leads back', () => {
    expect(decide('inconclusive', moment(AFTER))).toEqual({ decision: 'keepBaking', waitSeconds: 60 });
    expect(decide('inconclusive', moment('2026-01-01T01:09:50.000Z'))).toEqual({
      decision: 'keepBaking',
      waitSeconds: 10,
    });
    expect(decide('inconclusive', moment('2026-01-01T01:10:00.000Z'))).toMatchObject({ decision: 'rollBack' });
  });

  test('inconclusive leads back at once when waiting cannot change it, and while the bake lasts, too', () => {
    for (const now of [DURING, AFTER])
      expect(decide('inconclusive', moment(now, { hopeless: true }))).toMatchObject({ decision: 'rollBack' });
  });

  test('inconclusive extends by what the request allows', () => {
    const extended = (extensionSeconds: number) =>
      decide('inconclusive', moment(later(AFTER, 100), { extensionSeconds }));
    expect(extended(101)).toMatchObject({ decision: 'keepBaking' });
    expect(extended(100)).toMatchObject({ decision: 'rollBack' });
  });

  test('inconclusive leads back at once when no look is left', () => {
    expect(decide('inconclusive', moment(AFTER, { pollsLeft: 0 }))).toMatchObject({ decision: 'rollBack' });
  });
});

describe('the waits within a step', () => {
  const quarter = { pace: SLOWING, bakeEndsAt: later(STARTED, 3600), pollsLeft: 1000 };

  test('are quick after the shift, then grow with the time since it, and never beyond the longest', () => {
    const between = waits(lookTimes('healthy', quarter));
    expect(between.slice(0, 18)).toEqual(Array(18).fill(10));
    const growing = between.slice(0, -1);
    expect(growing).toEqual(growing.toSorted((a, b) => a - b));
    expect(growing.at(-1)).toBe(60);
    expect(growing.filter((wait) => wait > 10 && wait < 60).length).toBeGreaterThan(10);
  });

  test('are quick although they could not be quick until the end', () => {
    const { count } = looksBetween(SLOWING, 0, 3600);
    expect(waits(lookTimes('healthy', { ...quarter, pollsLeft: count })).slice(0, 18)).toEqual(Array(18).fill(10));
  });

  test('stretch when too few looks are left', () => {
    expect(decide('inconclusive', moment(AFTER, { pollsLeft: 3 }))).toEqual({
      decision: 'keepBaking',
      waitSeconds: 1200,
    });
  });

  test('are as many as was counted, whatever the pace, and use no look more than are left', () => {
    const paces = fc.record({
      quickSeconds: fc.integer({ min: 1, max: 100 }),
      quickLooks: fc.integer({ min: 1, max: 30 }),
      longestSeconds: fc.integer({ min: 100, max: 5000 }),
    });
    const bakes = fc.integer({ min: 1, max: 20_000 });
    fc.assert(
      fc.property(paces, bakes, fc.integer({ min: 1, max: 300 }), (pace, bake, pollsLeft) => {
        const bakeEndsAt = later(STARTED, bake);
        const counted = looksBetween(pace, 0, bake);
        const times = lookTimes('healthy', { pace, bakeEndsAt, pollsLeft: counted.count });
        expect(times.length).toBe(counted.count);
        expect(Math.max(...waits(times))).toBe(counted.longestSeconds);
        const extended = lookTimes('inconclusive', { pace, bakeEndsAt, pollsLeft: counted.count + pollsLeft });
        expect(extended.length).toBeLessThanOrEqual(counted.count + pollsLeft);
        expect(extended.at(-1)).toBe(bake + 3600);
      }),
    );
  });

  test('are counted without walking a year of them', () => {
    expect(looksBetween(constantPace(1), 0, 31_536_000)).toEqual({ count: 31_536_000, longestSeconds: 1 });
  });

  test('are never negative, and whole seconds, as a Wait state needs them', () => {
    expect(nextWait(moment(AFTER, { bakeEndsAt: DURING }))).toBe(0);
    expect(secondsBetween('2026-01-01T00:00:00.900Z', '2026-01-01T00:00:01.000Z')).toBe(1);
  });
});
