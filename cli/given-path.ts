import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';

/** npm's script of this project that runs the command from source. */
const SCRIPT = 'stepshift';

/**
 * A path as it was meant by whoever typed it. `npm run stepshift` changes to the project's folder first, and says where it was called: a path is looked for there, then
 * from here.
 */
export function givenPath(
  path: string,
  { npm_lifecycle_event: script, INIT_CWD: calledIn }: NodeJS.ProcessEnv,
): string {
  const meant = meantPath(path, script, calledIn);
  return meant !== undefined && existsSync(meant) ? relative('', meant) || '.' : path;
}

/** The same for a file that is to be written. */
export function writtenPath(
  path: string,
  { npm_lifecycle_event: script, INIT_CWD: calledIn }: NodeJS.ProcessEnv,
): string {
  return meantPath(path, script, calledIn) ?? path;
}

function meantPath(path: string, script: string | undefined, calledIn: string | undefined): string | undefined {
  return script === SCRIPT && calledIn !== undefined ? resolve(calledIn, path) : undefined;
}
