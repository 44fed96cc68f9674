import { describe, expect, test } from '@jest/globals';
import { type EvaluationInput, evaluate } from '../../../local/cloudwatch/alarm-evaluation.ts';
import { childTransitionReason, thresholdReason, timestampText } from '../../../local/cloudwatch/alarm-wording.ts';
import { NOON } from './in-process-cloudwatch.ts';

/** The reason for the state that `values`, one a minute up to noon, lead to from `previousState`. */
function reason(values: readonly (number | null)[], more: Partial<EvaluationInput> = {}, shown = false): string {
  const input: EvaluationInput = {
    evaluationPeriods: 1,
    datapointsToAlarm: more.evaluationPeriods ?? 1,
    treatMissingData: 'missing',
    comparison: 'GreaterThanThreshold',
    threshold: 21,
    datapoints: values,
    previousState: 'OK',
    ...more,
  };
  const start = NOON - values.length * 60_000;
  const datapoints = values.map((value, i) => ({ timestamp: start + i * 60_000, value }));
  const datapointsToAlarm = shown ? input.datapointsToAlarm : undefined;
  return thresholdReason({ ...input, evaluation: evaluate(input), datapoints, datapointsToAlarm });
}

describe('the reason of a state', () => {
  test('names the data point that crossed the threshold', () => {
    expect(reason([21.5])).toBe(
      'Threshold Crossed: 1 datapoint [21.5 (01/03/26 11:59:00)] was greater than the threshold (21.0).',
    );
  });

  test('names several, newest first', () => {
    expect(reason([30, 40], { evaluationPeriods: 2, comparison: 'GreaterThanOrEqualToThreshold' })).toBe(
      'Threshold Crossed: 2 datapoints [40.0 (01/03/26 11:59:00), 30.0 (01/03/26 11:58:00)] ' +
        'were greater than or equal to the threshold (21.0).',
    );
  });

  test('says M out of N only of an alarm that was put with it', () => {
    const more = { evaluationPeriods: 3, datapointsToAlarm: 2 };
    expect(reason([30, 1, 40], more, true)).toBe(
      'Threshold Crossed: 2 out of the last 3 datapoints [40.0 (01/03/26 11:59:00), 30.0 (01/03/26 11:57:00)] ' +
        'were greater than the threshold (21.0) (minimum 2 datapoints for OK -> ALARM transition).',
    );
    expect(reason([1, 2, 40], { ...more, previousState: 'ALARM' }, true)).toBe(
      'Threshold Crossed: 2 out of the last 3 datapoints [2.0 (01/03/26 11:58:00), 1.0 (01/03/26 11:57:00)] ' +
        'were not greater than the threshold (21.0) (minimum 2 datapoints for ALARM -> OK transition).',
    );
  });

  test.each([
    [
      null,
      'breaching',
      'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].',
    ],
    [null, 'missing', 'Insufficient Data: 1 datapoint was unknown.'],
  ] as const)('without data (%j, %s) it says how that was taken', (value, treatMissingData, expected) => {
    expect(reason([value], { treatMissingData })).toBe(expected);
  });

  test('counts what was filled up', () => {
    expect(reason([30, null, null], { evaluationPeriods: 3, treatMissingData: 'notBreaching' })).toBe(
      'Threshold Crossed: 1 datapoint [30.0 (01/03/26 11:57:00)] was greater than the threshold (21.0) ' +
        'and 2 missing datapoints were treated as [NotBreaching].',
    );
  });

  test.each([
    [0.0001, '1.0E-4'],
    [0.05, '0.05'],
    [12_345_678, '1.2345678E7'],
    [-3, '-3.0'],
  ])('writes %d as %s', (threshold, text) => {
    expect(reason([1], { threshold })).toContain(`the threshold (${text}).`);
  });

  test('tells which child of a composite alarm changed, and when', () => {
    expect(childTransitionReason('arn:child', 'ALARM', NOON)).toBe(
      'arn:child transitioned to ALARM at Sunday 01 March, 2026 12:00:00 UTC',
    );
    expect(timestampText(NOON)).toBe('2026-03-01T12:00:00.000+0000');
  });
});
