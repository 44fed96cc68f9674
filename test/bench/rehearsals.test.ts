import { describe, expect, test } from '@jest/globals';
import { isKept } from '../../bench/benchmark.ts';
import { findingsOf, isPromoted, isRolledBack } from '../../bench/rehearsals/findings.ts';
import { type Ending, type Release, rehearseRelease } from '../../bench/rehearsals/releases.ts';

async function rehearseSome(release: Release, count: number): Promise<readonly Ending[]> {
  const endings: Ending[] = [];
  for (let seed = 1; seed <= count; seed++) endings.push(await rehearseRelease({ release, seed }));
  return endings;
}

/** Far more than they need, for machines that have much else to do. */
const PATIENCE = 180_000;

describe('of rehearsed releases with 1 % base failures', () => {
  test(
    'twenty harmless ones are promoted, although some of their executions fail',
    async () => {
      const endings = await rehearseSome('harmless', 20);
      expect(endings.filter((ending) => !isPromoted(ending))).toEqual([]);
      expect(endings.reduce((failed, { candidateFailed }) => failed + candidateFailed, 0)).toBeGreaterThan(20);
    },
    PATIENCE,
  );

  test(
    'those that fail everything come back within minutes',
    async () => {
      const endings = await rehearseSome('failsAll', 4);
      expect(endings.filter((ending) => !isRolledBack(ending))).toEqual([]);
      for (const { reason, seconds, candidateFailed } of endings) {
        expect(reason).toBe('FailsMore');
        expect(seconds).toBeLessThan(300);
        expect(candidateFailed).toBeGreaterThan(0);
      }
    },
    PATIENCE,
  );
});

describe('the findings about rehearsals', () => {
  const promoted: Ending = { seed: 1, outcome: 'Succeeded', candidateFailed: 2, seconds: 1500 };
  const back: Ending = { seed: 2, outcome: 'RolledBack', reason: 'FailsMore', candidateFailed: 4, seconds: 60 };
  const stuck: Ending = { seed: 3, outcome: 'CriticalError', reason: 'Unexplained', candidateFailed: 0, seconds: 9 };
  const times = (count: number, ending: Ending): Ending[] => Array.from({ length: count }, () => ending);
  const missed = (harmless: readonly Ending[], failsAll: readonly Ending[]) =>
    findingsOf({ harmless, failsAll }).filter((finding) => !isKept(finding));

  test('tolerate five of two hundred harmless ones that come back, and not six', () => {
    expect(missed([...times(195, promoted), ...times(5, back)], [back])).toEqual([]);
    expect(missed([...times(194, promoted), ...times(6, back)], [back])).toHaveLength(1);
    expect(missed([...times(194, promoted), ...times(6, stuck)], [back])).toHaveLength(1);
  });

  test('tolerate no bad one that is not rolled back', () => {
    expect(missed([promoted], times(50, back))).toEqual([]);
    expect(missed([promoted], [...times(49, back), promoted])).toHaveLength(1);
    expect(missed([promoted], [...times(49, back), stuck])).toHaveLength(1);
  });

  test('count how they ended, and average over the roll-backs', () => {
    const [ways, , , failures, seconds] = findingsOf({ harmless: [promoted, stuck], failsAll: [back, promoted] });
    expect(ways).toMatchObject({
      rows: [
        { name: 'CriticalError: Unexplained', values: [1, 0] },
        { name: 'RolledBack: FailsMore', values: [0, 1] },
        { name: 'Succeeded', values: [1, 1] },
      ],
    });
    expect([failures, seconds]).toMatchObject([{ value: 4 }, { value: 60 }]);
  });
});
