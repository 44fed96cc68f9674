import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Ending, Release } from './releases.ts';

const run = promisify(execFile);
const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** Rehearses a release with the seeds 1 to `count`, in a process for each processor. */
export async function rehearseInWorkers(release: Release, count: number): Promise<readonly Ending[]> {
  const of = Math.min(count, availableParallelism());
  const shares = Array.from({ length: of }, async (_, index) => {
    const args = [...process.execArgv, WORKER, release, String(count), String(index), String(of)];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout) as Ending[];
  });
  const endings = (await Promise.all(shares)).flat().sort((one, other) => one.seed - other.seed);
  if (endings.length !== count)
    throw new Error(`${endings.length} of ${count} rehearsals answered: nothing was measured`);
  return endings;
}
