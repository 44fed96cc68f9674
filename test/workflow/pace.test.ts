import { describe, expect, test } from '@jest/globals';
import { decide, type Moment, nextWait, secondsBetween } from '../../workflow/pace.ts';

const moment = (now: string, lastStep = false): Moment => ({
  now,
  bakeEndsAt: '2026-01-01T00:10:00.000Z',
  pollSeconds: 60,
  lastStep,
  pollsLeft: 100,
});
const DURING = '2026-01-01T00:05:00.000Z';
const AFTER = '2026-01-01T00:10:00.000Z';

describe('what follows from a verdict', () => {
  test('unhealthy leads back at once', () => {
    expect(decide('unhealthy', moment(DURING))).toMatchObject({ decision: 'rollBack' });
  });

  test('healthy goes on only when the bake is over', () => {
    expect(decide('healthy', moment(DURING))).toEqual({ decision: 'keepBaking', waitSeconds: 60 });
    expect(decide('healthy', moment(AFTER))).toMatchObject({ decision: 'nextStep' });
    expect(decide('healthy', moment(AFTER, true))).toMatchObject({ decision: 'promote' });
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
});

describe('waiting', () => {
  test('is never negative, and whole seconds, as a Wait state needs them', () => {
    expect(nextWait(AFTER, DURING, 60)).toBe(0);
    expect(secondsBetween('2026-01-01T00:00:00.900Z', '2026-01-01T00:00:01.000Z')).toBe(1);
  });
});
