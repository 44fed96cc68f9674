import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { isKept, isMeasurement } from '../../bench/benchmark.ts';
import type { Run } from '../../bench/run.ts';
import { pageWith } from '../../bench/scale/page.ts';
import { scale } from '../../bench/scale.ts';
import { RETRY_UNDOING, RETRY_WRITING } from '../../workflow/retries.ts';

const PAGE = readFileSync('docs/scale.md', 'utf8');
const RUN = JSON.parse(readFileSync('bench/results/scale.json', 'utf8')) as Run;

describe('the page on scale', () => {
  test('has the numbers of the last run (npm run refresh)', () => {
    expect(pageWith(PAGE, RUN)).toBe(PAGE);
    expect(PAGE.match(/^\|/gm)!.length).toBeGreaterThan(15);
  });

  test('tells of a run as the benchmark is now, that kept its promises', () => {
    expect(RUN.about).toBe(scale.about);
    expect(RUN.findings.filter((one) => !isKept(one))).toEqual([]);
    expect(RUN.findings.filter(isMeasurement).filter(({ promise }) => promise).length).toBeGreaterThanOrEqual(2);
  });

  test('tells of the patience that shifts and roll-backs have', () => {
    const throttled = (retriers: typeof RETRY_WRITING) =>
      retriers.find(({ ErrorEquals }) => ErrorEquals.includes('Throttled'))!;
    const { MaxAttempts = 0, MaxDelaySeconds = 0 } = throttled(RETRY_WRITING);
    expect(PAGE).toContain(`about ${(MaxAttempts * MaxDelaySeconds) / 2 / 60} minutes`);
    expect(MaxDelaySeconds / throttled(RETRY_UNDOING).MaxDelaySeconds!).toBe(5);
  });
});
