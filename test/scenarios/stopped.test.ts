import { describe, expect, test } from '@jest/globals';
import type { ScenarioEvent } from '../../cli/scenario/event.ts';
import type { TaskName } from '../../workflow/definition.ts';
import { example, milestones, sample } from './example.ts';
import { call, instead } from './failing-calls.ts';
import { rehearse } from './one-machine.ts';

const EXECUTION = 'arn:aws:states:us-east-1:123456789012:execution:Stepshift:rehearsal';
const ON_STABLE = [{ version: 1, weight: 100 }];
const stop = (atSeconds: number): ScenarioEvent => ({ atSeconds, kind: 'stopDeployment' });
const redrive = (atSeconds: number): ScenarioEvent => ({ atSeconds, kind: 'redriveDeployment' });
const wait = (atSeconds: number): ScenarioEvent => ({
  atSeconds,
  kind: 'call',
  service: 'cloudwatch',
  operation: 'DescribeAlarms',
  input: {},
});

describe('a deployment that is stopped', () => {
  test('is completed by the watchdog: every alias comes back', async () => {
    const { record, alias, executions, virtualSeconds } = await rehearse(example('stop-execution'));
    expect(record).toMatchObject({
      outcome: 'RolledBack',
      reason: 'DeploymentStopped',
      recovered: { outcome: 'RolledBack', by: 'watchdog' },
    });
    expect(record.shifts).toMatchObject([{ candidateWeight: 50 }, { candidateWeight: 0 }]); // the watchdog's write too
    expect(record.path.at(-1)).toBe('Bake');
    expect(alias).toEqual(ON_STABLE);
    const recoveredAfter = (Date.parse(record.recovered!.at) - Date.parse(record.startedAt)) / 1000;
    expect(recoveredAfter).toBeGreaterThan(90);
    expect(recoveredAfter).toBeLessThan(90 + 60);
    expect(virtualSeconds).toBe(600 + recoveredAfter);
    // Half of the traffic goes to the candidate until the watchdog is done, and that is counted.
    expect(executions.stable.started + executions.candidate.started).toBe(recoveredAfter / 2);
  });

  test('is found by the schedule where the event of its end is lost', async () => {
    const { record, alias } = await rehearse(example('stop-execution'), { weather: { eventFaults: { loss: 1 } } });
    expect(record).toMatchObject({ outcome: 'RolledBack', recovered: { by: 'watchdog' } });
    expect(Date.parse(record.recovered!.at) - Date.parse(record.startedAt)).toBe(300_000);
    expect(alias).toEqual(ON_STABLE);
  });

  test('is completed once where the event of its end comes many times', async () => {
    const { record, alias } = await rehearse(example('stop-execution'), {
      weather: { eventFaults: { duplicate: 1 } },
    });
    expect(record).toMatchObject({ outcome: 'RolledBack', recovered: { by: 'watchdog' } });
    expect(alias).toEqual(ON_STABLE);
  });

  test('is completed in the same way where it ran out of time', async () => {
    const { record, alias } = await rehearse(sample('good'), {
      // AWS ends an execution after a year; this one sooner.
      beforeDeployment: async (aws) =>
        instead(aws, 'states', 'CreateStateMachine', ({ definition, ...input }, create) =>
          create({ ...input, definition: JSON.stringify({ ...JSON.parse(definition), TimeoutSeconds: 90 }) }),
        ),
    });
    expect(record).toMatchObject({
      outcome: 'RolledBack',
      reason: 'DeploymentTimedOut',
      recovered: { outcome: 'RolledBack', by: 'watchdog' },
    });
    expect(alias).toEqual(ON_STABLE);
  });

  test.each<[TaskName, string]>([
    ['ValidateRequest', 'ABORTED'],
    ['InspectAlarms', 'RolledBack'],
  ])('before %s leaves everything as it was', async (at, outcome) => {
    const { record, alias } = await rehearse(sample('good'), {
      beforeTask: async (task, aws) => {
        if (task === at) await call(aws, 'states', 'StopExecution', { executionArn: EXECUTION });
      },
    });
    expect(record).toMatchObject({ outcome, shifts: [] });
    expect(alias).toEqual(ON_STABLE);
  });

  test('after its end has ended as it has', async () => {
    const { record, alias } = await rehearse(sample('good', {}, { events: [stop(3000)] }));
    expect(record).toMatchObject({ outcome: 'Succeeded', recovered: null });
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
  });

  test('counts no executions while an event after its end is waited for', async () => {
    const [plain, waiting] = [
      await rehearse(sample('good')),
      await rehearse(sample('good', {}, { events: [wait(3000)] })),
    ];
    expect(waiting.executions).toEqual(plain.executions);
    expect(waiting.virtualSeconds).toBe(3600);
  });
});

describe('a deployment that is stopped and redriven', () => {
  test.each([
    ['at once', 1],
    ['after the watchdog', 300],
  ])('%s moves no alias any more: DeploymentClosed', async (_, after) => {
    const { record, alias } = await rehearse(sample('good', {}, { events: [stop(90), redrive(90 + after)] }));
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'DeploymentClosed' });
    expect(milestones(record.path).slice(-2)).toEqual(['AbandonDeployment', 'CriticalError']);
    expect(alias).toEqual(ON_STABLE);
  });

  test('after its own end ends so again', async () => {
    const { record, alias } = await rehearse(sample('bad', {}, { events: [redrive(900)] }));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(record.path.slice(-2)).toEqual(['RolledBack', 'RolledBack']);
    expect(alias).toEqual(ON_STABLE);
  });
});
