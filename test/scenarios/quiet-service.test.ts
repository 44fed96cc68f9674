import { describe, expect, test } from '@jest/globals';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import { example, sample } from './example.ts';
import { rehearse, withMachine } from './one-machine.ts';

describe('a service with two executions an hour', () => {
  test('is told within a minute that the plan is hopeless, why, and what would help', async () => {
    const { record, alias } = await rehearse(example('quiet-service'));
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'HopelessPlan', shifts: [] });
    expect(Date.parse(record.endedAt!) - Date.parse(record.startedAt)).toBeLessThan(60_000);
    expect(record.cause?.summary).toBe(
      'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine:main is usually started 2 times an hour. The first step (10 % for 5 minutes, and up to 60 minutes more) would give the candidate about 0.22 executions, and a verdict needs 3. Ways out: a larger first weight, for longer (25 % for 6 hours in all); a first step of 15 hours in all (bakeSeconds, or maximumExtensionSeconds); "onInconclusive": "promote"; or smoke tests or alarms with "compare": "off". Version 2 of arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine is published and stays.',
    );
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('is decided within a day by a first step of 25 percent that may be extended', async () => {
    const { record } = await rehearse(example('quiet-service/gated.json'));
    expect(record.outcome).toBe('Succeeded');
    expect(Date.parse(record.endedAt!) - Date.parse(record.startedAt)).toBeLessThan(86_400_000);
  });
});

test('a service that nobody has used for long enough to know is not refused, and the record has a warning', async () => {
  const idle = withMachine(sample('good'), { traffic: trafficOf({ warmUpSeconds: 0 }) });
  const { record } = await rehearse(idle);
  expect(record.outcome).toBe('Succeeded');
  expect((record.plan as { warnings?: readonly string[] }).warnings).toContainEqual(
    expect.stringContaining('Nothing was started through'),
  );
  expect(record.checks.at(-1)?.reasons.join()).toContain('quiet');
});
