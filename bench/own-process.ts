import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measurement, Skipped } from './benchmark.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs a benchmark in a process of its own: what one leaves behind would count against the next. */
export function inOwnProcess(name: string): readonly (Measurement | Skipped)[] {
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, MAIN, name, '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (stdout === '') throw new Error(`the benchmark ${name} broke down`);
  return JSON.parse(stdout).results[0].measurements;
}
