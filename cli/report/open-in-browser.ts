import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'open', win32: 'explorer' };

/** Shows a file in the browser: the one that BROWSER names, or whatever shows HTML here. Answers false where there is none. */
export async function openInBrowser(file: string, { BROWSER }: NodeJS.ProcessEnv): Promise<boolean> {
  const command = BROWSER || (OPENERS[process.platform] ?? 'xdg-open');
  const child = spawn(command, [resolve(file)], { stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
  } catch {
    return false;
  }
  child.unref();
  return true;
}
