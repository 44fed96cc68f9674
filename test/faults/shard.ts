/** One worker's share of a family: `shard.ts FAMILY SCHEDULES INDEX OF [--until-violated]`. Answers one line of JSON. */
import { casesOf, type Family } from './families.ts';

export interface ShardResult {
  readonly cases: number;
  readonly violated: readonly { readonly name: string; readonly what: readonly string[] }[];
}

const [family, schedules, index, of, untilViolated] = process.argv.slice(2);
const cases = (await casesOf(family as Family, Number(schedules))).filter((_, i) => i % Number(of) === Number(index));
const violated: { name: string; what: readonly string[] }[] = [];
let done = 0;
for (const { name, run } of cases) {
  const what = await run().catch((error: Error) => [`thrown: ${error.stack ?? error.message}`]);
  done++;
  if (what.length > 0) violated.push({ name, what });
  if (what.length > 0 && untilViolated) break;
}
process.stdout.write(`${JSON.stringify({ cases: done, violated } satisfies ShardResult)}\n`);
