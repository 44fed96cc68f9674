import { describe, expect, test } from '@jest/globals';
import { executionStatusChange } from '../../../local/events/execution-status-change.ts';
import type { StatusChange } from '../../../local/states/status-change.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const ARN = 'arn:aws:states:us-east-1:123456789012:execution:orders:one';
const running: StatusChange = {
  executionArn: ARN,
  stateMachineArn: MACHINE,
  name: 'one',
  status: 'RUNNING',
  startDate: 1_551_225_271_984,
  input: '{"a":1}',
  redriveCount: 0,
};
const ended = { ...running, stopDate: 1_551_225_272_000 };

describe('the event of an execution', () => {
  test('that has started has AWS’s fields, null where there is nothing', () => {
    expect(executionStatusChange(running)).toEqual({
      'detail-type': 'Step Functions Execution Status Change',
      source: 'aws.states',
      resources: [ARN],
      detail: {
        executionArn: ARN,
        stateMachineArn: MACHINE,
        name: 'one',
        status: 'RUNNING',
        startDate: 1_551_225_271_984,
        stopDate: null,
        input: '{"a":1}',
        output: null,
        stateMachineVersionArn: null,
        stateMachineAliasArn: null,
        redriveCount: 0,
        redriveDate: null,
        redriveStatus: 'NOT_REDRIVABLE',
        redriveStatusReason: 'Execution is RUNNING and cannot be redriven',
        inputDetails: { included: true },
        outputDetails: null,
        error: null,
        cause: null,
      },
    });
  });

  test('that has succeeded has its output', () => {
    expect(executionStatusChange({ ...ended, status: 'SUCCEEDED', output: '7' }).detail).toMatchObject({
      status: 'SUCCEEDED',
      stopDate: 1_551_225_272_000,
      output: '7',
      outputDetails: { included: true },
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven',
    });
  });

  test('that has failed has error and cause, the version and alias it ran through and its redrives', () => {
    const change: StatusChange = {
      ...ended,
      status: 'FAILED',
      error: 'Broken',
      cause: 'as told',
      stateMachineVersionArn: `${MACHINE}:3`,
      stateMachineAliasArn: `${MACHINE}:live`,
      redriveCount: 1,
      redriveDate: 1_551_225_271_999,
    };
    expect(executionStatusChange(change).detail).toMatchObject({
      stateMachineVersionArn: `${MACHINE}:3`,
      stateMachineAliasArn: `${MACHINE}:live`,
      redriveCount: 1,
      redriveDate: 1_551_225_271_999,
      redriveStatus: 'REDRIVABLE',
      redriveStatusReason: null,
      error: 'Broken',
      cause: 'as told',
    });
  });

  /** JSON text of so many bytes; escaped it has four more, two quotes and the backslashes before its own. */
  const text = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));
  const limit = 248 * 1024;

  test.each<[string, string, string, boolean, boolean]>([
    ['all that fits', text(100_000), text(limit - 100_008), true, true],
    ['no input when both are too large together', text(100_000), text(limit - 100_007), false, true],
    ['neither when the output alone is too large', text(10), text(limit), false, false],
    ['no input that is too large by its characters’ bytes', JSON.stringify('あ'.repeat(limit / 3)), '1', false, true],
    ['no input that is too large once escaped', JSON.stringify('"'.repeat(limit / 4)), '1', false, true],
  ])('holds %s', (_, input, output, withInput, withOutput) => {
    const { detail } = executionStatusChange({ ...ended, status: 'SUCCEEDED', input, output });
    expect(detail.inputDetails).toEqual({ included: withInput });
    expect(detail.outputDetails).toEqual({ included: withOutput });
    expect(detail.input).toBe(withInput ? input : null);
    expect(detail.output).toBe(withOutput ? output : null);
  });
});
