import type { Benchmark, Finding } from './benchmark.ts';
import { byDuration, type Deployed } from './cost/durations.ts';
import { callsGrid, growth } from './cost/growth.ts';
import { loopDeployment } from './cost/loop-deployment.ts';
import { ourDeployment } from './cost/our-deployment.ts';
import { againstPlan } from './cost/plan-held.ts';
import type { Release } from './cost/release.ts';
import { scriptDeployment } from './cost/script-deployment.ts';
import { watchdogFindings } from './cost/watchdog.ts';

const HOUR = 3600;
const DAY = 86_400;

const WEEK = { name: '7 days, ten steps', release: { seconds: 7 * DAY, steps: 10 } };
const DURATIONS: readonly { readonly name: string; readonly release: Release }[] = [
  { name: '10 minutes', release: { seconds: 600, steps: 2 } },
  { name: '1 hour', release: { seconds: HOUR, steps: 2 } },
  { name: '1 hour, a look a minute', release: { seconds: HOUR, steps: 2, pollSeconds: 60 } },
  {
    name: '1 hour, a look a minute by alarms alone',
    release: { seconds: HOUR, steps: 2, pollSeconds: 60, alarmsAlone: true },
  },
  { name: '1 day', release: { seconds: DAY, steps: 2 } },
  WEEK,
];
const MORE_DURATIONS: typeof DURATIONS = [
  { name: '7 days', release: { seconds: 7 * DAY, steps: 2 } },
  { name: '30 days', release: { seconds: 30 * DAY, steps: 2 } },
];

/** What a deployment costs: counted of the whole deployer on local AWS, beside a loop that looks each minute and AWS's script. */
export const cost: Benchmark = {
  name: 'cost',
  about:
    'one good release of 10 minutes to 7 days (with --full to 30), in two steps unless said otherwise, of a STANDARD machine with an alarm: what AWS counts and charges',
  run: async ({ full }) => {
    const durations: Deployed[] = [];
    for (const { name, release } of full ? [...DURATIONS, ...MORE_DURATIONS] : DURATIONS)
      durations.push({
        name,
        release,
        ours: await ourDeployment(release),
        loop: await loopDeployment(release),
        script: await scriptDeployment(release),
      });
    const steps = await growing(full ? [2, 5, 10, 15] : [2, 5, 10], (count) => ({ seconds: HOUR, steps: count }));
    const targets = await growing(full ? [1, 2, 5, 10] : [1, 2, 5], (count) => ({
      seconds: 600,
      steps: 2,
      targets: count,
    }));
    const findings: Finding[] = [
      ...byDuration(durations),
      callsGrid(durations.map(({ name, ours }) => ({ name, ours }))),
      growth('by steps, in an hour', steps),
      growth('by targets, in 10 minutes and two steps', targets),
      ...againstPlan([...durations.map(({ ours }) => ours), ...[...steps, ...targets].map(({ ours }) => ours)]),
      ...watchdogFindings(durations.find(({ name }) => name === '1 day')!.ours),
    ];
    return findings;
  },
};

async function growing(counts: readonly number[], releaseOf: (count: number) => Release) {
  const grown = [];
  for (const count of counts) grown.push({ name: String(count), ours: await ourDeployment(releaseOf(count)) });
  return grown;
}
