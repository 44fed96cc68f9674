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
import { comparisonTable, gridTable, measurementTables, onPage, text } from './markdown.ts';
import type { Run } from './run.ts';
import { shown } from './table.ts';

const INTRODUCTION = `# Benchmarks

What Stepshift does to good and bad releases, what it costs and how fast it is: measured, beside what else people use, wherever there is something. All of it can be made again; \`npm run bench -- --help\` says what there is, and each benchmark is a file in [bench](../bench).

\`npm run bench\` runs everything reduced, in less than ten minutes; \`npm run bench -- --full\` as it is told here, and \`npm run bench -- NAME --full\` one of them. Each full run replaces its file in [bench/results](../bench/results), from which \`npm run refresh\` makes this page.

How to read it: ours and the peers were measured in one run, on the same machine and the same traffic. Behind each peer's number stands how many times better ours is: ×2 is twice as good, whether less or more is better, and below ×1 **the peer is better**. Times and rates depend on the machine, so none is told alone: it has a peer beside it, or what is promised and how much better than that it was. ✔ and ✘ say whether a promise was kept.

Nothing here was measured on AWS; what plays its part is [local AWS](local-aws.md). Prices are list prices, as others quote them; that of CloudWatch's GetMetricData is from memory, and how long a function takes is assumed, a fifth of a second.`;

/** docs/benchmarks.md, from the full runs that were kept. @param names of all benchmarks */
export function benchmarksPage(runs: readonly Run[], names: readonly string[]): string {
  const sections = [INTRODUCTION, behind(runs), broken(runs), ...runs.map(section), missing(runs, names)];
  return `${sections.filter((one) => one !== '').join('\n\n')}\n`;
}

/** The same reason for several rows is given once. */
function behind(runs: readonly Run[]): string {
  const groups = new Map<
    string,
    { readonly run: Run; readonly comparison: Comparison; readonly rows: ComparedRow[] }
  >();
  for (const run of runs)
    for (const comparison of run.findings.filter(isComparison))
      for (const row of notAhead(comparison)) {
        const key = JSON.stringify([run.name, comparison.name, row.why]);
        const group = groups.get(key) ?? { run, comparison, rows: [] };
        groups.set(key, group);
        group.rows.push(row);
      }
  if (groups.size === 0) return '';
  const items = [...groups.values()].map(
    ({ run, comparison, rows }) =>
      `- [${run.name}](#${run.name}), ${text(comparison.name)}: ${rows.map((row) => worse(comparison, row)).join('; ')}. ${reason(rows[0]!)}`,
  );
  return `## Where we are not ahead, and why\n\n${items.join('\n')}`;
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
    ...shownFindings.filter(isComparison).map(comparisonTable),
    ...shownFindings.filter(isGrid).map(gridTable),
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
