import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Finding } from './benchmark.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/**
 * Runs a benchmark in a process of its own: what one leaves behind would count against the next. What it prints goes to stderr.
 * @throws Error when it ended without findings
 */
export function inOwnProcess(name: string, full: boolean, program = MAIN): Promise<readonly Finding[]> {
  const args = [name, '--alone', ...(full ? ['--full'] : [])];
  const child = fork(program, args, { stdio: ['ignore', 2, 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    let findings: readonly Finding[] | undefined;
    child.on('message', (message) => {
      findings = message as readonly Finding[];
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (findings !== undefined) resolve(findings);
      else reject(new Error(`it ended ${signal ? `by ${signal}` : `with exit code ${code}`} and found nothing`));
    });
  });
}

/** Sends what was found to the process that forked this one, and ends this one, whatever a benchmark has left open. */
export function hand(findings: readonly Finding[]): Promise<never> {
  return new Promise((_, reject) => {
    if (!process.send) return reject(new Error('--alone is for a process that npm run bench has started'));
    process.send(findings, (error: Error | null) => (error ? reject(error) : process.exit(0)));
  });
}
