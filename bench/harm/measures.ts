import type { Measure } from '../releases/compared.ts';
import type { Ended } from '../releases/outcome.ts';
import { begun, mean, percentOf } from '../releases/results.ts';

/** Of the deployments that began: what their candidates failed beyond what stable would have. */
export function excessOf(ended: readonly Ended[]): readonly number[] {
  return begun(ended).map(({ excess }) => excess);
}

export const EXCESS: Measure = {
  name: 'failed executions on the candidate beyond the base rate, until none is routed to it any more',
  unit: 'mean',
  // What is below 0 was luck: fewer than stable would have failed.
  value: (ended) => nullOr((value) => Math.max(0, value), mean(excessOf(ended))),
};

export const MISSED: Measure = {
  name: 'bad candidates promoted',
  unit: '%',
  value: (ended) => {
    const all = begun(ended);
    return percentOf(all.filter(({ end }) => end === 'promoted').length, all.length);
  },
};

export const MINUTES: Measure = {
  name: 'time to the roll-back, of those rolled back',
  unit: 'minutes from the first shift',
  value: (ended) =>
    nullOr(
      (seconds) => seconds / 60,
      mean(ended.flatMap(({ backAfter }) => (backAfter === undefined ? [] : [backAfter]))),
    ),
};

export const REFUSED: Measure = {
  name: 'not even begun, because the alarm was firing',
  unit: '%',
  value: (ended) => percentOf(ended.length - begun(ended).length, ended.length),
};

function nullOr(of: (value: number) => number, value: number | null): number | null {
  return value === null ? null : of(value);
}
