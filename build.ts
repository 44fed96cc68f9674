/**
 * Makes what npm publishes, in dist/: the command, the libraries and the app that installs the deployer as bundles, the deployer's template
 * with its Lambda functions, the libraries' declarations,
 * and the licences of what was bundled.
 * `npm pack` and `npm publish` run it (prepack).
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { writePackage } from './infra/package.ts';

const ROOT = new URL('./', import.meta.url);
const DIST = new URL('dist/', ROOT);

/**
 * Makes a bundle hold dynalite, local AWS's DynamoDB. It keeps its tables in memory, but loads the store that would keep them in files, too: native code, which no
 * bundle can hold. And it loads its operations by names that it puts together, where esbuild wants the whole file name.
 */
const DYNALITE: Plugin = {
  name: 'dynalite',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^level$/ }, ({ path }) => ({ path, namespace: 'left-out' }));
    onLoad({ filter: /^/, namespace: 'left-out' }, () => ({ contents: 'exports.Level = undefined;' }));
    onLoad({ filter: /\/dynalite\/index\.js$/ }, ({ path }) => {
      const required = /require\(('\.\/(?:actions|validations)\/' \+ \w+)\)/g;
      return { contents: readFileSync(path, 'utf8').replace(required, "require($1 + '.js')") };
    });
  },
};

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
  plugins: [DYNALITE],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

const { dependencies = {}, peerDependencies = {} } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));

rmSync(DIST, { recursive: true, force: true });
// The command takes everything with it: it starts quicker from few files, and does not depend on what else is installed.
const command = await build({ ...COMMON, entryPoints: ['cli/main.ts'], chunkNames: 'cli/chunks/[name]-[hash]' });
// The libraries share their dependencies with the program that imports them.
const LIBRARIES = ['stepshift.ts', 'stepshift-local.ts', 'stepshift-cdk.ts'];
const libraries = await build({
  ...COMMON,
  entryPoints: [...LIBRARIES, 'infra/app.ts'],
  chunkNames: 'chunks/[name]-[hash]',
  external: [...Object.keys(dependencies), ...Object.keys(peerDependencies)],
});
// What tests import is there as CommonJS, too: before Node 24.9 Jest cannot require an ES module, and most run it without ES modules.
await build({
  ...COMMON,
  entryPoints: ['stepshift-local.ts'],
  format: 'cjs',
  splitting: false,
  outExtension: { '.js': '.cjs' },
  banner: {},
});
// What Lambda runs, and the template: ready, so that who installs the deployer needs no bundler, nor the CDK.
const functions = await writePackage(fileURLToPath(ROOT));
writeDeclarations();
writeFileSync(
  new URL('THIRD-PARTY-LICENSES.txt', DIST),
  licenses([command.metafile!, libraries.metafile!, functions.metafile]),
);

function writeDeclarations(): void {
  const options = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', 'dist', '--rootDir', '.'];
  const config = new URL('tsconfig.declarations.json', ROOT);
  const ambient = 'local/dynamodb/dynalite.d.ts';
  writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', files: [...LIBRARIES, ambient], include: [] }));
  try {
    const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', ROOT));
    execFileSync(process.execPath, [tsc, '-p', fileURLToPath(config), ...options], { cwd: ROOT, stdio: 'inherit' });
  } finally {
    rmSync(config);
  }
}

/** The licence of every package that has code in a bundle, with its notice, each text once: most ask to be kept with copies of that code. */
function licenses(metafiles: readonly Metafile[]): string {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const folders = inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  const packages = new Map<string, string[]>();
  for (const folder of [...new Set(folders)].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(new URL(`${folder}/package.json`, ROOT), 'utf8'));
    const entries = readdirSync(new URL(`${folder}/`, ROOT));
    const file = entries.find((entry) => /^licen[cs]e/i.test(entry));
    const text = file
      ? [file, ...entries.filter((entry) => /^notice/i.test(entry))]
          .map((entry) => readFileSync(new URL(`${folder}/${entry}`, ROOT), 'utf8').trim())
          .join('\n\n')
      : `${license}, as the package says; it has no text of it.`;
    packages.set(text, [...(packages.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const sections = [...packages].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}
