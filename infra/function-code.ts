import { existsSync, mkdtempSync } from 'node:fs';
import nodeModule from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { type FUNCTION_NAMES, functionBundles } from './function-bundles.ts';

let bundled: string | undefined;

/** The bundled code of a function. The package has it ready; from the project's sources it is made when it is first asked for. Neither needs Docker or a network. */
export function functionCode(name: (typeof FUNCTION_NAMES)[number]): Code {
  const here = fileURLToPath(import.meta.url);
  const isSource = here.endsWith('.ts');
  bundled ??= isSource ? bundleSources(dirname(dirname(here))) : packaged(dirname(here));
  return Code.fromAsset(join(bundled, isSource ? name : `${name}.zip`));
}

function bundleSources(projectFolder: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-functions-'));
  // Not imported: who installs the package has no esbuild.
  const esbuild: typeof import('esbuild') = nodeModule.createRequire(import.meta.url)('esbuild');
  esbuild.buildSync(functionBundles(projectFolder, folder));
  return folder;
}

/** Where the package's build puts them; this file may have become part of another one, deeper or less deep. */
function packaged(folder: string): string {
  const functions = join(folder, 'cloudformation', 'functions');
  if (existsSync(functions)) return functions;
  if (dirname(folder) === folder) throw new Error('stepshift: the bundled functions are missing from the package');
  return packaged(dirname(folder));
}
