import { constantPace, type Pace, pollsOf } from './pace.ts';
import type { Step } from './strategy.ts';

/** Soon after a shift, where a bad candidate shows first. */
const QUICK_SECONDS = 10;
/** Later there is no hurry below this: alarms are evaluated once a minute. */
const UNHURRIED_SECONDS = 30;
/** For so many looks it stays quick: three minutes, or less where the budget is tight. */
const QUICK_LOOKS = [18, 9, 4, 2, 1];
/** Being quick may cost later looks, but they are at most so much further apart than evenly spread ones would be. */
const LATER_AT_MOST = 2;

/** How often evidence may be read. */
interface PollBudget {
  /** While the steps bake for as long as they are planned to. */
  readonly polls: number;
  readonly withExtensions: number;
}

/**
 * The pace for these steps: as quick as can be after each shift, then slowing down to the shortest wait that the budget allows.
 * @param extensionSeconds how much longer a step may have to go on
 */
export function choosePace(steps: readonly Step[], budget: PollBudget, extensionSeconds: (step: Step) => number): Pace {
  /** Looks that are kept for steps which have to be extended: for all of them, but at most half of the budget. */
  const reserve = ({ longestSeconds }: Pace): number => {
    const looks = steps.reduce((sum, step) => sum + Math.ceil(extensionSeconds(step) / longestSeconds), 0);
    return Math.min(Math.floor(budget.withExtensions / 2), looks);
  };
  const fits = (pace: Pace): boolean => {
    const polls = steps.reduce((sum, step) => sum + pollsOf(step, pace), 0);
    return polls <= budget.polls && polls + reserve(pace) <= budget.withExtensions;
  };
  const longestBake = Math.max(QUICK_SECONDS, ...steps.map(({ bakeSeconds }) => bakeSeconds));
  const even = smallest(QUICK_SECONDS, longestBake, (wait) => fits(constantPace(wait)));
  const atMost = Math.max(UNHURRIED_SECONDS, even * LATER_AT_MOST);
  for (const quickLooks of QUICK_LOOKS) {
    const slowing = (longestSeconds: number): Pace => ({ quickSeconds: QUICK_SECONDS, quickLooks, longestSeconds });
    if (fits(slowing(atMost))) return slowing(smallest(UNHURRIED_SECONDS, atMost, (wait) => fits(slowing(wait))));
  }
  return constantPace(even);
}

/** The smallest whole number of a range that will do, where every greater one does too; the range's end if none does. */
function smallest(from: number, to: number, willDo: (value: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (willDo(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
