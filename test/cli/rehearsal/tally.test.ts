import { describe, expect, test } from '@jest/globals';
import { openTally } from '../../../cli/rehearsal/tally.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small';
const NONE = { started: 0, succeeded: 0, failed: 0 };

/** Tells a tally of executions as Step Functions reports them. */
function reporting(tally = openTally()) {
  const report = (metricName: string, version: number | undefined, timestamp: number, value = 1, arn = ARN) => {
    const dimensions = [
      { Name: 'StateMachineArn', Value: arn },
      ...(version === undefined ? [] : [{ Name: 'Version', Value: String(version) }]),
    ];
    tally.observe({ namespace: 'AWS/States', metricName, dimensions, value, timestamp });
  };
  const start = (version: number | undefined, at: number, arn = ARN) =>
    report('ExecutionsStarted', version, at, 1, arn);
  const end = (how: string, version: number | undefined, from: number, to: number) => {
    report('ExecutionsStarted', version, to, 0); // AWS reports each start twice, the second time as 0.
    report(`Executions${how}`, version, to);
    report('ExecutionTime', version, to, to - from);
  };
  return { tally, start, end, of: (version: number, arn = ARN) => tally.of(arn, (one) => one === version) };
}

describe('executions are counted', () => {
  test('per version and machine, failures and time-outs as failed', () => {
    const { tally, start, end, of } = reporting();
    tally.begin(0);
    for (const version of [1, 2, 2, 2, 2, undefined]) start(version, 10);
    start(2, 10, `${ARN}Other`);
    end('Succeeded', 1, 10, 20);
    end('Failed', 2, 10, 20);
    end('TimedOut', 2, 10, 20);
    end('Aborted', 2, 10, 20);
    end('Failed', undefined, 10, 20);
    expect(of(1)).toEqual({ started: 1, succeeded: 1, failed: 0 });
    expect(of(2)).toEqual({ started: 4, succeeded: 0, failed: 2 });
    expect(of(2, `${ARN}Other`)).toEqual({ started: 1, succeeded: 0, failed: 0 });
    expect(of(3)).toEqual(NONE);
  });

  test('while counting is on only', () => {
    const { tally, start, end, of } = reporting();
    start(1, 5);
    tally.begin(10);
    start(1, 10);
    tally.end(20);
    end('Succeeded', 1, 10, 21);
    start(1, 22);
    expect(of(1)).toEqual({ started: 1, succeeded: 0, failed: 0 });
  });

  test('not at their ends where they were under way before', () => {
    const { tally, end, of } = reporting();
    tally.begin(10);
    end('Succeeded', 1, 9, 15);
    end('Failed', 1, 10, 15);
    expect(of(1)).toEqual({ started: 0, succeeded: 0, failed: 1 });
  });

  test('again when counting goes on, and once when it is told so twice', () => {
    const { tally, start, end, of } = reporting();
    tally.begin(10);
    start(1, 10);
    tally.begin(12);
    tally.end(20);
    tally.end(30);
    tally.begin(40);
    start(1, 40);
    end('Succeeded', 1, 10, 41);
    end('Succeeded', 1, 25, 41);
    expect(of(1)).toEqual({ started: 2, succeeded: 1, failed: 0 });
  });
});
