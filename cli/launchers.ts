import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What stands between a command and whoever typed it: npm, npx, tsx and the shells they use. */
const LAUNCHER = /\b(npm|npx|tsx|pnpm|yarn)\b|\bsh -c\b/;

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/**
 * This process and the launchers above it, each with its parent. When one of these parents is gone, so is whoever started the command, though a
 * launcher between may live on.
 */
export function launchers(pid: number = process.pid): readonly Process[] {
  const parent = parentOf(pid);
  if (parent === undefined) return [];
  const here = { pid, parent };
  return parent > 1 && LAUNCHER.test(commandOf(parent)) ? [here, ...launchers(parent)] : [here];
}

/** Does each of them still have the parent that it had? */
export function stillThere(chain: readonly Process[]): boolean {
  return chain.every(({ pid, parent }) => parentOf(pid) === parent);
}

/** Undefined for a process that is gone. */
function parentOf(pid: number): number | undefined {
  if (pid === process.pid) return process.ppid;
  if (process.platform === 'linux') {
    // "pid (name) state ppid …", where the name may hold anything.
    const stat = readProc(pid, 'stat');
    const after = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    return after && after[0] !== 'Z' ? Number(after[1]) : undefined;
  }
  const text = ps(pid, 'ppid=');
  return text === '' ? undefined : Number(text);
}

function commandOf(pid: number): string {
  if (process.platform === 'linux') return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ');
  return ps(pid, 'command=');
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}

function ps(pid: number, what: string): string {
  try {
    return execFileSync('ps', ['-o', what, '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
