import { compareVersions, nothingFolded } from './compare-versions.ts';
import {
  evidenceWith,
  expectedBucket,
  minutesSeen,
  type Rules,
  rateOf,
  startsIn,
  type Usage,
} from './expected-course.ts';
import { fewest } from './minimum-evidence.ts';
import { poisson } from './poisson.ts';
import type { Step } from './strategy.ts';

/** Numbers of failures are taken together in this many parts of a standard deviation. */
const PARTS = 10;

/**
 * In how many of all deployments a candidate that is like stable is still not `healthy` when its first step has been extended for as long as it may be, so that it is
 * rolled back. Its successes and failures are Poisson then, stable's counts as many as are expected; each outcome is given to the judge's own rule. Later steps can be
 * left out: what was seen in the first one counts in them too.
 */
export function inconclusiveShare(step: Step, usage: Usage, rules: Rules): number {
  const minutes = minutesSeen(step.bakeSeconds + rules.maximumExtensionSeconds);
  const starts = startsIn(60 * minutes, step, usage);
  const rate = rateOf(usage.history);
  const [successes, failures] = [poisson(starts * (1 - rate)), poisson(starts * rate)];
  const isHealthy = healthAfter(minutes, step, usage, rules);
  if (isHealthy(successes.lowest, failures.highest)) return 0;
  const stride = Math.max(1, Math.floor(Math.sqrt(starts * rate) / PARTS));
  let share = 0;
  for (let failed = failures.lowest; failed <= failures.highest; failed += stride) {
    const most = failed + stride - 1;
    const needed = isHealthy(successes.highest, most)
      ? fewest((succeeded) => isHealthy(succeeded, most))
      : Number.POSITIVE_INFINITY;
    share += (failures.below(most + 1) - failures.below(failed)) * successes.below(needed);
  }
  return share;
}

/** Whether the judge lets a candidate pass with such counts, when it was held for as long as it may be. */
function healthAfter(minutes: number, step: Step, usage: Usage, rules: Rules) {
  const expected = expectedBucket(minutes, step, usage, rateOf(usage.history));
  const nothing = nothingFolded(usage.history);
  const settings = rules.settingsAt(step);
  return (candidateSucceeded: number, candidateFailed: number): boolean => {
    const bucket = { ...expected, candidateSucceeded, candidateFailed };
    const evidence = evidenceWith(nothing, bucket, minutes, settings.maximumHoldSeconds);
    return compareVersions(evidence, settings).verdict === 'healthy';
  };
}

/** The smallest weight of the first step at which fewer than `share` end so; undefined where none below 100 percent would do. */
export function weightToTell(step: Step, usage: Usage, rules: Rules, share: number): number | undefined {
  const does = (weightPercent: number): boolean => inconclusiveShare({ ...step, weightPercent }, usage, rules) < share;
  return does(99) ? fewest((weight) => does(Math.max(1, Math.min(99, weight)))) : undefined;
}

/** A longer first step is not worth suggesting. */
const LONGEST_BAKE_MINUTES = 7 * 1440;

/** The shortest bake of the first step, in seconds, with which fewer than `share` end so; undefined where a week is not enough. */
export function bakeToTell(step: Step, usage: Usage, rules: Rules, share: number): number | undefined {
  const does = (minutes: number): boolean =>
    inconclusiveShare({ ...step, bakeSeconds: 60 * minutes }, usage, rules) < share;
  return does(LONGEST_BAKE_MINUTES) ? 60 * fewest(does) : undefined;
}
