import {
  type Comparison,
  type Finding,
  type Grid,
  isComparison,
  isGrid,
  isSkipped,
  keeps,
  type Measurement,
  ratio,
} from './benchmark.ts';
import { promised, promiseInWords, shown } from './table.ts';

/** Findings as tables of docs/benchmarks.md. */

/** What depends on the machine, or says how long something took: nothing, unless one says beside what. */
const ABSOLUTE = new Set(['ns', 'µs', 'ms', 's', 'min', 'h', 'd', '/s', '/min', '/h']);

const TIMES = /^(?:hours|minutes|seconds)$/;

/** Whether docs tell of it: no time and no rate without its ratio, to a peer or to what is promised. */
export function onPage(finding: Finding): boolean {
  if (isGrid(finding)) return finding.onlyJson !== true && !finding.columns.every((column) => TIMES.test(column));
  if (isComparison(finding) || isSkipped(finding)) return true;
  return finding.promise !== undefined || !ABSOLUTE.has(finding.unit);
}

export function comparisonTable(comparison: Comparison): string {
  const { peers, rows } = comparison;
  const told = rows.map(({ name, ours, promise, peers }) => [
    name,
    `${shown(ours)}${promised(ours, promise)}`,
    ...peers.map((peer) => (peer === null ? '–' : `${shown(peer)} (${times(ratio(comparison, ours, peer))})`)),
  ]);
  return table(titled(comparison), ['ours', ...peers], told);
}

export function gridTable({ name, columns, rows }: Grid): string {
  const told = rows.map(({ name, values }) => [name, ...values.map((value) => (value === null ? '–' : shown(value)))]);
  return table(name, columns, told);
}

/** What was promised first, then the rest. */
export function measurementTables(findings: readonly Measurement[]): readonly string[] {
  const [kept, rest] = [findings.filter(({ promise }) => promise), findings.filter(({ promise }) => !promise)];
  const bounds = kept.map(({ name, value, unit, promise }) => [
    name,
    withUnit(value, unit),
    `${keeps(value, promise) ? '✔' : '✘'} ${promiseInWords(promise!)}`,
    times(beyond(value, promise!)),
  ]);
  return [
    ...(kept.length === 0 ? [] : [table('Promises', ['measured', 'promised', 'better than promised'], bounds)]),
    ...(rest.length === 0
      ? []
      : [
          table(
            'Besides',
            ['measured'],
            rest.map(({ name, value, unit }) => [name, withUnit(value, unit)]),
          ),
        ]),
  ];
}

function withUnit(value: number, unit: string): string {
  return `${shown(value)} ${unit}`.trimEnd();
}

function beyond(value: number, promise: NonNullable<Measurement['promise']>): number {
  return 'atMost' in promise
    ? ratio({ better: 'less' }, value, promise.atMost)
    : ratio({ better: 'more' }, value, promise.atLeast);
}

/** How many times better: bold where it is not. */
function times(value: number): string {
  return value < 1 ? `**×${shown(value)}**` : `×${shown(value)}`;
}

export function titled({ name, unit, better }: Comparison): string {
  return `${name}${unit === '' ? '' : `, ${unit}`} (${better} is better)`;
}

function table(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [['', ...columns], ['---', ...columns.map(() => '---:')], ...rows];
  return [`### ${text(title)}`, '', ...lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`)].join('\n');
}

function cell(content: string): string {
  return text(content).replaceAll('|', '\\|');
}

/** Names as they are, not as markup. */
export function text(content: string): string {
  return content.replace(/[<&]/g, (sign) => (sign === '<' ? '&lt;' : '&amp;'));
}
