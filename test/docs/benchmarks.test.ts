import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { BENCHMARKS } from '../../bench/all.ts';
import { isComparison, notAhead } from '../../bench/benchmark.ts';
import { benchmarksPage } from '../../bench/page.ts';
import { fullRuns, requireSound } from '../../bench/run.ts';

const NAMES = BENCHMARKS.map(({ name }) => name);
const RUNS = fullRuns(NAMES);

describe('the page on benchmarks', () => {
  test('is made from the results that are committed (npm run refresh)', () => {
    expect(readFileSync('docs/benchmarks.md', 'utf8')).toBe(benchmarksPage(RUNS, NAMES));
  });

  test('tells of full runs of benchmarks as they are now', () => {
    expect(RUNS.length).toBeGreaterThan(0);
    for (const { name, about, full, findings } of RUNS) {
      const benchmark = BENCHMARKS.find((one) => one.name === name);
      expect([name, about, full]).toEqual([name, benchmark?.about, true]);
      expect(() => requireSound(findings)).not.toThrow();
    }
  });

  test('gives a reason wherever a peer is as good or better', () => {
    const unexplained = RUNS.flatMap(({ name, findings }) =>
      findings
        .filter(isComparison)
        .flatMap((comparison) =>
          notAhead(comparison).map((row) => ({ ...row, name: `${name}, ${comparison.name}: ${row.name}` })),
        ),
    ).filter(({ why }) => why === undefined);
    expect(unexplained).toEqual([]);
  });

  test('knows every name that the docs tell people to run', () => {
    const pages = [
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'docs/scale.md',
      'docs/how-we-judge.md',
      'docs/planning.md',
    ];
    const named = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/npm run bench -- ([a-z][\w-]*)/g)].map(([, name]) => name!),
    );
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((name) => !NAMES.includes(name))).toEqual([]);
  });
});
