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
  if (script !== SCRIPT || calledIn === undefined) return path;
  const meant = resolve(calledIn, path);
  return existsSync(meant) ? relative('', meant) || '.' : path;
}
