import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Finding, isComparison, isGrid, isSkipped } from './benchmark.ts';

/** What one benchmark found at one time on one machine. */
export interface Run {
  readonly name: string;
  readonly about: string;
  /** When it began, ISO 8601. */
  readonly at: string;
  /** What makes such a run again. */
  readonly command: string;
  readonly machine: Machine;
  readonly full: boolean;
  readonly findings: readonly Finding[];
}

export interface Machine {
  readonly node: string;
  readonly processors: number;
  readonly model: string;
  /** In gigabytes. */
  readonly memory: number;
}

const RESULTS = fileURLToPath(new URL('results/', import.meta.url));
const REDUCED = '.reduced.json';

export function thisMachine(): Machine {
  const [first, ...others] = cpus();
  const memory = Math.round(totalmem() / 1e8) / 10;
  return { node: process.version, processors: 1 + others.length, model: first?.model.trim() ?? 'unknown', memory };
}

/** Keeps a run: what is committed is full, and git does not see the others. Answers the file's name. */
export function keep(run: Run, folder = RESULTS): string {
  mkdirSync(folder, { recursive: true });
  const file = `${run.name}${run.full ? '.json' : REDUCED}`;
  writeFileSync(join(folder, file), `${JSON.stringify(run, null, 2)}\n`);
  return file;
}

/** The full runs that were kept, in the order of the benchmarks' names. */
export function fullRuns(names: readonly string[], folder = RESULTS): readonly Run[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.endsWith(REDUCED));
  const runs = files.map((file): Run => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  return runs.sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
}

/** @throws Error for a finding that JSON could not keep, or that no table could show: then what was measured was nothing */
export function requireSound(findings: readonly Finding[]): void {
  for (const finding of findings) {
    const wrong = wrongWith(finding);
    if (wrong !== undefined) throw new Error(`${finding.name}: ${wrong}: nothing was measured`);
  }
}

function wrongWith(finding: Finding): string | undefined {
  if (isSkipped(finding)) return undefined;
  if (isGrid(finding)) return wrongRows(finding.columns, finding.rows);
  if (isComparison(finding)) {
    const rows = finding.rows.map(({ name, ours, peers }) => ({ name, values: [ours, ...peers] }));
    return wrongRows(['ours', ...finding.peers], rows);
  }
  return isNumber(finding.value) ? undefined : `found ${finding.value}, expected a number`;
}

function wrongRows(
  columns: readonly string[],
  rows: readonly { readonly name: string; readonly values: readonly (number | null)[] }[],
): string | undefined {
  for (const { name, values } of rows) {
    if (values.length !== columns.length) return `${name} has ${values.length} values for ${columns.length} columns`;
    const wrong = values.findIndex((value) => value !== null && !isNumber(value));
    if (wrong >= 0) return `${name}, ${columns[wrong]}: found ${values[wrong]}, expected a number or none`;
  }
  return undefined;
}

/** Infinity and NaN are nothing that JSON has. */
function isNumber(value: number): boolean {
  return Number.isFinite(value);
}
