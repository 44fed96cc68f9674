import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { functionBundles } from '../infra/function-bundles.ts';
import type { Benchmark, Measurement } from './benchmark.ts';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const RUNS = 9;

/** Says how long a function's code takes to load, in a process that has done nothing yet, as in a new Lambda container. */
const LOAD = `const from = process.hrtime.bigint();
require(process.argv[1]);
console.log(Number(process.hrtime.bigint() - from) / 1e6);`;

export const functions: Benchmark = {
  name: 'functions',
  about:
    'the bundles of the Lambda functions, how long a new process takes to load one (x86, this Node; Lambda runs Node 24 on arm64), and how long the template takes to be made',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'stepshift-bench-'));
    try {
      await build(functionBundles(PROJECT, folder));
      const names = readdirSync(folder);
      const files = names.map((name) => join(folder, name, 'index.js'));
      const bytes = files.map((file) => statSync(file).size);
      const zipped = files.map((file) => gzipSync(readFileSync(file)).length);
      const largest = files[bytes.indexOf(Math.max(...bytes))]!;
      const smallest = files[bytes.indexOf(Math.min(...bytes))]!;
      return [
        kilobytes('largest bundle, minified', Math.max(...bytes), 1000),
        kilobytes('smallest bundle, minified', Math.min(...bytes)),
        kilobytes('largest bundle, compressed', Math.max(...zipped), 300),
        kilobytes(`all ${names.length} bundles, compressed`, sum(zipped)),
        { name: 'cold import of the largest, median', value: coldImport(largest), unit: 'ms' },
        { name: 'cold import of the smallest, median', value: coldImport(smallest), unit: 'ms' },
        synth(join(folder, 'cdk.out')),
      ];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function kilobytes(name: string, bytes: number, atMost?: number): Measurement {
  return { name, value: bytes / 1000, unit: 'kB', ...(atMost !== undefined && { promise: { atMost } }) };
}

function coldImport(file: string): number {
  const times = Array.from({ length: RUNS }, () => {
    const { stdout, stderr } = spawnSync(process.execPath, ['--eval', LOAD, file], { encoding: 'utf8' });
    if (stdout === '') throw new Error(`${file} cannot be loaded: ${stderr}`);
    return Number(stdout);
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)]!;
}

function synth(output: string): Measurement {
  const from = process.hrtime.bigint();
  const { status, stderr } = spawnSync('npm', ['run', '-s', 'synth', '--', '--quiet', '--output', output], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run synth failed: ${stderr}`);
  const value = Number(process.hrtime.bigint() - from) / 1e9;
  return { name: 'npm run synth', value, unit: 's', promise: { atMost: 30 } };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
