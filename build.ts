/**
 * Makes what npm publishes, in dist/: the command and the library as bundles, the library's declarations, and the licences of what was bundled.
 * `npm pack` and `npm publish` run it (prepack).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile } from 'esbuild';

const ROOT = new URL('./', import.meta.url);
const DIST = new URL('dist/', ROOT);

const COMMON: BuildOptions = {
  absWorkingDir: fileURLToPath(ROOT),
  outdir: 'dist',
  outbase: '.',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // The X-Ray SDK behind the tracer is CommonJS, and asks for Node's own modules by `require`.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

const { dependencies = {} } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));

rmSync(DIST, { recursive: true, force: true });
// The command takes everything with it: it starts quicker from few files, and does not depend on what else is installed.
const command = await build({ ...COMMON, entryPoints: ['cli/main.ts'], chunkNames: 'cli/chunks/[name]-[hash]' });
// The library shares its dependencies with the program that imports it.
const library = await build({
  ...COMMON,
  entryPoints: ['stepshift.ts'],
  chunkNames: 'chunks/[name]-[hash]',
  external: Object.keys(dependencies),
});
writeDeclarations();
writeFileSync(new URL('THIRD-PARTY-LICENSES.txt', DIST), licenses([command.metafile!, library.metafile!]));

function writeDeclarations(): void {
  const options = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', 'dist', '--rootDir', '.'];
  const config = new URL('tsconfig.declarations.json', ROOT);
  writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', files: ['stepshift.ts'], include: [] }));
  try {
    const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', ROOT));
    execFileSync(process.execPath, [tsc, '-p', fileURLToPath(config), ...options], { cwd: ROOT, stdio: 'inherit' });
  } finally {
    rmSync(config);
  }
}

/** The licence of every package that has code in a bundle, each text once: most ask to be kept with copies of that code. */
function licenses(metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const packages = new Map<string, string[]>();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, ROOT), 'utf8'));
    const file = readdirSync(new URL(`${folder}/`, ROOT)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file
      ? readFileSync(new URL(`${folder}/${file}`, ROOT), 'utf8').trim()
      : `${license}, as the package says; it has no text of it.`;
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...packages].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}
