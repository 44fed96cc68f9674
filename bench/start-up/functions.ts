import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { functionBundles } from '../../infra/function-bundles.ts';
import type { ComparedRow, Finding, Measurement } from '../benchmark.ts';
import { mediansInTurns } from '../in-turns.ts';
import { PROJECT } from './installed.ts';
import { loadTime } from './timed.ts';

/** The least function that can move an alias: no checks, no ledger, no logs, no traces. */
const LEAST = `import { SFNClient, UpdateStateMachineAliasCommand } from '@aws-sdk/client-sfn';
const client = new SFNClient({ region: 'us-east-1' });
export const handler = (input) => client.send(new UpdateStateMachineAliasCommand(input));`;

const PEERS = ['the least function with client-sfn alone, bundled alike'];
const MORE_IN_IT =
  'the ledger’s and CloudWatch’s clients, the request’s schema, logs and traces are in it, and the peer has none of these; a bundle for each function without what it does not call would come closer';

/** The bundles of the Lambda functions, beside the least that does anything on Step Functions. */
export async function functionBundlesBeside(folder: string, rounds: number): Promise<readonly Finding[]> {
  const bundling = functionBundles(PROJECT, folder);
  await build(bundling);
  const names = readdirSync(folder);
  const least = join(folder, 'least.js');
  const { entryPoints: _, outdir: __, ...alike } = bundling;
  await build({ ...alike, stdin: { contents: LEAST, resolveDir: PROJECT }, outfile: least });
  const bundles = names.map((name) => bundle(name, join(folder, name, 'index.js'))).sort((a, b) => b.bytes - a.bytes);
  const [largest, smallest] = [bundles[0]!, bundles.at(-1)!];
  const peer = bundle('least', least);
  const some = [
    { ...largest, name: `the largest, ${largest.name}` },
    { ...smallest, name: `the smallest, ${smallest.name}` },
  ];
  const files = [...some, peer].map(({ file }) => loadTime(requiring(file), PROJECT));
  const times = await mediansInTurns(rounds, files);
  const row = (name: string, ours: number, other: number, atMost?: number): ComparedRow => ({
    name,
    ours,
    peers: [other],
    ...(atMost !== undefined && { promise: { atMost } }),
    why: MORE_IN_IT,
  });
  return [
    {
      name: 'cold import of a function',
      unit: 'ms',
      better: 'less',
      peers: PEERS,
      rows: some.map(({ name }, i) => row(name, times[i]!, times.at(-1)!)),
    },
    {
      name: 'size of a function',
      unit: 'kB',
      better: 'less',
      peers: PEERS,
      rows: [
        ...some.map(({ name, bytes }, i) => row(`${name}, minified`, bytes, peer.bytes, i === 0 ? 1000 : undefined)),
        ...some.map(({ name, zipped }, i) =>
          row(`${name}, compressed`, zipped, peer.zipped, i === 0 ? 300 : undefined),
        ),
      ],
    },
    {
      name: `all ${names.length} functions, compressed`,
      value: bundles.reduce((sum, { zipped }) => sum + zipped, 0),
      unit: 'kB',
    },
  ];
}

/** Sizes in kilobytes. */
function bundle(name: string, file: string) {
  const content = readFileSync(file);
  return { name, file, bytes: statSync(file).size / 1000, zipped: gzipSync(content).length / 1000 };
}

/** Lambda loads a CommonJS file by `require`. */
function requiring(file: string): string {
  return `process.getBuiltinModule('module').createRequire('/')(${JSON.stringify(file)});`;
}

/** The time that the template takes to be made. */
export function synthesis(output: string): Measurement {
  const from = process.hrtime.bigint();
  const { status, stderr } = spawnSync('npm', ['run', '-s', 'synth', '--', '--quiet', '--output', output], {
    cwd: PROJECT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`npm run synth failed: ${stderr}`);
  const value = Number(process.hrtime.bigint() - from) / 1e9;
  return { name: 'npm run synth', value, unit: 's', promise: { atMost: 30 } };
}
