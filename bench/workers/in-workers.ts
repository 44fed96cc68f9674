import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));

/** What a worker is asked: a function that a module exports, with its one argument. */
export interface Call {
  readonly module: string;
  readonly name: string;
  readonly job: unknown;
}

/** The result, or the stack of what was thrown. */
export type Answer = { readonly result: unknown } | { readonly fault: string };

/**
 * Does jobs in a process for each processor, whichever is free taking the next one, and answers their results in the order of the jobs. Jobs and results are JSON.
 * @param module where `work` is exported under its own name
 * @throws what a job throws: then nothing was measured
 */
export async function inWorkers<Job, Result>(
  module: string,
  work: (job: Job) => Promise<Result>,
  jobs: readonly Job[],
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let next = 0;
  const takeTurns = async (): Promise<void> => {
    const worker = fork(WORKER, { execArgv: ['--import', 'tsx'], cwd: dirname(WORKER) });
    try {
      while (next < jobs.length) {
        const index = next++;
        results[index] = await ask<Result>(worker, { module, name: work.name, job: jobs[index] });
      }
    } catch (error) {
      // Nobody wants the rest any more.
      next = jobs.length;
      throw error;
    } finally {
      worker.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, availableParallelism()) }, takeTurns));
  return results;
}

function ask<Result>(worker: ChildProcess, call: Call): Promise<Result> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`a worker ended with ${code}: nothing was measured`));
    worker.once('exit', gone);
    worker.once('message', (answer: Answer) => {
      worker.off('exit', gone);
      if ('fault' in answer) reject(new Error(answer.fault));
      else resolve(answer.result as Result);
    });
    worker.send(call);
  });
}
