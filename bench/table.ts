import {
  type Comparison,
  type Finding,
  type Grid,
  isComparison,
  isGrid,
  isSkipped,
  keeps,
  type Measurement,
  notAhead,
  ratio,
  type Skipped,
} from './benchmark.ts';

/** Findings as text: comparisons and grids first, then a line for each other one. */
export function table(findings: readonly Finding[]): string {
  const grids = findings.filter(isGrid).filter(({ onlyJson }) => !onlyJson);
  const rest = findings.filter((one): one is Measurement | Skipped => !isGrid(one) && !isComparison(one));
  return [...findings.filter(isComparison).map(compared), ...grids.map(crosswise), lines(rest)].join('\n');
}

/** A column for ours, and one for each peer: its value, and how many times better ours is. */
function compared(comparison: Comparison): string {
  const { name, unit, peers, rows } = comparison;
  const cells = rows.map((row) => [
    `${shown(row.ours)}${promised(row.ours, row.promise)}`,
    ...row.peers.map((peer) => (peer === null ? '–' : `${shown(peer)} (×${shown(ratio(comparison, row.ours, peer))})`)),
  ]);
  const why = notAhead(comparison).map((row) => `    not ahead: ${row.name}: ${row.why ?? 'not said why'}\n`);
  const title = unit === '' ? name : `${name}, ${unit}`;
  return `${aligned(title, ['ours', ...peers], labelled(rows, cells))}${why.join('')}`;
}

function crosswise({ name, columns, rows }: Grid): string {
  const cells = rows.map(({ values }) => values.map((value) => (value === null ? '–' : shown(value))));
  return aligned(name, columns, labelled(rows, cells));
}

function labelled(rows: readonly { readonly name: string }[], cells: readonly (readonly string[])[]) {
  return rows.map(({ name }, i) => ({ name, cells: cells[i]! }));
}

function aligned(
  title: string,
  columns: readonly string[],
  rows: readonly { readonly name: string; readonly cells: readonly string[] }[],
): string {
  const names = Math.max(...rows.map((row) => row.name.length));
  const texts = [columns, ...rows.map(({ cells }) => cells)];
  const widths = columns.map((_, i) => Math.max(...texts.map((row) => row[i]!.length)));
  const labels = ['', ...rows.map((row) => row.name)];
  const lined = texts.map((row, i) => [labels[i]!.padEnd(names), ...row.map((text, j) => text.padStart(widths[j]!))]);
  return [`  ${title}`, ...lined.map((row) => `    ${row.join('  ')}`)].map((line) => `${line.trimEnd()}\n`).join('');
}

/** Lines of aligned columns: name, value, unit, and what was promised; or why there is no value. */
function lines(findings: readonly (Measurement | Skipped)[]): string {
  const names = Math.max(...findings.map(({ name }) => name.length));
  const values = findings.map((finding) => (isSkipped(finding) ? '–' : shown(finding.value)));
  const width = Math.max(...values.map((value) => value.length));
  return findings
    .map((finding, index) => {
      const rest = isSkipped(finding)
        ? `skipped: ${finding.skipped}`
        : `${finding.unit.padEnd(4)}${promised(finding.value, finding.promise)}`;
      return `  ${finding.name.padEnd(names)}  ${values[index]!.padStart(width)} ${rest}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
}

/** Two digits of what is small, none after the point of what is large. */
export function shown(value: number): string {
  const isSmall = value !== 0 && Math.abs(value) < 0.1;
  return value.toLocaleString(
    'en',
    isSmall ? { maximumSignificantDigits: 2 } : { maximumFractionDigits: value < 100 ? 2 : 0 },
  );
}

export function promised(value: number, promise: Measurement['promise']): string {
  if (promise === undefined) return '';
  return `  ${keeps(value, promise) ? '✔' : '✘'} ${promiseInWords(promise)}`;
}

export function promiseInWords(promise: NonNullable<Measurement['promise']>): string {
  return 'atMost' in promise ? `at most ${shown(promise.atMost)}` : `at least ${shown(promise.atLeast)}`;
}
