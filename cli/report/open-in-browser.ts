import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['explorer'],
};

/** Shows a file in whatever shows HTML here. Answers false where there is nothing that does. */
export async function openInBrowser(file: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const [command, ...args] = OPENERS[platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, resolve(file)], { stdio: 'ignore', detached: true });
  try {
    await once(child, 'spawn');
  } catch {
    return false;
  }
  child.unref();
  return true;
}
