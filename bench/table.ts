import { type Finding, type Grid, isGrid, isKept, isSkipped, type Measurement, type Skipped } from './benchmark.ts';

/** Findings as text: grids first, then a line for each other one. */
export function table(findings: readonly Finding[]): string {
  const grids = findings.filter(isGrid).filter(({ onlyJson }) => !onlyJson);
  return [
    ...grids.map(crosswise),
    lines(findings.filter((finding): finding is Measurement | Skipped => !isGrid(finding))),
  ].join('\n');
}

function crosswise({ name, columns, rows }: Grid): string {
  const names = Math.max(...rows.map((row) => row.name.length));
  const texts = [columns, ...rows.map(({ values }) => values.map((value) => (value === null ? '–' : shown(value))))];
  const widths = columns.map((_, i) => Math.max(...texts.map((row) => row[i]!.length)));
  const labels = ['', ...rows.map((row) => row.name)];
  const aligned = texts.map((row, i) => [labels[i]!.padEnd(names), ...row.map((text, j) => text.padStart(widths[j]!))]);
  return [`  ${name}`, ...aligned.map((row) => `    ${row.join('  ')}`)].map((line) => `${line.trimEnd()}\n`).join('');
}

/** Lines of aligned columns: name, value, unit, and what was promised; or why there is no value. */
function lines(findings: readonly (Measurement | Skipped)[]): string {
  const names = Math.max(...findings.map(({ name }) => name.length));
  const values = findings.map((finding) => (isSkipped(finding) ? '–' : shown(finding.value)));
  const width = Math.max(...values.map((value) => value.length));
  return findings
    .map((finding, index) => {
      const rest = isSkipped(finding) ? `skipped: ${finding.skipped}` : `${finding.unit.padEnd(4)}${promise(finding)}`;
      return `  ${finding.name.padEnd(names)}  ${values[index]!.padStart(width)} ${rest}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

function promise(measurement: Measurement): string {
  const { promise } = measurement;
  if (promise === undefined) return '';
  const [words, bound] = 'atMost' in promise ? ['at most', promise.atMost] : ['at least', promise.atLeast];
  return `  ${isKept(measurement) ? '✔' : '✘'} ${words} ${shown(bound)}`;
}
