import { describe, expect, test } from '@jest/globals';
import { percentile95 } from '../../bench/harm/first-minutes.ts';
import { EXCESS } from '../../bench/harm/measures.ts';
import { whyCheaper, whyFewerMissed } from '../../bench/harm/why.ts';
import { PEERS } from '../../bench/peers/peers.ts';
import { comparison } from '../../bench/releases/compared.ts';
import { type Ended, outcomeOf } from '../../bench/releases/outcome.ts';
import { ANY_FAILURE, CANARY_10, type Job, LINEAR_10, LOADS, OURS } from '../../bench/releases/release.ts';
import { type Cell, interval95, mean, type Results } from '../../bench/releases/results.ts';
import { runRelease } from '../../bench/releases/run.ts';
import { comparedSum, refusedShare, tunedAlarm } from '../../bench/releases/tuned-alarm.ts';
import { DOCUMENTED, OUR_WAY, type Way } from '../../bench/releases/ways.ts';

const [QUIET, STEADY, BUSY] = LOADS;
const CLOUDFORMATION = PEERS[0]!;

describe('a release on local AWS', () => {
  const bad: Job['release'] = { plan: LINEAR_10, load: BUSY, base: 0, candidate: 1 };

  test('that fails everything is rolled back sooner by ours without an alarm than by a peer with one', async () => {
    const ours = await runRelease({ release: bad, deployer: OURS, seed: 1 });
    expect(ours).toMatchObject({ end: 'rolledBack', reason: 'FailsMore' });
    const theirs = await runRelease({ release: bad, deployer: 'CloudFormation', alarm: ANY_FAILURE, seed: 1 });
    expect(theirs.end).toBe('rolledBack');
    expect(theirs.failed).toBeGreaterThan(3 * ours.failed);
    expect(theirs.backAfter).toBeGreaterThan(ours.backAfter!);
  });

  test('comes to the same with the same seed, and to something else with another', async () => {
    const job = { release: bad, deployer: OURS, seed: 7 };
    const once = await runRelease(job);
    expect(await runRelease(job)).toEqual(once);
    expect(await runRelease({ ...job, seed: 8 })).not.toEqual(once);
  });

  test('is refused by CloudFormation, and only by its alarm, when stable fails as well', async () => {
    const release = { ...bad, base: 0.05, candidate: 0.05 };
    const job = { release, deployer: 'CloudFormation', alarm: ANY_FAILURE, seed: 1 };
    expect(await runRelease(job)).toMatchObject({ end: 'refused', failed: 0 });
    // What shifts first, and comes back for an alarm that was firing before, has judged no candidate.
    expect((await runRelease({ ...job, deployer: 'sfndeploy.py' })).end).toBe('refused');
  });

  test('whose defect shows after ten minutes has no failure before', async () => {
    const release = { ...bad, load: STEADY, defectAfterSeconds: 600 };
    const { sinceFirstFailure, backAfter } = await runRelease({
      release,
      deployer: 'CloudFormation',
      alarm: ANY_FAILURE,
      seed: 3,
    });
    expect(backAfter! - sinceFirstFailure!).toBeGreaterThanOrEqual(600);
  });

  test('is heard to come back from an alarm about something else', async () => {
    const release = { ...bad, load: STEADY, candidate: 0 };
    const job: Job = { release, deployer: OURS, alarmGoesOff: true, seed: 2 };
    const { end, reason, sinceAlarm } = await runRelease(job);
    expect([end, reason]).toEqual(['rolledBack', 'AlarmFiring']);
    expect(sinceAlarm).toBeGreaterThan(5);
    expect(sinceAlarm).toBeLessThan(60);
  });
});

describe('what a deployment came to', () => {
  const seen = { alarmed: [50_000], wasFiring: () => false };
  const moves = [
    { at: 0, weight: 10 },
    { at: 60_000, weight: 100 },
  ];

  test('counts failures until ten minutes after 100 %, less what stable would have failed', () => {
    const starts = [1000, 2000, 659_000, 661_000];
    const outcome = outcomeOf(
      { ...seen, moves, starts, failures: [2000, 659_000, 661_000] },
      { base: 0.1 },
      { end: 'promoted' },
    );
    expect(outcome).toEqual({ end: 'promoted', failed: 2, excess: 2 - 0.1 * 3 });
  });

  test('takes an alias for back when its last start can have gone to the candidate', () => {
    const back = [moves[0]!, { at: 60_000, weight: 0 }];
    const failures = [10_000, 20_000, 30_000];
    const outcome = outcomeOf(
      { ...seen, moves: back, starts: failures, failures },
      { base: 0 },
      { end: 'rolledBack', reason: 'AlarmFiring' },
    );
    expect(outcome).toEqual({
      end: 'rolledBack',
      reason: 'AlarmFiring',
      failed: 3,
      excess: 3,
      backAfter: 65,
      sinceFirstFailure: 55,
      sinceThirdFailure: 35,
      sinceAlarm: 15,
    });
  });
});

describe('a tuned alarm', () => {
  test('sees what CloudWatch sees: the newest five minutes with data, of which two cannot be seen yet', () => {
    const failed = [0, 0, 0, 0, 0, 3, 0, 0, 1, 7, 9];
    expect(comparedSum(failed, 11 * 60 + 5)).toBe(1 + 7);
    expect(comparedSum(failed, 11 * 60 + 4)).toBe(3 + 1);
    expect(comparedSum([3, 0, 0, 0, 0, 0, 0], 7 * 60 + 5)).toBe(3);
    expect(comparedSum([0, 0, 0], 20 * 60)).toBe(0);
  });

  test('refuses one good release in a hundred at most, and one with a lower threshold more', () => {
    for (const load of [QUIET, STEADY, BUSY]) {
      const release = { plan: CANARY_10, load, base: 0.01 };
      const alarm = tunedAlarm(CLOUDFORMATION, release, 'alias');
      expect(refusedShare(CLOUDFORMATION, release, alarm)).toBeLessThanOrEqual(0.01);
      if (alarm.threshold === 1) continue;
      const lower = { ...alarm, threshold: alarm.threshold - 1 };
      expect(refusedShare(CLOUDFORMATION, release, lower)).toBeGreaterThan(0.01);
    }
  });

  test('is reckoned as it goes off on local AWS', async () => {
    const release = { plan: CANARY_10, load: STEADY, base: 0.05, candidate: 0.05 };
    const jobs = Array.from({ length: 40 }, (_, i) => ({
      release,
      deployer: 'CloudFormation',
      alarm: ANY_FAILURE,
      seed: i + 1,
    }));
    let refused = 0;
    for (const job of jobs) if ((await runRelease(job)).end !== 'promoted') refused += 1;
    const share = refusedShare(CLOUDFORMATION, release, ANY_FAILURE);
    const error = Math.sqrt((share * (1 - share)) / jobs.length);
    expect(Math.abs(refused / jobs.length - share)).toBeLessThan(3 * error);
  });
});

describe('the comparison', () => {
  const cell: Cell = {
    name: 'a cell',
    deployments: 3,
    release: { plan: CANARY_10, load: STEADY, base: 0.001, candidate: 1 },
  };
  const ended = (excess: number): Ended => ({ end: 'rolledBack', failed: excess, excess, seconds: 100, backAfter: 60 });
  const resultsOf = (ours: readonly number[], theirs: readonly number[]): Results => ({
    of: (_, { deployer }: Way) => (deployer === OURS ? ours : theirs).map(ended),
  });
  const rowOf = (ours: readonly number[], theirs: readonly number[]) => {
    const results = resultsOf(ours, theirs);
    const why = whyCheaper(OUR_WAY, DOCUMENTED, results);
    return comparison(EXCESS, [cell], [OUR_WAY, ...DOCUMENTED], results, why).rows[0]!;
  };

  test('says what a peer pays where it is ahead, and nothing where it is not', () => {
    expect(rowOf([2, 2, 2], [9, 9, 9]).why).toBeUndefined();
    expect(rowOf([9, 9, 9.1], [2, 2, 2.1]).why).toMatch(/CloudFormation \(refuses [\d.]+ % of good releases/);
  });

  test('says where chance may have made the difference', () => {
    expect(rowOf([2, 9, 4], [3, 3, 3]).why).toMatch(/^so few deployments cannot tell ours from CloudFormation/);
  });

  test('does not plead patience where ours promoted what showed its defect only later', () => {
    const late: Cell = { ...cell, release: { ...cell.release, defectAfterSeconds: 600 } };
    const promoted: Ended = { end: 'promoted', failed: 9, excess: 9, seconds: 1200 };
    const results: Results = { of: (_, { deployer }: Way) => (deployer === OURS ? [promoted, promoted] : []) };
    const why = whyFewerMissed(DOCUMENTED, results)(late, { name: 'a row', ours: 100, peers: [100, null, null] });
    expect(why).toMatch(/the defect shows when .* has all the traffic.*: ours promoted 100 %/);
    expect(why).not.toContain('waits for two or three failures');
  });

  test('leaves out a row in which ours did not begin', () => {
    const refused: Results = { of: () => [{ end: 'refused', failed: 0, excess: 0, seconds: 9 }] };
    expect(comparison(EXCESS, [cell], [OUR_WAY, ...DOCUMENTED], refused, () => '').rows).toEqual([]);
  });

  test('knows means, their intervals and percentiles', () => {
    expect([mean([]), mean([1, 3]), interval95([1])]).toEqual([null, 2, null]);
    expect(interval95([1, 3])).toBeCloseTo(1.96, 9);
    expect(percentile95(Array.from({ length: 200 }, (_, i) => i + 1))).toBe(190);
  });
});
