import { describe, expect, test } from '@jest/globals';
import type { StateValue } from '../../../local/cloudwatch/alarm.ts';
import {
  type EvaluationInput,
  evaluate,
  type MissingDataTreatment,
} from '../../../local/cloudwatch/alarm-evaluation.ts';

/** As the CloudWatch User Guide writes data: X breaches, 0 does not, - is missing; oldest first. */
function datapoints(text: string): (number | null)[] {
  return [...text].map((mark) => (mark === '-' ? null : mark === 'X' ? 99 : 1));
}

function state(text: string, more: Partial<EvaluationInput> = {}): StateValue {
  return evaluate({
    evaluationPeriods: 3,
    datapointsToAlarm: 3,
    treatMissingData: 'missing',
    comparison: 'GreaterThanThreshold',
    threshold: 50,
    datapoints: datapoints(text),
    previousState: 'OK',
    ...more,
  }).state;
}

/** In the order of the guide's columns. */
const TREATMENTS: readonly MissingDataTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** The four states of a row, with KEPT where the alarm stays in whatever state it is in. */
function row(text: string, datapointsToAlarm: number): readonly string[] {
  return TREATMENTS.map((treatMissingData) => {
    const results = (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((previousState) =>
      state(text, { datapointsToAlarm, treatMissingData, previousState }),
    );
    return new Set(results).size === 1 ? results[0]! : 'KEPT';
  });
}

describe('alarm evaluation, by "Configuring how CloudWatch alarms treat missing data"', () => {
  test.each([
    ['0-X-X', ['OK', 'OK', 'OK', 'OK']],
    ['0----', ['OK', 'OK', 'OK', 'OK']],
    ['-----', ['INSUFFICIENT_DATA', 'KEPT', 'ALARM', 'OK']],
    ['0XX-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['--X--', ['ALARM', 'KEPT', 'ALARM', 'OK']],
  ])('3 of 3 over %s is %j', (text, expected) => {
    expect(row(text, 3)).toEqual(expected);
  });

  test.each([
    ['0-X-X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['00X0X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0-X--', ['OK', 'OK', 'ALARM', 'OK']],
    ['----0', ['OK', 'OK', 'ALARM', 'OK']],
    ['---X-', ['ALARM', 'KEPT', 'ALARM', 'OK']],
  ])('2 of 3 over %s is %j', (text, expected) => {
    expect(row(text, 2)).toEqual(expected);
  });

  test.each(['----X', '---X-', '---X0', '--X-0'])('%s is too early for an alarm of 3 of 3', (text) => {
    expect(state(text)).not.toBe('ALARM');
  });

  test('breaching data that is too young leaves the state as it is', () => {
    expect(state('----X', { previousState: 'INSUFFICIENT_DATA' })).toBe('INSUFFICIENT_DATA');
    expect(state('----X', { previousState: 'ALARM' })).toBe('ALARM');
  });

  test('the most recent real data decide, however far apart they lie', () => {
    expect(state('XX000', { previousState: 'ALARM' })).toBe('OK');
    expect(state('X-X-X', { treatMissingData: 'notBreaching' })).toBe('ALARM');
  });

  test.each([
    ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
    ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
    ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
    ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
  ] as const)('%s of 49, 50 and 51 against 50 is %j', (comparison, expected) => {
    const one = { evaluationPeriods: 1, datapointsToAlarm: 1, comparison };
    expect([49, 50, 51].map((value) => state('', { ...one, datapoints: [value] }))).toEqual(expected);
  });
});
