import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type ComparedEvidence,
  compareVersions,
  DEFAULT_COMPARE,
  evidenceLimit,
  foldBuckets,
  nothingFolded,
} from '../../workflow/compare-versions.ts';
import type { Bucket } from '../../workflow/log-evidence.ts';
import { anyBuckets, anyHistory, bucketOf } from './evidence.ts';

const DAY = { executions: 1440, failures: 14 };

/** Evidence on version 7 beside version 6, long enough at a weight for it to have settled. */
function seen(buckets: readonly Bucket[], fields: Partial<ComparedEvidence> = {}): ComparedEvidence {
  return {
    versions: { stable: 6, candidate: 7 },
    folded: nothingFolded(DAY),
    open: buckets,
    overdue: 0,
    minutesSeen: 5,
    heldSeconds: 0,
    ...fields,
  };
}

const FAILING = bucketOf({ candidateFailed: 9, candidateSucceeded: 32, stableFailed: 3, stableSucceeded: 385 });
const GOOD = bucketOf({ candidateSucceeded: 41, stableFailed: 4, stableSucceeded: 384 });
const LONE_FAILURE = bucketOf({ candidateFailed: 1, candidateSucceeded: 12, stableSucceeded: 117 });

describe('a comparison', () => {
  test('is unhealthy when the candidate fails more than stable beside it, and says what was counted', () => {
    const comparison = compareVersions(seen([FAILING]), DEFAULT_COMPARE);
    expect(comparison).toMatchObject({ verdict: 'unhealthy', finding: 'failsMore', canBecomeHealthy: false });
    expect(comparison.reasons).toEqual([
      '9 of 41 executions of version 7 failed, 3 of 388 of version 6: evidence 225973 : 1, limit 125 : 1',
    ]);
  });

  test('is healthy when enough succeeded, and says what that excludes', () => {
    const comparison = compareVersions(seen([GOOD]), DEFAULT_COMPARE);
    expect(comparison).toMatchObject({ verdict: 'healthy', finding: 'likeStable' });
    expect(comparison.reasons).toEqual([
      '0 of 41 executions of version 7 failed, 4 of 388 of version 6: evidence 0.1 : 1, limit 125 : 1',
      'had version 7 failed 51 % or more of its executions, that would have been told with 80 %',
    ]);
  });

  test('is inconclusive while too few have ended, and says how many are missing', () => {
    const comparison = compareVersions(
      seen([bucketOf({ candidateSucceeded: 1, stableSucceeded: 9 })]),
      DEFAULT_COMPARE,
    );
    expect(comparison).toMatchObject({ verdict: 'inconclusive', finding: 'tooFew', numbers: { executionsNeeded: 2 } });
    expect(comparison.reasons[1]).toBe('too few to tell: 2 more executions of version 7 must succeed');
    expect(compareVersions(seen([]), DEFAULT_COMPARE).reasons[0]).toBe(
      'no execution of version 7 has ended, 0 of 0 of version 6 failed: evidence 1 : 1, limit 125 : 1',
    );
  });

  test('is inconclusive until two minutes of the current weight can be seen', () => {
    const comparison = compareVersions(seen([GOOD], { minutesSeen: 1 }), DEFAULT_COMPARE);
    expect(comparison).toMatchObject({ verdict: 'inconclusive', finding: 'settling' });
  });

  test('holds a step after a lone failure, but not for ever', () => {
    const folded = nothingFolded({ executions: 1440, failures: 0 });
    const heldFor = (heldSeconds: number) =>
      compareVersions(seen([LONE_FAILURE], { folded, heldSeconds }), DEFAULT_COMPARE);
    const held = heldFor(600);
    expect(held).toMatchObject({ verdict: 'inconclusive', finding: 'notQuiet', canBecomeHealthy: true });
    expect(held.reasons[1]).toBe('held until the evidence is below 3 : 1, for at most 3000 s more');
    expect(heldFor(3600).verdict).toBe('healthy');
  });

  test('is inconclusive for as long as it is suspicious; at 100 % that cannot change any more', () => {
    const suspicious = bucketOf({ candidateFailed: 2, candidateSucceeded: 4, stableSucceeded: 60 });
    const comparison = compareVersions(seen([suspicious], { heldSeconds: 9999 }), DEFAULT_COMPARE);
    expect(comparison).toMatchObject({ verdict: 'inconclusive', finding: 'suspicious', canBecomeHealthy: true });
    const full = seen([suspicious], { finalBake: { started: 10, failed: 0 } });
    expect(compareVersions(full, DEFAULT_COMPARE)).toMatchObject({ finding: 'suspicious', canBecomeHealthy: false });
  });

  test('counts executions that run on for too long as failed on the way to healthy', () => {
    const few = bucketOf({ candidateSucceeded: 4, stableSucceeded: 36 });
    expect(compareVersions(seen([few]), DEFAULT_COMPARE).verdict).toBe('healthy');
    const comparison = compareVersions(seen([few], { overdue: 4 }), DEFAULT_COMPARE);
    expect(comparison).toMatchObject({ verdict: 'inconclusive', finding: 'tooFew' });
    expect(comparison.reasons[1]).toBe('4 executions of version 7 ran on for longer than any of version 6 took');
  });

  test('wants the successful executions that were asked for', () => {
    const { verdict, numbers } = compareVersions(seen([GOOD]), { ...DEFAULT_COMPARE, minimumExecutions: 100 });
    expect({ verdict, needed: numbers.executionsNeeded }).toEqual({ verdict: 'inconclusive', needed: 59 });
  });

  test('judges the final bake by stable’s past only where that is asked for', () => {
    const bake = seen([GOOD], { finalBake: { started: 20, failed: 15 } });
    expect(compareVersions(bake, DEFAULT_COMPARE).verdict).toBe('healthy');
    const comparison = compareVersions(bake, { ...DEFAULT_COMPARE, finalBake: 'on' });
    expect(comparison).toMatchObject({ verdict: 'unhealthy', finding: 'failsMoreThanBefore' });
    expect(comparison.reasons[1]).toBe(
      'at 100 % 15 of 20 executions of version 7 failed, of version 6 at most 3.11 % in its past: evidence more than 1000000 : 1, limit 500 : 1',
    );
  });

  test('draws the limits from the rate of false roll-backs', () => {
    const limits = [0.001, 0.01, 0.02, 0.05].map((falseRollbackRate) => evidenceLimit({ falseRollbackRate }));
    expect(limits).toEqual([1250, 125, 63, 25]);
  });

  test('says evidence that has reached the limit exactly when the verdict says so', () => {
    fc.assert(
      fc.property(
        anyBuckets,
        anyHistory,
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (buckets, history, rate) => {
          const settings = { ...DEFAULT_COMPARE, falseRollbackRate: rate };
          const evidence = seen([], { folded: foldBuckets(nothingFolded(history), buckets) });
          const { verdict, reasons, numbers } = compareVersions(evidence, settings);
          const said = /evidence (?:less than |more than )?([\d.]+) : 1/.exec(reasons[0]!)![1];
          expect(Number(said) >= numbers.limit).toBe(verdict === 'unhealthy');
        },
      ),
    );
  });

  test('is the same whether buckets are folded or open, and folds to plain JSON', () => {
    fc.assert(
      fc.property(anyBuckets, anyHistory, fc.nat(40), (buckets, history, cut) => {
        const folded = JSON.parse(JSON.stringify(foldBuckets(nothingFolded(history), buckets.slice(0, cut))));
        const inParts = compareVersions(seen(buckets.slice(cut), { folded }), DEFAULT_COMPARE);
        const atOnce = compareVersions(seen(buckets, { folded: nothingFolded(history) }), DEFAULT_COMPARE);
        expect(inParts.numbers.counts).toEqual(atOnce.numbers.counts);
        expect(inParts.finding).toBe(atOnce.finding);
      }),
    );
  });
});
