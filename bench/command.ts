import { type ExecFileSyncOptions, execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Measurement } from './benchmark.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const RUNS = 7;

/** What is typed, and what comes before its first word: nothing of AWS's for help, the SDK for what asks AWS, all of local AWS for a rehearsal. */
const TYPED: readonly (readonly [string, readonly string[], number?])[] = [
  ['node -e 0, to compare', ['-e', '0']],
  ['stepshift --version', ['--version'], 400],
  ['stepshift deploy --help', ['deploy', '--help'], 400],
  ['stepshift list, with nobody there', ['list', '--endpoint-url', 'http://127.0.0.1:9'], 1500],
  ['stepshift rehearse, a bad release', ['rehearse', 'node_modules/stepshift/examples/sample-alias-machine', '--json']],
];

/** How long the installed command takes to start, and how much there is to be installed. */
export const command: Benchmark = {
  name: 'command',
  about: `the command as npm installs it: the time of a whole process, the median of ${RUNS}, and the size`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'stepshift-bench-'));
    try {
      install(folder);
      const bin = join(folder, 'node_modules/stepshift/dist/cli/main.js');
      return [
        ...TYPED.map(([name, args, atMost]) => timed(name, args[0] === '-e' ? args : [bin, ...args], folder, atMost)),
        megabytes('installed', sizeOf(join(folder, 'node_modules'))),
        megabytes('of that, the command', sizeOf(join(folder, 'node_modules/stepshift/dist/cli')), 8),
        {
          name: 'packages installed',
          value: readdirSync(join(folder, 'node_modules')).filter(isPackage).length,
          unit: '',
          promise: { atMost: 8 },
        },
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** From here alone: what it depends on is packed, too. */
function install(folder: string): void {
  const packs = join(folder, 'packs');
  mkdirSync(packs);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { dependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const pack = ['pack', '--silent', '--pack-destination', packs];
  const quiet: ExecFileSyncOptions = { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] };
  execFileSync('npm', pack, quiet);
  for (const name of Object.keys(dependencies))
    execFileSync('npm', [...pack, '--ignore-scripts', `./node_modules/${name}`], quiet);
  const tarballs = readdirSync(packs).map((file) => join(packs, file));
  execFileSync('npm', ['install', '--silent', '--offline', '--no-audit', '--no-fund', ...tarballs], {
    ...quiet,
    cwd: folder,
  });
}

function isPackage(name: string): boolean {
  return !name.startsWith('.');
}

function timed(name: string, args: readonly string[], cwd: string, atMost?: number): Measurement {
  const millis = Array.from({ length: RUNS }, () => {
    const from = process.hrtime.bigint();
    spawnSync(process.execPath, args, { cwd, stdio: 'ignore' });
    return Number(process.hrtime.bigint() - from) / 1e6;
  }).sort((a, b) => a - b);
  return {
    name,
    value: millis[Math.floor(RUNS / 2)]!,
    unit: 'ms',
    ...(atMost !== undefined && { promise: { atMost } }),
  };
}

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function megabytes(name: string, bytes: number, atMost?: number): Measurement {
  return { name, value: bytes / 1e6, unit: 'MB', ...(atMost !== undefined && { promise: { atMost } }) };
}
