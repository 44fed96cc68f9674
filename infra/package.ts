import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildResult, build } from 'esbuild';
import { functionBundles } from './function-bundles.ts';
import { codeFile, plainTemplate } from './plain-template.ts';
import { zipOf } from './zip.ts';

/** Where the package has it; the CDK's construct takes the functions from there, too. */
const PACKAGED = 'dist/cloudformation';

/**
 * Writes the deployer's template, with the code of its functions beside it. The code is zipped here, for `aws cloudformation package` would put the files' times into its own zips, and then
 * upload and update what has not changed.
 */
export async function writePackage(
  projectFolder: string,
  into = join(projectFolder, PACKAGED),
): Promise<BuildResult<{ metafile: true }>> {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(join(into, 'functions'), { recursive: true });
  const built = await build({ ...functionBundles(projectFolder, into), metafile: true, write: false });
  for (const { path, contents } of built.outputFiles)
    writeFileSync(join(into, codeFile(basename(dirname(path)))), zipOf(basename(path), contents));
  writeFileSync(join(into, 'stepshift.template.json'), `${JSON.stringify(plainTemplate(), null, 1)}\n`);
  return built;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await writePackage(fileURLToPath(new URL('../', import.meta.url)));
  process.stdout.write(`${PACKAGED}/stepshift.template.json\n`);
}
