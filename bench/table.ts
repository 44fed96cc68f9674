import { isKept, type Measurement } from './benchmark.ts';

/** Measurements as lines of aligned columns: name, value, unit, and what was promised. */
export function table(measurements: readonly Measurement[]): string {
  const names = Math.max(...measurements.map(({ name }) => name.length));
  const values = measurements.map(({ value }) => shown(value));
  const width = Math.max(...values.map((value) => value.length));
  return measurements
    .map((measurement, index) =>
      `  ${measurement.name.padEnd(names)}  ${values[index]!.padStart(width)} ${measurement.unit.padEnd(4)}${promise(measurement)}`.trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function shown(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

function promise(measurement: Measurement): string {
  const { promise } = measurement;
  if (promise === undefined) return '';
  const text = 'atMost' in promise ? `at most ${promise.atMost}` : `at least ${promise.atLeast}`;
  return `  ${isKept(measurement) ? '✔' : '✘'} ${text}`;
}
