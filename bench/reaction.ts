import type { Benchmark, ComparedRow } from './benchmark.ts';
import { comparison, type Measure } from './releases/compared.ts';
import type { Ended } from './releases/outcome.ts';
import { CANARY_10, LINEAR_10, LOADS, type Load, PLANS, type Plan } from './releases/release.ts';
import { type Cell, mean, percentOf, type Results, runAll } from './releases/results.ts';
import { DOCUMENTED, OUR_WAY, type Way } from './releases/ways.ts';

const [, STEADY, BUSY] = LOADS;
/** Enough for ours to go on by its own evidence while nothing is the matter. */
const LIVELY: Load = { name: '12/min', perSecond: 0.2, historySeconds: 3600 };

type Since = 'sinceAlarm' | 'sinceFirstFailure' | 'sinceThirdFailure';

/** How long it takes from a sign to an alias that is wholly on stable again, for its callers. */
export const reaction: Benchmark = {
  name: 'reaction',
  about: `virtual time until no start goes to the candidate any more (the alias's write and the 5 s that it may travel), on local AWS: from an alarm that goes off at a random moment on the way to 100 %, and from failures of a candidate that fails everything`,
  run: async ({ full }) => {
    const alarmed = PLANS.map((plan) => alarmCell(plan, full ? 60 : 12));
    const failing = [LINEAR_10, CANARY_10].flatMap((plan) =>
      [STEADY, BUSY].map((load) => failingCell(plan, load, full ? 30 : 5)),
    );
    const byAlarm = await runAll(alarmed, [onOtherAlarm(OUR_WAY), ...DOCUMENTED.map(onOtherAlarm)]);
    const byFailures = await runAll(failing, [OUR_WAY, ...DOCUMENTED]);
    return [
      ...compared('sinceAlarm', 'from the alarm', alarmed, byAlarm),
      ...compared('sinceFirstFailure', 'from the first failure', failing, byFailures),
      ...compared('sinceThirdFailure', 'from the third failure', failing, byFailures),
    ];
  },
};

/** The alarm of the cell is all that there is. */
function onOtherAlarm(way: Way): Way {
  return { ...way, alarmFor: (release) => (way.alarmFor(release) ? 'none' : undefined) };
}

function alarmCell(plan: Plan, deployments: number): Cell {
  const release = { plan, load: LIVELY, base: 0, candidate: 0 };
  return { name: `${plan.name}, n = ${deployments}`, release, alarmGoesOff: true, deployments };
}

function failingCell(plan: Plan, load: Load, deployments: number): Cell {
  const name = `${plan.name}, ${load.name}, fails everything, n = ${deployments}`;
  return { name, release: { plan, load, base: 0, candidate: 1 }, deployments };
}

function compared(since: Since, name: string, cells: readonly Cell[], results: Results) {
  const ways = [OUR_WAY, ...DOCUMENTED] as const;
  const took: Measure = {
    name: `seconds ${name} to stable, of those rolled back`,
    unit: 'mean',
    value: (ended) => mean(ended.flatMap((one) => one[since] ?? [])),
  };
  const deaf: Measure = { name: `promoted all the same, ${name}`, unit: '%', value: promotedPercent };
  const missed = comparison(deaf, cells, ways, results, whyDeaf);
  const all = [comparison(took, cells, ways, results, since === 'sinceAlarm' ? whyAlarm : whyFailures)];
  return since === 'sinceThirdFailure' ? all : [...all, missed];
}

function promotedPercent(ended: readonly Ended[]): number | null {
  return percentOf(ended.filter(({ end }) => end === 'promoted').length, ended.length);
}

function whyDeaf(_: Cell, { ours }: ComparedRow): string {
  if (ours === 0) return 'neither promotes any: no fewer are possible';
  return `ours promoted ${Math.round(ours)} % all the same, which nothing here excuses`;
}

function whyAlarm(): string {
  return 'ours looks every 10 seconds after a shift and then ever more slowly, up to every 30; "pollSeconds": 10 would look so all the time';
}

function whyFailures({ release: { load } }: Cell): string {
  const perMinute = 6 * load.perSecond;
  return `their alarm goes off at the first failure of either version, here where stable never fails; ours takes two or three failures of the candidate, which come ${Number(perMinute.toPrecision(2))} times a minute at 10 %; an alarm in the request would be a veto for it, too`;
}
