import { describe, expect, test } from '@jest/globals';
import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import { milestones, sample } from './example.ts';

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
      { atSeconds: 120, candidateWeight: 100 },
    ]);
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(executions.stable.failed + executions.candidate.failed).toBe(0);
    expect(executions.stable.started + executions.candidate.started).toBe(120);
  });

  test('may be a STANDARD machine, too', async () => {
    const scenario = sample('good');
    const { record, alias, executions } = await rehearse({
      ...scenario,
      machine: { ...scenario.machine, type: 'STANDARD' },
    });
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(executions.stable.succeeded + executions.candidate.succeeded).toBe(120);
  });

  test('needs no traffic and no alarm', async () => {
    const traffic = { perMinute: 0, inputs: [{}], warmUpSeconds: 0 };
    const { record, executions, virtualSeconds } = await rehearse(
      sample('good', { alarms: [] }, { traffic, alarms: [] }),
    );
    expect(record.outcome).toBe('Succeeded');
    expect(executions.candidate).toEqual({ started: 0, succeeded: 0, failed: 0 });
    expect(virtualSeconds).toBe(240);
  });

  test('has traffic after the end where the scenario says so, which is not counted', async () => {
    const before = await rehearse(sample('good'));
    const { record, executions, virtualSeconds } = await rehearse(sample('good', {}, { afterSeconds: 90 }));
    expect(virtualSeconds).toBe(600 + 240 + 90);
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
    const { stable } = scenario.machine;
    const { record, alias } = await rehearse({ ...scenario, machine: { ...scenario.machine, candidate: stable } });
    expect(record).toMatchObject({ outcome: 'NothingToDo', reason: null, shifts: [] });
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
    expect(record.path.at(-1)).toBe('NothingToDo');
  });
});
