import { readFileSync } from 'node:fs';

/** The version in the package.json nearest above this file: the project's when run from source, the package's when installed. */
export function packageVersion(): string {
  for (let folder = new URL('.', import.meta.url); ; folder = new URL('..', folder)) {
    const { name, version } = read(new URL('package.json', folder));
    if (name === 'stepshift') return String(version);
    if (new URL('..', folder).href === folder.href)
      throw new Error('stepshift: the package.json of the package is missing');
  }
}

function read(file: URL): { readonly name?: unknown; readonly version?: unknown } {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // None here: it is further up.
  }
}
