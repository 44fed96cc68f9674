import {
  type ComparedRow,
  type Comparison,
  isComparison,
  isGrid,
  isKept,
  isMeasurement,
  isSkipped,
  notAhead,
  ratio,
  type Skipped,
} from './benchmark.ts';
import { comparisonTable, gridTable, measurementTables, onPage, text, titled } from './markdown.ts';
import type { Run } from './run.ts';
import { shown } from './table.ts';

const INTRODUCTION = `# Benchmarks

What Stepshift does to good and bad releases, what it costs and how fast it is: measured, beside what else people use, wherever there is something. All of it can be made again; \`npm run bench -- --help\` says what there is, and each benchmark is a file in [bench](../bench).

\`npm run bench\` runs everything reduced, in less than ten minutes; \`npm run bench -- --full\` as it is told here, and \`npm run bench -- NAME --full\` one of them. Each full run replaces its file in [bench/results](../bench/results), from which \`npm run refresh\` makes this page.

How to read it: ours and the peers were measured in one run, on the same machine and the same traffic. Behind each peer's number stands how many times better ours is: ×2 is twice as good, whether less or more is better, and below ×1 **the peer is better**. Times and rates depend on the machine, so none is told alone: it has a peer beside it, or what is promised and how much better than that it was. ✔ and ✘ say whether a promise was kept.

Nothing here was measured on AWS; what plays its part is [local AWS](local-aws.md). Prices are list prices, as others quote them; that of CloudWatch's GetMetricData is from memory, and how long a function takes is assumed, a fifth of a second.`;

/** Longer grids are folded away. */
const LONG = 12;

/** docs/benchmarks.md, from the full runs that were kept. @param names of all benchmarks */
export function benchmarksPage(runs: readonly Run[], names: readonly string[]): string {
  const sections = [INTRODUCTION, inShort(runs), broken(runs), ...runs.map(section), missing(runs, names)];
  return `${sections.filter((one) => one !== '').join('\n\n')}\n`;
}

/** Each comparison, by how its rows came out: where a peer is better comes before anything else. */
function inShort(runs: readonly Run[]): string {
  const rows = runs.flatMap((run) =>
    run.findings.filter(isComparison).map((comparison) => {
      const [ahead, even, behind] = [1, 0, -1].map(
        (sign) => comparison.rows.filter((row) => Math.sign(worst(comparison, row) - 1) === sign).length,
      );
      return [
        `[${run.name}](#${run.name})`,
        titled(comparison),
        `${ahead}`,
        `${even}`,
        behind === 0 ? '0' : `**${behind}**`,
      ];
    }),
  );
  if (rows.length === 0) return '';
  const head = [
    '',
    'rows of the table in which ours is',
    'better than every peer',
    'as good as the best',
    'behind a peer',
  ];
  const lines = [head, ['---', '---', '---:', '---:', '---:'], ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `## In short\n\n${lines.join('\n')}\n\nWhere ours is not ahead, who is, and why, is told below each table.`;
}

/** How many times better ours is than the best of the peers. */
function worst(comparison: Comparison, { ours, peers }: ComparedRow): number {
  return Math.min(...peers.flatMap((peer) => (peer === null ? [] : [ratio(comparison, ours, peer)])));
}

/** The same reason for several rows is given once. */
function behind(comparison: Comparison): string {
  const groups = new Map<string | undefined, ComparedRow[]>();
  for (const row of notAhead(comparison)) groups.set(row.why, [...(groups.get(row.why) ?? []), row]);
  if (groups.size === 0) return '';
  const items = [...groups.values()].map(
    (rows) => `- ${rows.map((row) => worse(comparison, row)).join('; ')}. ${reason(rows[0]!)}`,
  );
  return folded(
    `Where ours is not ahead, and why: ${notAhead(comparison).length} of ${comparison.rows.length} rows`,
    items.join('\n'),
  );
}

function folded(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** By whom, and by how much. */
function worse(comparison: Comparison, { name, ours, peers }: ComparedRow): string {
  const better = peers.flatMap((peer, i) => {
    if (peer === null || ratio(comparison, ours, peer) > 1) return [];
    return [`${text(comparison.peers[i]!)} ×${shown(ratio(comparison, ours, peer))}`];
  });
  return `*${text(name)}* (${better.join(', ')})`;
}

function reason({ why }: ComparedRow): string {
  if (why === undefined) return 'Nobody has said why.';
  const sentence = text(why);
  return `${sentence[0]!.toUpperCase()}${sentence.slice(1).replace(/\.$/, '')}.`;
}

function broken(runs: readonly Run[]): string {
  const items = runs.flatMap(({ name, findings }) =>
    findings.filter((finding) => !isKept(finding)).map((finding) => `- [${name}](#${name}): ${text(finding.name)}`),
  );
  return items.length === 0 ? '' : `## Promises that were not kept\n\n${items.join('\n')}`;
}

function section({ name, about, at, command, machine, findings }: Run): string {
  const { node, processors, model, memory } = machine;
  const shownFindings = findings.filter(onPage);
  return [
    `## ${name}`,
    `${text(about[0]!.toUpperCase() + about.slice(1))}.`,
    `*${at.slice(0, 10)}, \`${command}\`, Node ${node.replace(/^v/, '')}, ${processors} × ${text(model)}, ${shown(memory)} GB.*`,
    ...shownFindings.filter(isComparison).flatMap((one) => [comparisonTable(one), behind(one)]),
    ...shownFindings
      .filter(isGrid)
      .map((grid) => (grid.rows.length > LONG ? folded(text(grid.name), gridTable(grid)) : gridTable(grid))),
    ...measurementTables(shownFindings.filter(isMeasurement)),
    notMeasured(findings.filter(isSkipped)),
  ]
    .filter((one) => one !== '')
    .join('\n\n');
}

function notMeasured(skipped: readonly Skipped[]): string {
  return skipped.map(({ name, skipped: why }) => `Not measured: ${text(name)}: ${text(why)}.`).join('\n\n');
}

function missing(runs: readonly Run[], names: readonly string[]): string {
  const there = new Set(runs.map(({ name }) => name));
  const absent = names.filter((name) => !there.has(name));
  return absent.length === 0 ? '' : `## Not measured in full yet\n\n${absent.join(', ')}.`;
}
