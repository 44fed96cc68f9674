import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ComparedRow, Comparison, Finding } from '../benchmark.ts';
import { PROJECT, packageIn } from './installed.ts';

const PEERS = ['aws-cdk', '@aws-sdk/client-sfn'];

/** What an installation puts on the disk, beside what else people deploy with, each with all that it depends on. */
export function sizes(installed: string): readonly Finding[] {
  const ours = withDependencies(packageIn(installed));
  const peers = PEERS.map((name) => withDependencies(join(PROJECT, 'node_modules', name)));
  const functions = megabytes(join(packageIn(installed), 'dist/cloudformation'));
  const size = (folders: ReadonlySet<string>) => sum([...folders].map(megabytes));
  const compared = (name: string, unit: string, row: Pick<ComparedRow, 'ours' | 'peers' | 'promise' | 'why'>) =>
    ({ name, unit, better: 'less', peers: PEERS, rows: [{ name: 'stepshift', ...row }] }) satisfies Comparison;
  return [
    compared('installed', 'MB', {
      ours: size(ours),
      peers: peers.map(size),
      promise: { atMost: 50 },
      why: `${Math.round(functions)} MB of it are the functions’ code for Lambda, zipped, each with the SDK in it; who only rehearses needs none of it, and a package of its own would take it away`,
    }),
    compared('packages installed', '', {
      ours: ours.size,
      peers: peers.map((folders) => folders.size),
      promise: { atMost: 8 },
      why: 'zod is not bundled into the library, so that a program that uses it, too, has it once',
    }),
    {
      name: 'of what is installed, the command',
      value: megabytes(join(packageIn(installed), 'dist/cli')),
      unit: 'MB',
      promise: { atMost: 8 },
    },
  ];
}

/** The folders of a package and of everything that it needs, found as Node finds them. */
function withDependencies(folder: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(folder)) return found;
  found.add(folder);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) withDependencies(neededBy(folder, name), found);
  return found;
}

function neededBy(folder: string, name: string): string {
  const at = join(folder, 'node_modules', name);
  if (existsSync(at)) return at;
  if (folder === dirname(folder)) throw new Error(`${name} is not installed`);
  return neededBy(dirname(folder), name);
}

/** Without the packages inside, which are counted for themselves if they are needed. */
function megabytes(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size / 1e6;
  const names = readdirSync(path).filter((name) => name !== 'node_modules');
  return sum(names.map((name) => megabytes(join(path, name))));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
