import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  type Comparison,
  type Counts,
  compareVersions,
  DEFAULT_COMPARE,
  nothingFolded,
} from '../../workflow/compare-versions.ts';

const PAGE = readFileSync('docs/how-we-judge.md', 'utf8');

/** The fenced block after a comment. */
function block(name: string): string {
  return new RegExp(`^<!-- ${name} -->\n\`\`\`\\w+\n(.*?)\n\`\`\`$`, 'ms').exec(PAGE)![1]!;
}

const { versions, history, minutes } = JSON.parse(block('minutes'));

function compare(counts: readonly Counts[]): Comparison {
  const open = counts.map((minute) => ({ ...minute, highestWeight: 0.1, lowestWeight: 0.1 }));
  const folded = nothingFolded(history);
  return compareVersions(
    { versions, folded, open, overdue: 0, minutesSeen: counts.length, heldSeconds: 0 },
    DEFAULT_COMPARE,
  );
}

describe('the example of how we judge', () => {
  test('comes to the reasons and verdicts that the page shows', () => {
    const comparisons = (minutes as Counts[]).map((_, i) => compare(minutes.slice(0, i + 1)));
    expect(comparisons.map(({ reasons }) => reasons[0]).join('\n')).toBe(block('reasons'));
    const [, shown] = /the verdict is (.*?), for these reasons/.exec(PAGE)!;
    expect(comparisons.map(({ verdict }) => `\`${verdict}\``).join(', ')).toBe(shown);
  });

  test('shows an outage as it is judged', () => {
    expect(compare([JSON.parse(block('outage'))]).reasons[0]).toBe(block('outage reasons'));
  });
});
