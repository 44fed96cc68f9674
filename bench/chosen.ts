import { parseArgs } from 'node:util';
import { nearestOf } from '../cli/nearest.ts';
import type { Benchmark } from './benchmark.ts';

/** What `npm run bench` was asked for. */
export type Chosen =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'wrong'; readonly text: string }
  | ({ readonly kind: 'run'; readonly benchmarks: readonly Benchmark[]; readonly json: boolean } & Size);

interface Size {
  readonly full: boolean;
  /** In this process, whose findings go to the one that forked it. */
  readonly alone: boolean;
}

const OPTIONS = {
  full: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  alone: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Reads the arguments of `npm run bench`: no names mean all benchmarks, and each is run once. */
export function choose(args: readonly string[], benchmarks: readonly Benchmark[]): Chosen {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return { kind: 'wrong', text: `${(error as Error).message}\nnpm run bench -- --help says what there is.\n` };
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help', text: help(benchmarks) };
  const names = benchmarks.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) return { kind: 'wrong', text: noSuch(unknown, names) };
  const { full, json, alone } = values;
  const wanted = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return { kind: 'run', benchmarks: wanted, full, json, alone };
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
}

function noSuch(name: string, names: readonly string[]): string {
  const near = nearestOf(name, names);
  const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
  return `There is no benchmark ${JSON.stringify(name)}.${meant}\nThere are ${names.join(', ')}.\n`;
}

function help(benchmarks: readonly Benchmark[]): string {
  return `npm run bench: measures Stepshift, beside its peers where there are any

Usage: npm run bench [-- [NAME ...] [--full] [--json]]

Without a NAME all of these, one after the other, each in a process of its own:

${benchmarks.map(({ name, about }) => `  ${name}\n${wrapped(about)}`).join('')}
Options:
  --full   at the size that docs/benchmarks.md tells of; without it all of them together
           take less than ten minutes on two processors
  --json   the runs as JSON on stdout, in place of tables
  --help   this text

Each run is kept: bench/results/NAME.reduced.json, and with --full bench/results/NAME.json,
which npm run refresh makes docs/benchmarks.md from.

Exit codes:
  0  every promise was kept
  1  one was broken, or a benchmark broke down
  2  wrong usage
`;
}

const WIDTH = 84;

function wrapped(text: string): string {
  const lines = text.match(new RegExp(`\\S.{0,${WIDTH - 1}}(?=\\s|$)`, 'g')) ?? [];
  return lines.map((line) => `      ${line}\n`).join('');
}
