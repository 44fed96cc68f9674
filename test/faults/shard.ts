/** One worker's share of a family: `shard.ts FAMILY SCHEDULES INDEX OF EACH`: of each EACHth case, the INDEXth of OF shares. Answers one line of JSON. */
import { casesOf, type Family } from './families.ts';

export interface ShardResult {
  readonly cases: number;
  /** How many the family has. */
  readonly outOf: number;
  /** How often what really happened. */
  readonly happened: Readonly<Record<string, number>>;
  readonly violated: readonly Violated[];
}

export interface Violated {
  readonly name: string;
  readonly violations: readonly string[];
}

const [family, schedules, index, of, each] = process.argv.slice(2);
const all = await casesOf(family as Family, Number(schedules));
const played = all.filter((_, i) => i % Number(each) === 0);
const cases = played.filter((_, i) => i % Number(of) === Number(index));
const violated: Violated[] = [];
const happened: Record<string, number> = {};
for (const { name, run } of cases) {
  try {
    const outcome = await run();
    for (const [what, times] of outcome.happened) happened[what] = (happened[what] ?? 0) + times;
    if (outcome.violations.length > 0) violated.push({ name, violations: outcome.violations });
  } catch (error) {
    violated.push({ name, violations: [`THROWN: ${(error as Error).stack ?? error}`] });
  }
}
process.stdout.write(
  `${JSON.stringify({ cases: cases.length, outOf: all.length, happened, violated } satisfies ShardResult)}\n`,
);
