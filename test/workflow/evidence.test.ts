import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldBuckets } from '../../workflow/compare-versions.ts';
import { abortedOf, comparedEvidence, isUnreadable, isUnused } from '../../workflow/compared-evidence.ts';
import {
  isRecent,
  listFrom,
  newEvidence,
  type TargetEvidence,
  type UsedBefore,
  withCounts,
  withList,
  withoutList,
  withShift,
} from '../../workflow/evidence.ts';
import { isBypassed } from '../../workflow/evidence-buckets.ts';
import { logEvidenceOf } from '../../workflow/log-evidence.ts';
import type { Minute } from '../../workflow/minutes.ts';
import { BEGIN, BEGIN_SECONDS, DAY, minuteAt, shiftedAtBegin, VERSIONS } from './target-evidence.ts';

const timeAt = (minutes: number, seconds = 0): number => BEGIN_SECONDS + minutes * 60 + seconds;
const compared = (evidence: TargetEvidence) => comparedEvidence(evidence, VERSIONS, 0);

function logOf(evidence: TargetEvidence): number {
  const { folded, open } = compared(evidence);
  return logEvidenceOf(foldBuckets(folded, open).evidence);
}

const GOOD = (at: number) => minuteAt(at, { candidate: { succeeded: 3 }, stable: { succeeded: 27 } });
const BAD = (at: number) => minuteAt(at, { candidate: { failed: 3 }, stable: { succeeded: 27 } });

describe('evidence', () => {
  test('begins with the minute of the first shift, by which a bad candidate is told up to a minute sooner', () => {
    const midway = withShift(newEvidence(DAY), { atSeconds: timeAt(0, 20), weight: 0.1 });
    const { open } = compared(withCounts(midway, [BAD(0), GOOD(1)], timeAt(3)));
    expect(open).toMatchObject([
      { candidateFailed: 3, stableSucceeded: 27, highestWeight: 0.1, lowestWeight: 0 },
      { candidateFailed: 0, highestWeight: 0.1, lowestWeight: 0 },
    ]);
    expect(compared(withCounts(midway, [GOOD(0), GOOD(1)], timeAt(3))).minutesSeen).toBe(1);
  });

  test('takes what failed before the shift for nothing that speaks against the candidate', () => {
    const midway = withShift(newEvidence(DAY), { atSeconds: timeAt(0, 20), weight: 0.1 });
    const stableFailed = minuteAt(0, { stable: { succeeded: 5, failed: 20 } });
    expect(logOf(withCounts(midway, [stableFailed], timeAt(3)))).toBeLessThan(0);
  });

  test('begins later where smoke tests, or the alias itself, may have used the candidate in that minute', () => {
    const begin = (seconds: number, usedBefore: UsedBefore) =>
      withShift(newEvidence(DAY), { atSeconds: timeAt(0, seconds), weight: 0.1 }, usedBefore).openFrom - BEGIN;
    expect([begin(20, 'bySmokeTests'), begin(20, 'byTheAlias')]).toEqual([1, 1]);
    expect([begin(0, 'bySmokeTests'), begin(0, 'byTheAlias')]).toEqual([1, 0]);
    const shift = { atSeconds: timeAt(1, 20), weight: 0.1 };
    expect([timeAt(1), timeAt(0, 30), timeAt(0, 29), timeAt(-60)].map((at) => isRecent(at, shift))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  test('goes on from step to step, each minute with the weights in which its executions can have started', () => {
    const later = withShift(withCounts(shiftedAtBegin(0.1), [GOOD(0), GOOD(1)], timeAt(3)), {
      atSeconds: timeAt(4, 30),
      weight: 0.5,
    });
    const { open } = compared(withCounts(later, [GOOD(4), GOOD(5), GOOD(6)], timeAt(8)));
    expect(open.map(({ highestWeight, lowestWeight }) => [highestWeight, lowestWeight])).toEqual([
      [0.1, 0],
      [0.1, 0.1],
      [0.5, 0.1],
      [0.5, 0.1],
      [0.5, 0.5],
    ]);
  });

  test('takes late and growing data points, as long as their minutes are open, and no falling ones', () => {
    const early = withCounts(shiftedAtBegin(0.1), [minuteAt(0, { stable: { succeeded: 5 } })], timeAt(2));
    const late = withCounts(early, [GOOD(0)], timeAt(10));
    expect(logOf(late)).toBeCloseTo(logOf(withCounts(shiftedAtBegin(0.1), [GOOD(0)], timeAt(10))), 9);
    expect(withCounts(late, [], timeAt(11)).open).toEqual(late.open);
    const folded = withCounts(late, [], timeAt(16));
    expect(folded.open).toEqual([]);
    expect(withCounts(folded, [BAD(0)], timeAt(17)).open).toEqual([]);
  });

  test('sees as many minutes of the current weight as there are data points for, or as time proves to be empty', () => {
    const seen = (minutes: readonly Minute[], at: number): number =>
      compared(withCounts(shiftedAtBegin(0.1), minutes, at)).minutesSeen;
    expect(compared(shiftedAtBegin(0.1)).minutesSeen).toBe(0);
    expect(seen([], timeAt(4))).toBe(0);
    expect(seen([GOOD(0)], timeAt(2))).toBe(1);
    expect(seen([GOOD(3)], timeAt(5))).toBe(4);
    expect(seen([GOOD(0)], timeAt(17))).toBe(2);
    const unused = withCounts(shiftedAtBegin(0.1, { executions: 0, failures: 0 }), [], timeAt(3));
    expect(compared(unused).minutesSeen).toBe(2);
  });

  test('tells a machine that nobody uses from one that is used', () => {
    const never = { executions: 0, failures: 0 };
    expect(isUnused(shiftedAtBegin(0.1, never))).toBe(true);
    expect(isUnused(shiftedAtBegin(0.1))).toBe(false);
    const once = withCounts(shiftedAtBegin(0.1, never), [minuteAt(0, { stable: { started: 1 } })], timeAt(2));
    expect(isUnused(once)).toBe(false);
    const longAgo = withCounts(shiftedAtBegin(0.1, never), [GOOD(0)], timeAt(40));
    expect([longAgo.open.length, isUnused(longAgo)]).toEqual([0, false]);
  });

  test('shows what was aborted, and does not judge it', () => {
    const aborted = minuteAt(0, { candidate: { aborted: 2 }, stable: { succeeded: 1, aborted: 1 } });
    const evidence = withCounts(shiftedAtBegin(0.1), [aborted], timeAt(3));
    for (const one of [evidence, withCounts(evidence, [], timeAt(60))]) {
      expect(abortedOf(one)).toEqual({ candidate: 2, stable: 1 });
      expect(compared(one).overdue).toBe(0);
    }
  });

  test('counts the candidate’s executions since it has had all the traffic', () => {
    const full = withShift(withCounts(shiftedAtBegin(0.1), [BAD(0)], timeAt(2)), {
      atSeconds: timeAt(3, 10),
      weight: 1,
    });
    const minutes = [3, 4, 5].map((at) => minuteAt(at, { candidate: { succeeded: 9, failed: 1 } }));
    const evidence = withCounts(full, minutes, timeAt(7));
    expect(compared(shiftedAtBegin(0.1)).finalBake).toBeUndefined();
    for (const one of [evidence, withCounts(evidence, [], timeAt(60))])
      expect(compared(one).finalBake).toEqual({ started: 20, failed: 2 });
  });
});

describe('executions that run on for too long', () => {
  const running = (longestSeconds: number) => shiftedAtBegin(0.5, { ...DAY, longestSeconds });
  const started = (at: number) => minuteAt(at, { candidate: { started: 4 }, stable: { succeeded: 4 } });

  test('are those that started longer ago than the longest of stable’s took, and have not ended', () => {
    const evidence = withCounts(running(60), [0, 1, 2, 3, 4, 5].map(started), timeAt(7));
    expect(compared(evidence).overdue).toBe(4 * 4); // of six minutes, the last one, the one before and one for slack may go on
    const ended = withCounts(evidence, [minuteAt(6, { candidate: { succeeded: 13 } })], timeAt(8));
    expect(compared(ended).overdue).toBe(5 * 4 - 13);
  });

  test('are known for executions that take longer than minutes stay open', () => {
    let evidence = running(3600);
    for (let minute = 0; minute < 120; minute++)
      evidence = withCounts(
        evidence,
        minute < 10 ? [started(minute)] : [minuteAt(minute, { stable: { succeeded: 1 } })],
        timeAt(minute + 2),
      );
    expect(compared(evidence).overdue).toBe(40);
    expect(evidence.folded.marks.length).toBeLessThan(20);
  });

  test('are nobody’s where stable’s are not known', () => {
    const unknown = shiftedAtBegin(0.5, { executions: 0, failures: 0 });
    const evidence = withCounts(unknown, [0, 1, 2, 3, 4, 5].map(started), timeAt(60));
    expect(compared(evidence).overdue).toBe(0);
  });
});

describe('the list of failed executions', () => {
  const listed = (at: number, candidate: number, stable = 0): Minute => ({
    minute: BEGIN + at,
    listed: { candidate, stable },
  });
  const failuresOf = (evidence: TargetEvidence) =>
    compared(evidence).open.map(({ candidateFailed, stableFailed }) => [candidateFailed, stableFailed]);

  test('tells of a minute before CloudWatch does', () => {
    const evidence = withList(shiftedAtBegin(0.1), [listed(0, 2, 1)], timeAt(0, 30));
    expect(failuresOf(evidence)).toEqual([[2, 1]]);
  });

  test('is believed rather than CloudWatch where it told a minute to its end, for it knows who came by the alias', () => {
    const counted = minuteAt(0, { candidate: { failed: 5 }, stable: { failed: 4 } });
    const partly = withCounts(withList(shiftedAtBegin(0.1), [listed(0, 2, 1)], timeAt(0, 30)), [counted], timeAt(2));
    expect(failuresOf(partly)).toEqual([[5, 4]]);
    expect(failuresOf(withList(partly, [listed(0, 3, 2)], timeAt(2)))).toEqual([[3, 2]]);
  });

  test('is read anew from the whole minute a minute before the last reading on', () => {
    const evidence = shiftedAtBegin(0.1);
    expect(listFrom(evidence)).toBe(BEGIN_SECONDS);
    expect(listFrom(withList(evidence, [], timeAt(0, 10)))).toBe(BEGIN_SECONDS);
    expect(listFrom(withList(evidence, [], timeAt(5, 10)))).toBe(timeAt(4));
    expect(listFrom(withList(evidence, [], timeAt(5, 0)))).toBe(timeAt(4));
  });

  test('does not take back what it showed', () => {
    const evidence = withList(
      withList(shiftedAtBegin(0.1), [listed(0, 2)], timeAt(0, 30)),
      [listed(0, 1)],
      timeAt(0, 40),
    );
    expect(failuresOf(evidence)).toEqual([[2, 0]]);
  });

  test('begins anew where it had more than may be read, and CloudWatch tells what lies before', () => {
    const before = withList(shiftedAtBegin(0.1), [listed(0, 2)], timeAt(1, 10));
    const counted = withCounts(withoutList(before, timeAt(2, 10)), [BAD(0), BAD(1)], timeAt(3));
    expect(failuresOf(counted)).toEqual([
      [3, 0],
      [3, 0],
    ]);
    expect(listFrom(counted)).toBe(timeAt(3));
    expect(failuresOf(withList(counted, [listed(3, 1)], timeAt(3, 20)))).toEqual([
      [3, 0],
      [3, 0],
      [1, 0],
    ]);
  });
});

describe('other ways onto the same versions', () => {
  const direct = minuteAt(0, { candidate: { succeeded: 3 }, stable: { succeeded: 27 }, alias: { started: 20 } });

  test('are seen where starts through the alias and starts of both versions differ by more than 2 %', () => {
    const hundred = (started: number) =>
      minuteAt(0, { candidate: { succeeded: 10 }, stable: { succeeded: 90 }, alias: { started } });
    const bypassed = (minute: Minute) => isBypassed(withCounts(shiftedAtBegin(0.1), [minute], timeAt(2)));
    expect([98, 99, 100, 102].map((started) => bypassed(hundred(started)))).toEqual([false, false, false, false]);
    expect([97, 103].map((started) => bypassed(hundred(started)))).toEqual([true, true]);
  });

  test('leave the successes out, for the rest of the deployment once it is certain', () => {
    const soon = withCounts(shiftedAtBegin(0.1), [direct], timeAt(2));
    expect(compared(soon).open.map(({ lowestWeight }) => lowestWeight)).toEqual([null]);
    expect(soon.bypassed).toBeUndefined();
    expect(isBypassed(withCounts(soon, [GOOD(0), GOOD(1)], timeAt(3)))).toBe(false);
    const certain = withCounts(soon, [], timeAt(5));
    expect(certain.bypassed).toBe(true);
    expect(isBypassed(withCounts(certain, [GOOD(20)], timeAt(25)))).toBe(true);
  });

  test('let as many failures be the candidate’s as cannot be stable’s, unless the list leaves the others out', () => {
    const failures = (candidate: number, stable: number, alias: number) => {
      const counts = {
        candidate: { failed: candidate },
        stable: { failed: stable },
        alias: { started: 1, failed: alias },
      };
      const { candidateFailed, stableFailed } = compared(
        withCounts(shiftedAtBegin(0.1), [minuteAt(0, counts)], timeAt(2)),
      ).open[0]!;
      return [candidateFailed, stableFailed];
    };
    expect(failures(9, 4, 6)).toEqual([2, 4]);
    expect(failures(9, 4, 3)).toEqual([0, 3]);
    expect(failures(9, 4, 13)).toEqual([9, 4]);
    const counts = { candidate: { failed: 9 }, stable: { failed: 4 }, alias: { started: 1, failed: 6 } };
    const counted = withCounts(shiftedAtBegin(0.1), [minuteAt(0, counts)], timeAt(2));
    const listed = withList(counted, [{ minute: BEGIN, listed: { candidate: 3, stable: 3 } }], timeAt(2));
    expect(compared(listed).open[0]).toMatchObject({ candidateFailed: 3, stableFailed: 3 });
  });

  test('are not what it is when the alias is used and nothing is counted under either version', () => {
    const unreadable = withCounts(shiftedAtBegin(0.1), [minuteAt(0, { alias: { started: 4 } })], timeAt(2));
    expect(isUnreadable(unreadable)).toBe(true);
    expect(isUnreadable(withCounts(unreadable, [GOOD(1)], timeAt(3)))).toBe(false);
    expect(isUnreadable(shiftedAtBegin(0.1))).toBe(false);
  });
});

// A new version's data points came later than stable's: at 1 % of much traffic its successes seemed to be missing, and a harmless candidate was rolled back.
describe('a version whose data points come later than the other’s', () => {
  const openOf = (weight: number, minutes: readonly Minute[]) =>
    compared(withCounts(shiftedAtBegin(weight), minutes, timeAt(minutes.length + 1))).open;

  test('does not look as if its executions had not ended: successes count when all of the alias’s are there', () => {
    const whole = { started: 6000, succeeded: 6000, failed: 0 };
    const stable = { started: 5940, succeeded: 5940 };
    const late = [0, 1, 2].map((at) => minuteAt(at, { stable, alias: whole }));
    expect(openOf(0.01, late).map(({ lowestWeight }) => lowestWeight)).toEqual([null, null, null]);
    expect(logOf(withCounts(shiftedAtBegin(0.01), late, timeAt(4)))).toBeLessThan(0.01);
    const there = [0, 1, 2].map((at) => minuteAt(at, { stable, candidate: { succeeded: 60 }, alias: whole }));
    expect(openOf(0.01, there).map(({ lowestWeight }) => lowestWeight)).toEqual([0, 0.01, 0.01]);
  });

  test('is charged with no more than what it failed: the rest of the alias’s failures may be the other’s', () => {
    const outage = { started: 300, succeeded: 150, failed: 150 };
    const failures = (candidate: number, stable: number) => {
      const sides = { candidate: { started: 30, failed: candidate }, stable: { started: 270, failed: stable } };
      const [bucket] = openOf(0.1, [minuteAt(0, { ...sides, alias: outage })]);
      const { candidateFailed, stableFailed } = bucket!;
      return [candidateFailed, stableFailed];
    };
    expect([failures(15, 0), failures(15, 135), failures(0, 0)]).toEqual([
      [15, 135],
      [15, 135],
      [0, 150],
    ]);
  });
});

describe('folding', () => {
  const count = fc.oneof(fc.constant(0), fc.nat({ max: 30 }));
  const version = fc.record({ succeeded: count, failed: count });
  const drawn = fc.record({
    minutes: fc.array(fc.record({ candidate: version, stable: version }), { minLength: 1, maxLength: 80 }),
    shifts: fc.array(fc.integer({ min: 30, max: 4000 }), { maxLength: 5 }),
    longestSeconds: fc.option(fc.integer({ min: 0, max: 5000 }), { nil: undefined }),
    looks: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 }),
    sharing: fc.boolean(),
  });

  test('agrees with a full recomputation to 1e-6, whenever it is looked', () => {
    fc.assert(
      fc.property(drawn, ({ minutes, shifts, longestSeconds, looks, sharing }) => {
        const past = { executions: 500, failures: 5, ...(longestSeconds !== undefined && { longestSeconds }) };
        const all = minutes.map((counts, at) =>
          minuteAt(at, { ...counts, ...(sharing && { alias: { started: 1000 } }) }),
        );
        const weights = [...shifts]
          .sort((a, b) => a - b)
          .map((at, i) => ({ atSeconds: BEGIN_SECONDS + at, weight: (i + 2) / 10 }));
        const until = minutes.length + 2;
        let stepwise = shiftedAtBegin(0.1, past);
        const due = [...weights];
        for (let at = 0, i = 0; at < until; i++) {
          at = Math.min(until, at + looks[i % looks.length]!);
          while (due[0] && due[0].atSeconds <= timeAt(at)) stepwise = withShift(stepwise, due.shift()!);
          stepwise = withCounts(
            JSON.parse(JSON.stringify(stepwise)),
            all.filter(({ minute }) => minute < BEGIN + at),
            timeAt(at),
          );
        }
        const shifted = weights
          .filter(({ atSeconds }) => atSeconds <= timeAt(until))
          .reduce((one, shift) => withShift(one, shift), shiftedAtBegin(0.1, past));
        const atOnce = { ...shifted, open: all, countedAt: timeAt(until), ...(sharing && { bypassed: true }) };
        expect(stepwise.open.length).toBeLessThanOrEqual(15);
        expect(logOf(stepwise)).toBeCloseTo(logOf(atOnce), 6);
        expect(foldBuckets(compared(stepwise).folded, compared(stepwise).open).counts).toEqual(
          foldBuckets(compared(atOnce).folded, compared(atOnce).open).counts,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('keeps what travels small, however long a deployment takes', () => {
    let evidence = shiftedAtBegin(0.01);
    for (let minute = 0; minute < 300; minute++) {
      const counts = { succeeded: 12_345, failed: 1234, aborted: 123 };
      evidence = withCounts(evidence, [minuteAt(minute, { candidate: counts, stable: counts })], timeAt(minute + 1));
      if (minute % 3 === 0) evidence = withShift(evidence, { atSeconds: timeAt(minute, 1.234), weight: minute / 300 });
    }
    expect(JSON.stringify(evidence).length).toBeLessThan(4700);
  });
});
