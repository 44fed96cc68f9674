import { evidenceLimit } from './compare-versions.ts';
import {
  type ExpectedCourse,
  type ExpectedStep,
  expectedCourse,
  type Rules,
  rateOf,
  startsIn,
  type Usage,
} from './expected-course.ts';
import { executionsUntilRollBack } from './expected-roll-back.ts';
import { bakeToTell, inconclusiveShare, weightToTell } from './inconclusive-share.ts';
import type { Step } from './strategy.ts';

/** What the comparison of both versions can be expected to tell in a plan, when a target is used as it was. */
export interface Prospects {
  readonly perMinute: number;
  readonly failureRate: number;
  readonly steps: readonly StepProspects[];
  /** A candidate that is like stable. */
  readonly harmless: ExpectedCourse;
  readonly harmful: readonly { readonly failureRate: number; readonly course: ExpectedCourse }[];
  /** Of all candidates like stable, those about whom nobody can tell when the first step's time is over: from 0 to 1. */
  readonly inconclusiveShare: number;
  readonly maximumExtensionSeconds: number;
  readonly onInconclusive: Rules['onInconclusive'];
  /** What would make that rare; both absent where it is, or where nothing would. */
  readonly remedy: { readonly firstWeightPercent?: number; readonly firstBakeSeconds?: number };
}

export interface StepProspects {
  readonly step: number;
  readonly weightPercent: number;
  readonly bakeSeconds: number;
  /** Of the candidate, within the bake. */
  readonly candidateExecutions: number;
  /** Of the candidate that must succeed, none failing, before it can be healthy; null for a step that is not expected to be reached. */
  readonly executionsNeeded: number | null;
  /** At this weight alone: for each of {@link HARMFUL_RATES} the executions until the candidate is rolled back, null for never. */
  readonly executionsUntilRollBack: readonly (number | null)[];
  /** With a candidate like stable; null for a step that is not expected to be reached. */
  readonly lastsSeconds: number | null;
  /** It has to be extended for a candidate like stable, or ends without a verdict on it. */
  readonly tooShort: boolean;
}

/** Failure rates of candidates that are reckoned with: a part, a good part, and all. */
export const HARMFUL_RATES = [0.05, 0.2, 1] as const;

/** So many inconclusive ends of a hundred are worth a warning. */
export const RARE_SHARE = 0.01;

/** Everything follows from the judge's own rule: see docs/planning.md. */
export function prospectsOf(steps: readonly Step[], usage: Usage, rules: Rules): Prospects {
  const { perMinute, history } = usage;
  const failureRate = rateOf(history);
  const harmless = expectedCourse(steps, usage, failureRate, rules);
  const [first] = steps;
  const share = inconclusiveShare(first!, usage, rules);
  const { maximumExtensionSeconds, onInconclusive } = rules;
  return {
    perMinute,
    failureRate,
    steps: steps.map((step, index) => ({
      step: index + 1,
      weightPercent: step.weightPercent,
      bakeSeconds: step.bakeSeconds,
      candidateExecutions: startsIn(step.bakeSeconds, step, usage),
      executionsNeeded: harmless.steps[index]?.executionsNeeded ?? null,
      executionsUntilRollBack: HARMFUL_RATES.map((rate) => untilRollBack(step, rate, usage, rules)),
      lastsSeconds: harmless.steps[index]?.lastsSeconds ?? null,
      tooShort: isTooShort(step, harmless.steps[index]),
    })),
    harmless,
    harmful: HARMFUL_RATES.map((rate) => ({
      failureRate: rate,
      course: expectedCourse(steps, usage, rate, rules),
    })),
    inconclusiveShare: share,
    maximumExtensionSeconds,
    onInconclusive,
    remedy: share < RARE_SHARE ? {} : remedyFor(steps, usage, rules),
  };
}

/** Steps that are not reached are no longer of interest. */
function isTooShort({ bakeSeconds }: Step, expected: ExpectedStep | undefined): boolean {
  return expected !== undefined && (expected.lastsSeconds > bakeSeconds || !expected.isTold);
}

/** At 100 percent there is nothing to compare with. */
function untilRollBack(step: Step, candidateRate: number, { history }: Usage, rules: Rules): number | null {
  if (step.weightPercent === 100) return null;
  const supposed = { history, weight: step.weightPercent / 100, candidateRate };
  return executionsUntilRollBack(supposed, Math.log(evidenceLimit(rules.settingsAt(step)))) ?? null;
}

function remedyFor([first]: readonly Step[], usage: Usage, rules: Rules): Prospects['remedy'] {
  const weight = weightToTell(first!, usage, rules, RARE_SHARE);
  if (weight !== undefined && weight > first!.weightPercent) return { firstWeightPercent: weight };
  const bake = bakeToTell(first!, usage, rules, RARE_SHARE);
  return bake === undefined ? {} : { firstBakeSeconds: bake };
}
