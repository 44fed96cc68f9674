import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** Packs this package and installs it in an empty folder: from here alone, so what it depends on is packed, too. */
export function installPackage(folder: string): void {
  const packs = join(folder, 'packs');
  mkdirSync(packs, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { dependencies = {} } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  const pack = ['pack', '--silent', '--pack-destination', packs];
  const quiet: ExecFileSyncOptions = { cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('npm', pack, quiet);
  for (const name of Object.keys(dependencies))
    execFileSync('npm', [...pack, '--ignore-scripts', `./node_modules/${name}`], quiet);
  const tarballs = readdirSync(packs).map((file) => join(packs, file));
  execFileSync('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', ...tarballs], {
    ...quiet,
    cwd: folder,
  });
}

/** Where the installed package is. */
export function packageIn(folder: string): string {
  return join(folder, 'node_modules/stepshift');
}
