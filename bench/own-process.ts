import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding } from './benchmark.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** Runs a benchmark in a process of its own: what one leaves behind would count against the next. */
export function inOwnProcess(name: string, { full }: { readonly full: boolean }): readonly Finding[] {
  const options = full ? ['--json', '--full'] : ['--json'];
  const { stdout } = spawnSync(process.execPath, [...process.execArgv, MAIN, name, ...options], {
    maxBuffer: 64 * 1024 * 1024,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (stdout === '') throw new Error(`the benchmark ${name} broke down`);
  return JSON.parse(stdout).results[0].measurements;
}
