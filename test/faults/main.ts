/**
 * `npm run faults [-- --schedules N] [--only FAMILY] [--no-teeth]`: every single fault, every stop and N random schedules (default 2,000), in worker processes; then the
 * deliberate bugs, each of which must be found. Prints the counts, and `0 violated`.
 */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { FAMILIES, type Family } from './families.ts';
import type { ShardResult } from './shard.ts';
import { bitten, TEETH, type Tooth } from './teeth.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WORKERS = availableParallelism();

const { values } = parseArgs({
  options: {
    schedules: { type: 'string', default: '2000' },
    only: { type: 'string' },
    'no-teeth': { type: 'boolean' },
  },
});

/** A family's cases, shared among workers. */
async function runFamily(family: Family): Promise<ShardResult> {
  const shards = Array.from({ length: WORKERS }, (_, index) =>
    shard(ROOT, family, String(values.schedules), index, WORKERS),
  );
  const results = await Promise.all(shards);
  return {
    cases: results.reduce((sum, { cases }) => sum + cases, 0),
    violated: results.flatMap(({ violated }) => violated),
  };
}

async function shard(
  folder: string,
  family: Family,
  schedules: string,
  index: number,
  of: number,
  ...more: string[]
): Promise<ShardResult> {
  const args = ['--import', 'tsx', 'test/faults/shard.ts', family, schedules, String(index), String(of), ...more];
  const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 256 * 1024 * 1024 });
  return JSON.parse(stdout) as ShardResult;
}

async function isFound(tooth: Tooth): Promise<ShardResult['violated'][number] | undefined> {
  const { folder, remove } = bitten(tooth);
  try {
    return (await shard(folder, tooth.family, '2000', 0, 1, '--until-violated')).violated[0];
  } finally {
    remove();
  }
}

/** What the stages make at least. */
const LEAST: Readonly<Record<Family, number>> = {
  'single faults': 3000,
  stops: 5000,
  schedules: 1,
  swarms: 2,
  outages: 100,
  lags: 100,
};

let total = 0;
let violated = 0;
for (const family of FAMILIES.filter((name) => values.only === undefined || values.only === name)) {
  const began = Date.now();
  const result = await runFamily(family);
  if (result.cases < LEAST[family])
    throw new Error(
      `${family}: ${result.cases} cases, expected at least ${LEAST[family]}: a proof over nothing proves nothing`,
    );
  total += result.cases;
  violated += result.violated.length;
  console.log(
    `${family}: ${result.cases} cases, ${result.violated.length} violated (${Math.round((Date.now() - began) / 1000)} s)`,
  );
  for (const { name, what } of result.violated.slice(0, 20)) console.log(`  ${name}\n    ${what.join('\n    ')}`);
}

let missed = 0;
if (!values['no-teeth']) {
  const queue = [...TEETH];
  const worker = async (): Promise<void> => {
    for (let tooth = queue.shift(); tooth; tooth = queue.shift()) {
      const found = await isFound(tooth);
      if (!found) missed++;
      console.log(`deliberate bug: ${tooth.name}: ${found ? `found by ${found.name}` : 'NOT FOUND'}`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

console.log(`${total} cases, ${violated} violated; ${TEETH.length - missed} of ${TEETH.length} deliberate bugs found`);
process.exitCode = violated > 0 || missed > 0 ? 1 : 0;
