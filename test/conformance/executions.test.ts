import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  judge,
  loadMatches,
  loadRecordings,
  type RecordedCase,
  recordingsArePresent,
  runRecorded,
  type Verdict,
} from './recorded-executions.ts';

const LEVELS = ['status', 'end', 'cause', 'order', 'exact'] as const;

interface KnownDifference {
  readonly name: string;
  readonly differs: readonly string[];
  readonly reason: string;
}

const known: readonly KnownDifference[] = JSON.parse(
  readFileSync(new URL('./known-execution-differences.json', import.meta.url), 'utf8'),
);

// Without the recordings (../shared/conformance/executions) these tests are skipped, by name.
const describeRecorded = recordingsArePresent ? describe : describe.skip;

describeRecorded('executions recorded on AWS, played back', () => {
  const verdicts = new Map<RecordedCase, Verdict>();

  beforeAll(async () => {
    const matches = await loadMatches();
    for (const recorded of loadRecordings()) {
      verdicts.set(recorded, judge(recorded, await runRecorded(recorded, matches), matches));
    }
    console.log(table(verdicts));
  });

  test('every case has the recorded end, and the recorded history, unless it is a known difference', () => {
    const surprises = [...verdicts].filter(([{ name }, verdict]) => {
      const expected = known.find((difference) => difference.name === name)?.differs ?? [];
      return differing(verdict).some((level) => !expected.includes(level));
    });
    expect(surprises.map(([{ name }, { difference }]) => `${name}: ${difference}`)).toEqual([]);
  });

  test('every known difference is still one', () => {
    const byName = new Map([...verdicts].map(([{ name }, verdict]) => [name, verdict]));
    const gone = known.filter(({ name, differs }) => {
      const verdict = byName.get(name);
      return !verdict || differing(verdict).join() !== differs.join();
    });
    expect(gone.map(({ name }) => name)).toEqual([]);
  });
});

function differing(verdict: Verdict): string[] {
  return LEVELS.filter((level) => verdict[level] === false);
}

/** Counts by area, as the recordings' own runner prints them. */
function table(verdicts: ReadonlyMap<RecordedCase, Verdict>): string {
  const areas = new Map<string, number[]>();
  for (const [{ area, expect: wanted }, verdict] of verdicts) {
    const counts = [1, ...LEVELS.map((level) => Number(verdict[level] === true))];
    counts.splice(4, 0, Number(wanted.events !== undefined));
    for (const name of [area, 'all']) {
      areas.set(name, (areas.get(name) ?? []).length ? areas.get(name)!.map((sum, i) => sum + counts[i]!) : counts);
    }
  }
  const heads = ['cases', 'status', 'end', 'cause', 'histories', 'order', 'exact'];
  const rows = [...areas].sort(([a], [b]) => Number(a === 'all') - Number(b === 'all'));
  const line = (name: string, cells: readonly unknown[]) =>
    name.padEnd(18) + cells.map((cell) => String(cell).padStart(10)).join('');
  return [line('', heads), ...rows.map(([name, counts]) => line(name, counts))].join('\n');
}
