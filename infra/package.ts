import { chmodSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildResult, build } from 'esbuild';
import { functionBundles } from './function-bundles.ts';
import { plainTemplate } from './plain-template.ts';

/** Where the package has it; the CDK's construct takes the functions from there, too. */
export const PACKAGED = 'dist/cloudformation';

/** npm gives every file this time: what is zipped from a checkout and from the package is the same, and is uploaded once. */
const NO_TIME = new Date('1985-10-26T08:15:00Z');

/** Writes the deployer's template, with the code of its functions beside it. */
export async function writePackage(
  projectFolder: string,
  into = join(projectFolder, PACKAGED),
): Promise<BuildResult<{ metafile: true }>> {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const built = await build({ ...functionBundles(projectFolder, join(into, 'functions')), metafile: true });
  writeFileSync(join(into, 'stepshift.template.json'), `${JSON.stringify(plainTemplate(), null, 1)}\n`);
  for (const name of readdirSync(join(into, 'functions'))) {
    const file = join(into, 'functions', name, 'index.js');
    chmodSync(file, 0o644);
    utimesSync(file, NO_TIME, NO_TIME);
  }
  return built;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writePackage(fileURLToPath(new URL('../', import.meta.url)));
  process.stdout.write(`${PACKAGED}/stepshift.template.json\n`);
}
