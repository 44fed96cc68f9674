import { describe, expect, test } from '@jest/globals';
import { DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import { withCounts, withShift } from '../../workflow/evidence.ts';
import { judge } from '../../workflow/judge.ts';
import { type ComparedTarget, opinionOn } from '../../workflow/opinion.ts';
import { BEGIN_SECONDS, minuteAt, shiftedAtBegin, VERSIONS } from './target-evidence.ts';

const LATER = BEGIN_SECONDS + 300;
const GOOD = minuteAt(1, { candidate: { succeeded: 41 }, stable: { failed: 4, succeeded: 384 } });
const BAD = minuteAt(1, { candidate: { failed: 9, succeeded: 32 }, stable: { failed: 3, succeeded: 385 } });

function compared(minute = GOOD, fields: Partial<ComparedTarget> = {}): ComparedTarget {
  const evidence = withCounts(shiftedAtBegin(0.1), [minute], LATER);
  return { name: '', evidence, versions: VERSIONS, unread: 0, heldSeconds: 0, settings: DEFAULT_COMPARE, ...fields };
}

const unused = (fields: Partial<ComparedTarget> = {}) =>
  compared(GOOD, { evidence: withCounts(shiftedAtBegin(0.1, { executions: 0, failures: 0 }), [], LATER), ...fields });

describe('the opinion on one target', () => {
  test('is what the comparison says, in words and in numbers', () => {
    expect(opinionOn(compared(BAD))).toEqual({
      verdict: 'unhealthy',
      reason: 'FailsMore',
      reasons: ['9 of 41 executions of version 7 failed, 3 of 388 of version 6: evidence 225973 : 1, limit 125 : 1'],
      figures: {
        finding: 'failsMore',
        candidate: { succeeded: 32, failed: 9, aborted: 0 },
        stable: { succeeded: 385, failed: 3, aborted: 0 },
        logEvidence: expect.closeTo(Math.log(225_973), 5),
        limit: 125,
        executionsNeeded: 0,
      },
    });
    expect(opinionOn(compared())).toMatchObject({ verdict: 'healthy', figures: { finding: 'likeStable' } });
    expect(opinionOn(compared())).not.toHaveProperty('reason');
  });

  test('names the target where there are several', () => {
    const { reasons, figures } = opinionOn(compared(GOOD, { name: 'orders:live' }));
    expect(reasons[0]).toMatch(/^orders:live: 0 of 41 /);
    expect(figures.target).toBe('orders:live');
  });

  test('is inconclusive when CloudWatch could not be read three times in a row, unless the candidate fails more', () => {
    expect(opinionOn(compared(GOOD, { unread: 2 })).verdict).toBe('healthy');
    expect(opinionOn(compared(GOOD, { unread: 3 }))).toMatchObject({
      verdict: 'inconclusive',
      reason: 'EvidenceUnreadable',
      reasons: ['CloudWatch could not be read 3 times in a row'],
    });
    expect(opinionOn(compared(BAD, { unread: 3 }))).toMatchObject({ reason: 'FailsMore' });
  });

  test('is inconclusive when the alias is used and nothing is counted under either version', () => {
    expect(opinionOn(compared(minuteAt(1, { alias: { started: 9 } })))).toMatchObject({
      verdict: 'inconclusive',
      reason: 'EvidenceUnreadable',
      figures: { finding: 'unreadable' },
    });
  });

  test('lets a machine that nobody uses pass, and says that it is not tested by traffic', () => {
    expect(opinionOn(unused())).toMatchObject({
      verdict: 'healthy',
      reasons: ['not tested by traffic: nothing was started, neither in the day before nor since'],
      figures: { finding: 'unused' },
    });
    const settings = { ...DEFAULT_COMPARE, minimumExecutions: 1 };
    expect(opinionOn(unused({ settings }))).toMatchObject({ verdict: 'inconclusive', reason: 'TooFew' });
    const used = compared(GOOD, { evidence: withCounts(shiftedAtBegin(0.1), [], LATER + 900) });
    expect(opinionOn(used)).toMatchObject({ verdict: 'inconclusive', reason: 'TooFew' });
  });

  test('is hopeless when a candidate that has all the traffic is suspicious', () => {
    const some = minuteAt(1, { candidate: { failed: 2, succeeded: 4 }, stable: { succeeded: 60 } });
    const suspicious = compared(some);
    expect(opinionOn(suspicious)).toMatchObject({ verdict: 'inconclusive', reason: 'Suspicious' });
    expect(opinionOn(suspicious)).not.toHaveProperty('hopeless');
    const full = withShift(suspicious.evidence, { atSeconds: LATER, weight: 1 });
    const evidence = withCounts(full, [minuteAt(6, { candidate: { started: 9 } })], LATER + 180);
    expect(opinionOn({ ...suspicious, evidence })).toMatchObject({ reason: 'Suspicious', hopeless: true });
  });

  test('says what was aborted, and that successes are left out', () => {
    const minute = minuteAt(1, {
      candidate: { succeeded: 9, aborted: 2 },
      stable: { succeeded: 90 },
      alias: { started: 10 },
    });
    expect(opinionOn(compared(minute)).reasons).toEqual(
      expect.arrayContaining([
        'aborted and not judged: 2 of version 7, 0 of version 6',
        'starts through the alias and starts of both versions differ by more than 2 %: executions come past the alias, or data points are missing. Successes are left out, and failures that need not be the candidate’s',
      ]),
    );
  });
});

describe('the verdict of alarms and comparisons', () => {
  const alarms = (state: 'OK' | 'ALARM') => [{ name: 'a', state, since: 'then', why: 'because' }];
  const watched = { names: ['a'], ignored: [] };
  const [good, bad] = [opinionOn(compared()), opinionOn(compared(BAD))];

  test('needs both to be healthy, and says why of both', () => {
    expect(judge(watched, alarms('OK'), [good])).toEqual({
      verdict: 'healthy',
      reasons: ['alarm "a" is quiet', ...good.reasons],
    });
  });

  test('is vetoed by an alarm, whatever the comparison says', () => {
    expect(judge(watched, alarms('ALARM'), [good])).toMatchObject({ verdict: 'unhealthy', reason: 'AlarmFiring' });
    expect(judge(watched, alarms('ALARM'), [good]).reasons).toHaveLength(1);
    expect(judge(watched, alarms('ALARM'), [bad])).toMatchObject({
      reason: 'AlarmFiring',
      reasons: [expect.stringContaining('firing'), ...bad.reasons],
    });
  });

  test('is that of the worst target', () => {
    expect(judge({ names: [], ignored: [] }, [], [good, bad, good])).toMatchObject({
      verdict: 'unhealthy',
      reason: 'FailsMore',
      reasons: bad.reasons,
    });
  });

  test('is inconclusive when the alarms could not be read: a veto that nobody heard is no consent', () => {
    expect(judge(watched, undefined, [good])).toMatchObject({ verdict: 'inconclusive', reason: 'AlarmsUnreadable' });
    expect(judge(watched, undefined, [bad])).toMatchObject({ verdict: 'unhealthy', reason: 'FailsMore' });
  });
});
