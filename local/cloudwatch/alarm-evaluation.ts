import type { StateValue } from './alarm.ts';

export const COMPARISONS = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;

export type Comparison = keyof typeof COMPARISONS;
export const MISSING_DATA_TREATMENTS = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
export type MissingDataTreatment = (typeof MISSING_DATA_TREATMENTS)[number];

export interface EvaluationInput {
  /** N of "M out of N". */
  readonly evaluationPeriods: number;
  /** M of "M out of N". */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingDataTreatment;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** The evaluation range, oldest first: one per period, `null` where there is no data. It may be longer than N. */
  readonly datapoints: readonly (number | null)[];
  readonly previousState: StateValue;
}

export interface Evaluation {
  readonly state: StateValue;
  /** Positions in `datapoints` of the real ones that were considered, newest first. */
  readonly considered: readonly number[];
  /** How many periods of N have no data to go by. */
  readonly missing: number;
}

/**
 * The state of an alarm by its data, as the CloudWatch User Guide has it in "Alarm evaluation" and "Configuring how CloudWatch alarms treat
 * missing data": the N most recent real data points decide where the evaluation range holds that many. Only where it holds fewer
 * does the treatment of missing data fill up, and as little as possible.
 */
export function evaluate(input: EvaluationInput): Evaluation {
  const { datapoints, evaluationPeriods, datapointsToAlarm, previousState } = input;
  const considered = realPositions(datapoints).slice(0, evaluationPeriods);
  const missing = evaluationPeriods - considered.length;
  const breaching = considered.filter((position) => breaches(input, datapoints[position]!));
  const answer = (state: StateValue): Evaluation => ({ state, considered, missing });

  if (breaching.length >= datapointsToAlarm) return answer('ALARM');
  if (missing === 0) return answer('OK');
  switch (input.treatMissingData) {
    case 'breaching':
      return answer(breaching.length + missing >= datapointsToAlarm ? 'ALARM' : 'OK');
    case 'notBreaching':
      return answer('OK');
    case 'ignore':
      return answer(breaching.length < considered.length ? 'OK' : previousState);
    case 'missing':
      if (considered.length === 0) return answer('INSUFFICIENT_DATA');
      if (breaching.length < considered.length) return answer('OK');
      return answer(isOldEnough(considered, input) ? 'ALARM' : previousState);
  }
}

function breaches({ comparison, threshold }: EvaluationInput, value: number): boolean {
  return COMPARISONS[comparison](value, threshold);
}

/**
 * Whether breaching data followed by nothing is taken for an alarm. While the oldest of it is younger than M periods, the periods to come may
 * still show otherwise, and the alarm waits ("Avoiding premature transitions to alarm state").
 */
function isOldEnough(breaching: readonly number[], { datapoints, datapointsToAlarm }: EvaluationInput): boolean {
  return datapoints.length - breaching.at(-1)! >= datapointsToAlarm;
}

function realPositions(datapoints: readonly (number | null)[]): number[] {
  const positions: number[] = [];
  for (let position = datapoints.length - 1; position >= 0; position--) {
    if (datapoints[position] !== null) positions.push(position);
  }
  return positions;
}
