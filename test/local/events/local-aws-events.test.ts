import { describe, expect, test } from '@jest/globals';
import type { AlarmStateChange } from '../../../local/cloudwatch/alarm-events.ts';
import type { BusEvent } from '../../../local/events/event.ts';
import { LocalAws, type LocalAwsOptions } from '../../../local/local-aws.ts';
import type { StatusChange } from '../../../local/states/status-change.ts';

const ROLE = 'arn:aws:iam::123456789012:role/any';
const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:deployer';
const START = Date.UTC(2026, 0, 1);
const waitsThenFails = JSON.stringify({
  StartAt: 'Wait',
  States: { Wait: { Type: 'Wait', Seconds: 60, Next: 'No' }, No: { Type: 'Fail', Error: 'Broken', Cause: 'as told' } },
});
const ENDS = {
  source: ['aws.states'],
  'detail-type': ['Step Functions Execution Status Change'],
  detail: { stateMachineArn: [MACHINE], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
};

/** An account with the machine `deployer`, and a watchdog behind rule and queue that logs the event and the second it came. */
function watched(options: LocalAwsOptions = {}) {
  const aws = new LocalAws(options as LocalAwsOptions<never>) as LocalAws;
  const call = async (operation: string, input: object) => aws.states.operations[operation]!(input, aws.context);
  const log: { at: number; event: BusEvent }[] = [];
  aws.lambda.register('watchdog', async ({ Records }) => {
    log.push({ at: (aws.clock.now() - START) / 1000, event: JSON.parse(Records[0].body) });
  });
  const queue = aws.createQueue({ name: 'ends', functionName: 'watchdog', delaySeconds: 900 });
  aws.events.putRule('ends', ENDS);
  aws.events.putTarget('ends', queue);
  const create = () => call('CreateStateMachine', { name: 'deployer', definition: waitsThenFails, roleArn: ROLE });
  const start = (name: string) => call('StartExecution', { stateMachineArn: MACHINE, name, input: '{"n":1}' });
  return { aws, call, create, start, log };
}

describe('local AWS', () => {
  test('tells a function of a failed execution, through a rule and a delayed queue', async () => {
    const changes: StatusChange[] = [];
    const { aws, create, start, log } = watched({ onStatusChange: (change) => changes.push(change) });
    await create();
    const { executionArn } = await start('one');
    await aws.clock.runUntilIdle();
    const detail = { executionArn, status: 'FAILED', startDate: START, stopDate: START + 60_000, error: 'Broken' };
    const event = {
      account: '123456789012',
      region: 'us-east-1',
      time: '2026-01-01T00:01:00Z',
      resources: [executionArn],
    };
    expect(log).toEqual([
      { at: 961, event: expect.objectContaining({ ...event, detail: expect.objectContaining(detail) }) },
    ]);
    expect(changes.map(({ status }) => status)).toEqual(['RUNNING', 'FAILED']);
  });

  test('tells it of a stopped execution, which runs no Catch', async () => {
    const { aws, call, create, start, log } = watched();
    await create();
    const { executionArn } = await start('one');
    await aws.clock.advanceBy(10_000);
    await call('StopExecution', { executionArn, cause: 'enough' });
    await aws.clock.runUntilIdle();
    expect(log.map(({ at, event }) => [at, event.detail.status, event.detail.cause])).toEqual([
      [911, 'ABORTED', 'enough'],
    ]);
  });

  test('loses, doubles and delays events as it is asked to, by the seed', async () => {
    const run = async (seed: number) => {
      const faults = { loss: 0.3, duplicate: 0.3, delaySeconds: { min: 0, max: 86_400 } };
      const { aws, create, start, log } = watched({ seed, eventFaults: faults });
      await create();
      for (let number = 0; number < 50; number++) await start(`e${number}`);
      await aws.clock.runUntilIdle();
      return log.map(({ at, event }) => `${event.detail.name} ${event.id} ${at}`);
    };
    const once = await run(1);
    expect(new Set(once.map((line) => line.split(' ')[0])).size).toBeLessThan(50);
    expect(new Set(once.map((line) => line.split(' ')[0])).size).toBeLessThan(once.length);
    expect(await run(1)).toEqual(once);
    expect(await run(2)).not.toEqual(once);
  });

  test('publishes alarms’ changes beside telling the caller’s own listener', async () => {
    const heard: AlarmStateChange[] = [];
    const { aws } = watched({ onAlarmStateChange: (event) => heard.push(event) });
    const cloudwatch = async (operation: string, input: object) =>
      aws.cloudwatch.operations[operation]!(input, aws.context);
    const events: BusEvent[] = [];
    aws.events.putRule('alarms', { source: ['aws.cloudwatch'], detail: { state: { value: ['ALARM'] } } });
    aws.events.putTarget('alarms', { deliver: (event) => events.push(JSON.parse(event)) });
    const comparison = { ComparisonOperator: 'GreaterThanThreshold', Threshold: 5, EvaluationPeriods: 1, Period: 60 };
    const metric = { Namespace: 'ns', MetricName: 'm', Statistic: 'Sum' };
    await cloudwatch('PutMetricAlarm', { AlarmName: 'small', ...metric, ...comparison });
    await cloudwatch('SetAlarmState', { AlarmName: 'small', StateValue: 'ALARM', StateReason: 'test' });
    await aws.clock.runUntilIdle();
    expect(events).toEqual([JSON.parse(JSON.stringify(heard[0]))]);
    expect(events[0]!['detail-type']).toBe('CloudWatch Alarm State Change');
  });

  test('delivers nothing, and lets no time pass, for want of a rule', async () => {
    const { aws, create, start, log } = watched();
    aws.events.removeRule('ends');
    await create();
    await start('one');
    await aws.clock.runUntilIdle();
    expect(aws.clock.now()).toBe(START + 60_000);
    expect(log).toEqual([]);
  });

  test('keeps two accounts’ events apart', async () => {
    const one = watched();
    const other = watched();
    await one.create();
    await other.create();
    await one.start('one');
    await one.aws.clock.runUntilIdle();
    await other.aws.clock.runUntilIdle();
    expect([one.log.length, other.log.length]).toEqual([1, 0]);
  });
});
