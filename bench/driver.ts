import { type Benchmark, isKept } from './benchmark.ts';
import { choose } from './chosen.ts';
import { hand, inOwnProcess } from './own-process.ts';
import { keep, type Run, requireSound, thisMachine } from './run.ts';
import { table } from './table.ts';

/** Where a person reads, and how a benchmark is run and kept. Default: this process's streams, a process for each, bench/results. */
export interface Surroundings {
  readonly print: (text: string) => void;
  /** What a person reads while waiting. */
  readonly note: (text: string) => void;
  readonly measure: typeof inOwnProcess;
  readonly keep: (run: Run) => string;
}

const SURROUNDINGS: Surroundings = {
  print: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(text),
  measure: inOwnProcess,
  keep,
};

/** `npm run bench`: answers the exit code. */
export async function drive(
  args: readonly string[],
  benchmarks: readonly Benchmark[],
  surroundings = SURROUNDINGS,
): Promise<number> {
  const { print, note } = surroundings;
  const chosen = choose(args, benchmarks);
  if (chosen.kind === 'help') {
    print(chosen.text);
    return 0;
  }
  if (chosen.kind === 'wrong') {
    note(chosen.text);
    return 2;
  }
  if (chosen.alone) return alone(chosen.benchmarks[0]!, chosen.full);
  const began = performance.now();
  const runs: Run[] = [];
  for (const [i, benchmark] of chosen.benchmarks.entries()) {
    note(`[${i + 1}/${chosen.benchmarks.length}] ${benchmark.name}: ${benchmark.about}\n`);
    const run = await runOne(benchmark, chosen.full, surroundings);
    if (run === undefined) continue;
    runs.push(run);
    if (!chosen.json) print(`${run.name}: ${run.about}\n${table(run.findings)}\n`);
  }
  if (chosen.benchmarks.length > 1) note(`all of them took ${since(began)} s\n`);
  if (chosen.json) print(`${JSON.stringify(runs, null, 2)}\n`);
  const isWell = runs.length === chosen.benchmarks.length && runs.every(({ findings }) => findings.every(isKept));
  return isWell ? 0 : 1;
}

async function alone({ run }: Benchmark, full: boolean): Promise<number> {
  const findings = await run({ full });
  requireSound(findings);
  return hand(findings);
}

const STILL_RUNNING_SECONDS = 30;

/** Undefined if it broke down: the others do not hang on it. */
async function runOne(
  { name, about }: Benchmark,
  full: boolean,
  { note, measure, keep }: Surroundings,
): Promise<Run | undefined> {
  const [at, began] = [new Date().toISOString(), performance.now()];
  const progress = setInterval(() => note(`    still running, ${since(began)} s\n`), STILL_RUNNING_SECONDS * 1000);
  try {
    const findings = await measure(name, full);
    const command = `npm run bench -- ${name}${full ? ' --full' : ''}`;
    const run = { name, about, at, command, machine: thisMachine(), full, findings };
    note(`    took ${since(began)} s, kept in bench/results/${keep(run)}\n\n`);
    return run;
  } catch (error) {
    note(`    ${name} broke down after ${since(began)} s: ${(error as Error).message}\n\n`);
    return undefined;
  } finally {
    clearInterval(progress);
  }
}

/** Whole seconds. */
function since(began: number): number {
  return Math.round((performance.now() - began) / 1000);
}
