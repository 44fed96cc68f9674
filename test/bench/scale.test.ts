import { describe, expect, test } from '@jest/globals';
import { isKept, type Measurement } from '../../bench/benchmark.ts';
import { compared } from '../../bench/scale/compared.ts';
import { type DeployAll, deployByPollLoop, deployBySfndeploy } from '../../bench/scale/deploy-all.ts';
import { openFleet } from '../../bench/scale/fleet.ts';
import { type Outcome, outcomeOf } from '../../bench/scale/outcome.ts';
import { deployMany } from '../../bench/scale.ts';

/** Far more than it needs, for machines that have much else to do. */
const PATIENCE = 180_000;

describe('many deployments at once', () => {
  test(
    'end as they should, and read their aliases no more often than docs/scale.md says',
    async () => {
      const { outcome, findings } = await deployMany(12);
      expect(outcome).toMatchObject({ wrong: 0, leftSplit: 0, neverBack: 0 });
      const measurements = findings as readonly Measurement[];
      expect(measurements.filter((one) => !isKept(one))).toEqual([]);
      const numberOf = (name: string) => measurements.find((one) => one.name === name)?.value;
      expect(numberOf('ended as RolledBack')).toBe(4);
      expect(numberOf('ended as SUCCEEDED')).toBe(8);
      expect(numberOf('DescribeStateMachineAlias, granted for each deployment')).toBeLessThanOrEqual(7);
      expect(numberOf('UpdateStateMachineAlias, granted for each deployment')).toBeLessThanOrEqual(3);
    },
    PATIENCE,
  );
});

async function weathered(size: number, deployAll: DeployAll): Promise<Outcome> {
  const fleet = await openFleet(size);
  return outcomeOf(fleet, await deployAll(fleet));
}

describe.each([
  ['sfndeploy.py', deployBySfndeploy, 15],
  ['the loop that looks each minute', deployByPollLoop, 1.1],
])('%s, with many at once', (_, deployAll, backMinutes) => {
  test('ends as it should while AWS has tokens left, at its own pace', async () => {
    const outcome = await weathered(6, deployAll);
    expect(outcome).toMatchObject({ wrong: 0, leftSplit: 0, neverBack: 0 });
    expect(outcome.worstBackMinutes).toBeGreaterThan(backMinutes / 2);
    expect(outcome.worstBackMinutes).toBeLessThanOrEqual(backMinutes);
    expect(outcome.minutes).toBeCloseTo(30, 0);
  });

  test(
    'leaves aliases split where AWS refuses it, and nobody comes back for them',
    async () => {
      const { wrong, leftSplit, throttled } = await weathered(300, deployAll);
      expect(leftSplit).toBeGreaterThan(0);
      expect(wrong).toBeGreaterThan(100);
      expect(throttled).toBeGreaterThan(1);
    },
    PATIENCE,
  );
});

describe('the comparison', () => {
  test('has no time for a way back that nobody came, and says why ours is not ahead', () => {
    const good: Outcome = { wrong: 0, leftSplit: 0, neverBack: 0, minutes: 30, worstBackMinutes: 1, throttled: 9 };
    const bad: Outcome = { ...good, wrong: 3, minutes: 2, worstBackMinutes: undefined };
    const comparisons = compared([{ size: 1000, ours: good, peers: [bad, good] }]);
    const back = comparisons.find(({ name }) => name.startsWith('longest way back'))!;
    expect(back.rows).toMatchObject([{ name: '1,000', ours: 1, peers: [null, 1], why: expect.any(String) }]);
    expect(comparisons.every(({ rows }) => rows.every(({ why }) => why !== undefined))).toBe(true);
  });
});
