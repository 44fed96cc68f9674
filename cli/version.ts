import { readFileSync } from 'node:fs';

/** The package's version. */
export function packageVersion(): string {
  return String(read(new URL('package.json', packageFolder())).version);
}

/** Where the package.json nearest above this file is: the project's when run from source, the package's when installed. */
export function packageFolder(): URL {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    if (read(new URL('package.json', folder)).name === 'stepshift') return folder;
    if (new URL('..', folder).href === folder.href) throw new Error('no package.json of stepshift above the command');
  }
}

function read(file: URL): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // None here: it is further up.
  }
}
