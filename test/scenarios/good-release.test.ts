import { describe, expect, test } from '@jest/globals';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import { milestones, sample } from './example.ts';
import { rehearse, withMachine } from './one-machine.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine';

describe('a good release', () => {
  test('is promoted when its last bake is over', async () => {
    const { record, alias, executions } = await rehearse(sample('good'));
    expect(record).toMatchObject({ outcome: 'Succeeded', reason: null, cause: null });
    expect(milestones(record.path).slice(-4)).toEqual([
      'PromoteTargets',
      'FinishDeployment',
      'DidEveryTargetArrive',
      'Succeeded',
    ]);
    expect(record.shifts).toEqual([
      { atSeconds: 0, candidateWeight: 50 },
      { atSeconds: 240, candidateWeight: 100 },
    ]);
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(executions.stable.failed + executions.candidate.failed).toBe(0);
    expect(executions.stable.started + executions.candidate.started).toBe(240);
  });

  test('may be a STANDARD machine, too', async () => {
    const { record, alias, executions } = await rehearse(withMachine(sample('good'), { type: 'STANDARD' }));
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(executions.stable.succeeded + executions.candidate.succeeded).toBe(240);
  });

  test('needs no traffic and no alarm', async () => {
    const traffic = trafficOf({ warmUpSeconds: 0 });
    const idle = withMachine(sample('good', { alarms: [] }, { alarms: [] }), { traffic });
    const { record, executions, virtualSeconds } = await rehearse(idle);
    expect(record.outcome).toBe('Succeeded');
    expect(executions.candidate).toEqual({ started: 0, succeeded: 0, failed: 0 });
    expect(virtualSeconds).toBe(480);
    expect(record.checks.at(-1)?.reasons.join()).toContain('not tested by traffic');
  });

  test('has traffic after the end where the scenario says so, which is not counted', async () => {
    const before = await rehearse(sample('good'));
    const scenario = sample('good');
    const traffic = { ...scenario.machines[0].traffic, afterSeconds: 90 };
    const { record, executions, virtualSeconds } = await rehearse(withMachine(scenario, { traffic }));
    expect(virtualSeconds).toBe(before.virtualSeconds + 90);
    expect(record).toEqual(before.record);
    expect(executions).toEqual(before.executions);
  });

  test('is not taken back because somebody fails at watching it: the rehearsal ends instead', async () => {
    const onProgress = (): void => {
      throw new Error('the screen is broken');
    };
    await expect(rehearse(sample('good'), { onProgress })).rejects.toThrow('the screen is broken');
  });

  test('is nothing to do when the candidate is what stable is', async () => {
    const scenario = sample('good');
    const { stable } = scenario.machines[0];
    const { record, alias } = await rehearse(withMachine(scenario, { candidate: stable }));
    expect(record).toMatchObject({ outcome: 'NothingToDo', reason: null, shifts: [] });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
    expect(record.path.slice(6)).toEqual([
      'PlanDeployment',
      'IsThereAnythingToDo',
      'LookAgainLater',
      'InspectTargets',
      'IsItARestore',
      'InspectAlarms',
      'PublishVersions',
      'PlanDeployment',
      'IsThereAnythingToDo',
      'FinishDeployment',
      'DidEveryTargetArrive',
      'NothingToDo',
    ]);
  });

  test.each([[{ publish: false }], [{ versionArn: `${ARN}:1` }]])(
    'is nothing to do when %j chooses what the alias is on',
    async (request) => {
      const { record, alias, executions } = await rehearse(sample('good', request));
      expect(record).toMatchObject({ outcome: 'NothingToDo', reason: null, shifts: [] });
      expect(alias).toEqual([{ version: 1, weight: 100 }]);
      expect(executions.candidate).toEqual({ started: 0, succeeded: 0, failed: 0 });
    },
  );

  test('counts only what was started while the deployment ran', async () => {
    const scenario = sample('good');
    const definition = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 45, End: true } } };
    const version = (Comment: string) => ({ file: Comment, text: JSON.stringify({ Comment, ...definition }) });
    const slow = withMachine(scenario, { type: 'STANDARD', stable: version('old'), candidate: version('new') });
    const { executions } = await rehearse(slow);
    // At half the weight for 240 s, and the last 45 s of the whole are still under way at the end.
    const { stable, candidate } = executions;
    expect(stable).toEqual({ started: stable.started, succeeded: stable.started, failed: 0 });
    expect(stable.started + candidate.started).toBe(240);
    expect(candidate.succeeded).toBe(candidate.started - 22);
  });
});
