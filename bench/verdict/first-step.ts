import { seededRandom } from '../../local/random.ts';
import { DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import { judge } from './our-judge.ts';
import { METRICS, traffic } from './traffic.ts';

/** A first step that lasts until there is a verdict. */
export interface FirstStep {
  readonly name: string;
  readonly perSecond: number;
  readonly weight: number;
  readonly stableRate: number;
  readonly candidateRate: number;
  readonly minimumEffect: number;
}

export interface FirstStepTally {
  readonly deployments: number;
  readonly healthy: number;
  readonly rolledBack: number;
  /** Median time to `healthy`, of those that came to it. */
  readonly medianHours: number | null;
}

const DEADLINE_SECONDS = 86_400;

/** How often, and how soon, a candidate is called healthy within a day of its first weight. */
export function simulateFirstStep(step: FirstStep, deployments: number): FirstStepTally {
  const verdicts = Array.from({ length: deployments }, (_, i) => firstVerdict(step, `${step.name}/${i}`));
  const healthy = verdicts.filter(({ verdict }) => verdict === 'healthy').map(({ seconds }) => seconds);
  healthy.sort((a, b) => a - b);
  return {
    deployments,
    healthy: healthy.length,
    rolledBack: verdicts.filter(({ verdict }) => verdict === 'unhealthy').length,
    medianHours: healthy.length === 0 ? null : healthy[healthy.length >> 1]! / 3600,
  };
}

function firstVerdict({ weight, minimumEffect, ...world }: FirstStep, seed: string) {
  const flow = traffic({ ...world, feed: METRICS }, seededRandom(seed));
  const { hasNews, look } = judge(flow, { ...DEFAULT_COMPARE, minimumEffect });
  const shifts = [{ atSeconds: 0, weight }];
  while (flow.seconds() < DEADLINE_SECONDS) {
    flow.pass(weight);
    const seconds = flow.seconds();
    if (!hasNews(seconds)) continue;
    const { verdict } = look(seconds, shifts, 0);
    if (verdict !== 'inconclusive') return { verdict, seconds };
  }
  return { verdict: 'inconclusive' as const, seconds: DEADLINE_SECONDS };
}

const QUIET = { perSecond: 2 / 3600, stableRate: 0.001 };
const STEADY = { perSecond: 1 / 60, stableRate: 0.001 };

/** A candidate that is exactly as bad as what `healthy` excludes, and one that is like stable. */
export const FIRST_STEPS: readonly { readonly bad: FirstStep; readonly good: FirstStep }[] = [
  pair('2/h at 10 %, effect 0.5', { ...QUIET, weight: 0.1, minimumEffect: 0.5 }),
  pair('2/h at 25 %, effect 0.5', { ...QUIET, weight: 0.25, minimumEffect: 0.5 }),
  pair('2/h at 25 %, effect 0.2', { ...QUIET, weight: 0.25, minimumEffect: 0.2 }),
  pair('1/min at 10 %, effect 0.5', { ...STEADY, weight: 0.1, minimumEffect: 0.5 }),
  pair('1/min at 10 %, effect 0.2', { ...STEADY, weight: 0.1, minimumEffect: 0.2 }),
  pair('1/min at 10 %, effect 0.05', { ...STEADY, weight: 0.1, minimumEffect: 0.05 }),
];

function pair(name: string, step: Omit<FirstStep, 'name' | 'candidateRate'>) {
  return {
    bad: { ...step, name: `${name}, bad`, candidateRate: step.stableRate + step.minimumEffect },
    good: { ...step, name: `${name}, good`, candidateRate: step.stableRate },
  };
}
