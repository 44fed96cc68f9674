import { expect, test } from '@jest/globals';
import { tallyOf } from '../../../cli/rehearsal/tally.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small';

function datum(metricName: string, version: number | undefined, value = 1, arn = ARN) {
  const dimensions = [
    { Name: 'StateMachineArn', Value: arn },
    ...(version === undefined ? [] : [{ Name: 'Version', Value: String(version) }]),
  ];
  return { namespace: 'AWS/States', metricName, dimensions, value, timestamp: 0 };
}

test('executions are counted per version, while counting is on, for one machine', () => {
  const tally = tallyOf(ARN);
  tally.observe(datum('ExecutionsStarted', 1));
  tally.begin();
  tally.observe(datum('ExecutionsStarted', 1));
  tally.observe(datum('ExecutionsStarted', 1, 0)); // AWS reports each start twice, the second time as 0.
  tally.observe(datum('ExecutionsSucceeded', 1));
  tally.observe(datum('ExecutionsStarted', undefined));
  tally.observe(datum('ExecutionsStarted', 2, 1, `${ARN}Other`));
  for (const name of [
    'ExecutionsStarted',
    'ExecutionsFailed',
    'ExecutionsTimedOut',
    'ExecutionsAborted',
    'ExecutionTime',
  ]) {
    tally.observe(datum(name, 2));
  }
  tally.end();
  tally.observe(datum('ExecutionsSucceeded', 1));
  expect(tally.of((version) => version === 1)).toEqual({ started: 1, succeeded: 1, failed: 0 });
  expect(tally.of((version) => version !== 1)).toEqual({ started: 1, succeeded: 0, failed: 2 });
});
