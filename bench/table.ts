import { isKept, isSkipped, type Measurement, type Skipped } from './benchmark.ts';

/** Findings as lines of aligned columns: name, value, unit, and what was promised; or why there is no value. */
export function table(findings: readonly (Measurement | Skipped)[]): string {
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
