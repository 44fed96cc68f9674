import { describe, expect, test } from '@jest/globals';
import { type Random, seededRandom } from '../../local/random.ts';
import { earlierStartsEnd } from '../../workflow/bucket-weights.ts';
import { foldBuckets } from '../../workflow/compare-versions.ts';
import { comparedEvidence } from '../../workflow/compared-evidence.ts';
import { isRecent, newEvidence, withCounts, withShift } from '../../workflow/evidence.ts';
import { logEvidenceOf } from '../../workflow/log-evidence.ts';
import type { Minute } from '../../workflow/minutes.ts';
import { BEGIN, BEGIN_SECONDS, VERSIONS } from './target-evidence.ts';

const LIMIT = Math.log(125);
const DEPLOYMENTS = 300;
const MINUTES = 6;
/** The longest execution, in seconds. */
const LONGEST = 90;

/** An EXPRESS machine's traffic. Times are seconds after the minute `BEGIN`. */
interface Circumstances {
  /** The alias was moved to stable then, and this deployment gave the candidate its first traffic. */
  readonly movedAt: number;
  readonly shiftedAt: number;
  /** The candidate's share before that move, and from the first shift on. */
  readonly shareBefore: number;
  readonly weight: number;
  readonly perSecond: number;
  readonly base: number;
  /** Until then half of all fail. */
  readonly outageUntil: number;
  /** Failed starts of the candidate by hand, in the minute of the shift and before it. */
  readonly byHand?: number;
}

/** A candidate that is like stable: each start is a coin's, and fails, or not, whatever came of that. */
function harmlessMinutes(given: Circumstances, random: Random): readonly Minute[] {
  const { movedAt, shiftedAt, shareBefore, weight, perSecond, base, outageUntil, byHand = 0 } = given;
  type Count = 'started' | 'succeeded' | 'failed';
  type Side = Record<Count, number>;
  const none = (): Side => ({ started: 0, succeeded: 0, failed: 0 });
  const minutes = Array.from({ length: MINUTES }, (_, minute) => ({
    minute: BEGIN + minute,
    candidate: none(),
    stable: none(),
    alias: none(),
  }));
  const count = (seconds: number, side: 'candidate' | 'stable', what: Count, byAlias = true): void => {
    const found = minutes[Math.floor(seconds / 60)];
    if (!found) return;
    found[side][what] += 1;
    if (byAlias) found.alias[what] += 1;
  };
  const reached = random.next() * 30;
  for (let at = -300; at < 60 * MINUTES; at += -Math.log(1 - random.next()) / perSecond) {
    const share = at < movedAt + reached ? shareBefore : at < shiftedAt ? 0 : weight;
    const side = random.next() < share ? 'candidate' : 'stable';
    const end = at + LONGEST * random.next();
    count(at, side, 'started');
    count(end, side, random.next() < (end < outageUntil ? Math.max(base, 0.5) : base) ? 'failed' : 'succeeded');
  }
  for (let i = 0; i < byHand; i++) {
    count(shiftedAt - 5, 'candidate', 'started', false);
    count(shiftedAt - 5, 'candidate', 'failed', false);
  }
  return minutes;
}

/** Whether the evidence reaches the limit at any look, one a minute. */
function everUnhealthy(given: Circumstances, random: Random, knowsMove: boolean): boolean {
  const { movedAt, shiftedAt, weight, base } = given;
  const past = { executions: 5000, failures: Math.round(5000 * base), longestSeconds: LONGEST };
  const moved = BEGIN_SECONDS + movedAt;
  const shift = { atSeconds: BEGIN_SECONDS + shiftedAt, weight };
  const mixedUntil = knowsMove ? earlierStartsEnd(moved, 'EXPRESS', LONGEST) : undefined;
  let evidence = withShift(newEvidence(past, mixedUntil), shift, isRecent(moved, shift) ? 'byTheAlias' : undefined);
  const minutes = harmlessMinutes(given, random);
  return minutes.some((_, seen) => {
    evidence = withCounts(evidence, minutes.slice(0, seen + 1), BEGIN_SECONDS + 60 * (seen + 2));
    const { folded, open } = comparedEvidence(evidence, VERSIONS, 0);
    return logEvidenceOf(foldBuckets(folded, open).evidence) >= LIMIT;
  });
}

function unhealthyPercent(name: string, circumstances: (random: Random) => Circumstances, knowsMove = true): number {
  const all = Array.from({ length: DEPLOYMENTS }, (_, i) => {
    const random = seededRandom(`${name}/${i}`);
    return everUnhealthy(circumstances(random), random, knowsMove);
  });
  return (100 * all.filter(Boolean).length) / DEPLOYMENTS;
}

/** Three standard errors above 0.8 %. */
const AT_MOST = 0.8 + 3 * Math.sqrt((0.8 * 99.2) / DEPLOYMENTS);

describe('a harmless candidate', () => {
  const first = (random: Random): Circumstances => ({
    movedAt: -86_400,
    shiftedAt: 60 * random.next(),
    shareBefore: 0,
    weight: [0.01, 0.1, 0.5, 1][random.integer(4)]!,
    perSecond: [1 / 60, 0.3, 5][random.integer(3)]!,
    base: [0.001, 0.01, 0.05, 0.3][random.integer(4)]!,
    outageUntil: 120 * random.next() - 30,
  });

  test('is as good as never blamed for the minute of its first shift, whenever in it that comes, and an outage ends', () => {
    expect(unhealthyPercent('first', first)).toBeLessThanOrEqual(AT_MOST);
  });

  // An alarm has taken it back in an outage of both versions, and somebody tries again at once: its executions of before still run, and fail.
  describe('that is deployed again just after it was taken back', () => {
    const again = (random: Random): Circumstances => {
      const shiftedAt = 60 * random.next();
      const movedAt = shiftedAt - 10 - 110 * random.next();
      return { ...first(random), movedAt, shiftedAt, shareBefore: 0.9, weight: 0.1, perSecond: 5, outageUntil: 40 };
    };

    test('is not blamed for executions that an earlier routing has given it', () => {
      expect(unhealthyPercent('again', again)).toBeLessThanOrEqual(AT_MOST);
    });

    test('would be, were that routing forgotten', () => {
      expect(unhealthyPercent('again', again, false)).toBeGreaterThan(20);
    });
  });

  test('is not blamed for what somebody has tried with it by hand just before', () => {
    const tried = (random: Random): Circumstances => ({ ...first(random), perSecond: 5, weight: 0.1, byHand: 5 });
    expect(unhealthyPercent('by hand', tried)).toBeLessThanOrEqual(AT_MOST);
  });
});
