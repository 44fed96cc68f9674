/**
 * `npm run faults [-- --schedules N] [--only NAME] [--full]`: the cases of all families, with N random schedules (default 2,000), in worker
 * processes, of some families each fifth (`--full`, or where they alone are asked for: all); then the deliberate bugs, each of which must be found. NAME is a family, or `teeth`. Prints what was played and what really happened, and `0 violated`.
 */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import type { Bite } from './bite.ts';
import { bitten } from './bitten.ts';
import { FAMILIES, type Family, THINNED } from './families.ts';
import type { ShardResult } from './shard.ts';
import { TEETH, type Tooth } from './teeth.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WORKERS = availableParallelism();
const SHOWN = 20;

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
  },
});

async function worker<T>(script: string, args: readonly string[]): Promise<T> {
  const command = ['--import', 'tsx', `test/faults/${script}`, ...args];
  const { stdout } = await run(process.execPath, command, { cwd: ROOT, maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout) as T;
}

/** A family's cases, shared among workers. */
async function runFamily(family: Family): Promise<ShardResult> {
  const each = values.full || values.only !== undefined ? 1 : (THINNED[family] ?? 1);
  const shards = Array.from({ length: WORKERS }, (_, index) =>
    worker<ShardResult>('shard.ts', [family, String(values.schedules), ...[index, WORKERS, each].map(String)]),
  );
  const results = await Promise.all(shards);
  const happened: Record<string, number> = {};
  for (const one of results)
    for (const [what, times] of Object.entries(one.happened)) happened[what] = (happened[what] ?? 0) + times;
  return {
    cases: results.reduce((sum, { cases }) => sum + cases, 0),
    outOf: results[0]!.outOf,
    happened,
    violated: results.flatMap(({ violated }) => violated),
  };
}

function show(family: Family, { cases, outOf, happened, violated }: ShardResult, seconds: number): void {
  const left = cases < outOf ? `, of ${outOf.toLocaleString('en')} (--full)` : '';
  console.log(`${family.padEnd(18)}${count(cases)} cases${count(violated.length)} violated${count(seconds)} s${left}`);
  const counts = Object.entries(happened).map(([what, times]) => `${times.toLocaleString('en')} ${what}`);
  console.log(`    ${counts.sort().join(', ')}`);
  for (const { name, violations } of violated.slice(0, SHOWN))
    console.log(`  ${name}\n    ${violations.join('\n    ')}`);
  if (violated.length > SHOWN) console.log(`  … and ${violated.length - SHOWN} more`);
}

function count(n: number): string {
  return n.toLocaleString('en').padStart(8);
}

async function bite(tooth: Tooth): Promise<Bite> {
  const { folder, remove } = bitten(tooth);
  try {
    return await worker<Bite>('bite.ts', [folder, tooth.first ?? '', ...tooth.families]);
  } finally {
    remove();
  }
}

async function runTeeth(): Promise<number> {
  let missed = 0;
  const queue = [...TEETH];
  const biteOn = async (): Promise<void> => {
    for (let tooth = queue.shift(); tooth; tooth = queue.shift()) {
      const { found, cases } = await bite(tooth);
      if (!found) missed++;
      const how = found ? `found in ${cases} cases: ${found.name}: ${found.violation.slice(0, 160)}` : 'NOT FOUND';
      console.log(`deliberate bug: ${tooth.name}: ${how}`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, biteOn));
  console.log(`${TEETH.length - missed} of ${TEETH.length} deliberate bugs found`);
  return missed;
}

function isWanted(name: string): boolean {
  return values.only === undefined || values.only === name;
}

const started = Date.now();
let total = 0;
let violated = 0;
for (const family of FAMILIES.filter(isWanted)) {
  const began = Date.now();
  const result = await runFamily(family);
  if (result.cases === 0) throw new Error(`${family}: no cases: a proof over nothing proves nothing`);
  total += result.cases;
  violated += result.violated.length;
  show(family, result, Math.round((Date.now() - began) / 1000));
}
const minutes = ((Date.now() - started) / 60_000).toFixed(1);
const missed = isWanted('teeth') ? await runTeeth() : 0;
console.log(`${total.toLocaleString('en')} cases in ${minutes} minutes, ${violated} violated`);
process.exitCode = violated > 0 || missed > 0 ? 1 : 0;
