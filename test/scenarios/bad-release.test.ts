import { beforeAll, describe, expect, test } from '@jest/globals';
import type { News } from '../../report/progress.ts';
import type { Shift } from '../../workflow/audit-record.ts';
import { BACK, milestones, sample } from './example.ts';
import { type RehearsalOfOne, rehearse } from './one-machine.ts';

describe('a release with a defect, given traffic by and by', () => {
  let rehearsal: RehearsalOfOne;
  const news: News[] = [];
  beforeAll(async () => {
    rehearsal = await rehearse(sample('bad'), { onProgress: (piece) => news.push(piece) });
  });

  test('is rolled back because it fails more than stable beside it: FailsMore', () => {
    const { outcome, reason, cause } = rehearsal.record;
    expect({ outcome, reason, recovery: cause?.recovery }).toEqual({
      outcome: 'RolledBack',
      reason: 'FailsMore',
      recovery: 'done',
    });
    expect(cause?.summary).toContain('15 of 15 executions of version 2 failed, 0 of 15 of version 1: evidence');
  });

  test('goes through the states in this order', () => {
    const [start, end] = [milestones(rehearsal.record.path), milestones(rehearsal.record.path).slice(-6)];
    expect(start.slice(0, 11)).toEqual([
      'ValidateRequest',
      'LockTargets',
      'InspectTargets',
      'IsItARestore',
      'InspectAlarms',
      'PublishVersions',
      'PlanDeployment',
      'IsThereAnythingToDo',
      'BeginStep',
      'ShiftTargets',
      'ConfirmShift',
    ]);
    expect(end).toEqual([...BACK, 'RolledBack']);
  });

  test('leaves the alias wholly on version 1, with one route', () => {
    expect(rehearsal.alias).toEqual([{ version: 1, weight: 100 }]);
    expect(rehearsal.record.shifts).toMatchObject({ 0: { candidateWeight: 50 } });
    expect(weights(rehearsal).at(-1)).toBe(0);
  });

  test('fails on the candidate only, first executions, then the verdict, then the roll-back', () => {
    const { stable, candidate } = rehearsal.executions;
    expect(stable.started).toBeGreaterThan(0);
    expect(stable).toEqual({ started: stable.started, succeeded: stable.started, failed: 0 });
    expect(candidate.started).toBeGreaterThan(0);
    expect(candidate).toEqual({ started: candidate.started, succeeded: 0, failed: candidate.started });
    const { checks, shifts } = rehearsal.record;
    const fired = checks.find(({ verdict }) => verdict === 'unhealthy')!;
    expect(checks.filter(({ atSeconds }) => atSeconds < fired.atSeconds).map(({ verdict }) => verdict)).not.toContain(
      'unhealthy',
    );
    expect((shifts as readonly Shift[]).at(-1)!.atSeconds).toBeGreaterThanOrEqual(fired.atSeconds);
  });

  test('sends half of the traffic to each version while the weight is 50', () => {
    const { stable, candidate } = rehearsal.executions;
    const { startedAt, endedAt } = rehearsal.record;
    const started = stable.started + candidate.started;
    expect(started).toBeCloseTo((Date.parse(endedAt!) - Date.parse(startedAt)) / 2000, -1); // 30 a minute
    expect(stable.started / started).toBeGreaterThan(0.3);
    expect(stable.started / started).toBeLessThan(0.7);
  });

  test('tells each shift and each check once, while it goes on', () => {
    expect(news.length).toBeGreaterThan(2);
    expect(news.flatMap(({ moves }) => moves.map(({ candidateWeight }) => candidateWeight))).toEqual(
      weights(rehearsal),
    );
    expect(news.flatMap(({ checks }) => checks)).toEqual(rehearsal.record.checks);
  });

  test('is the same to the last byte when it is rehearsed again, watched or not', async () => {
    expect(JSON.stringify(await rehearse(sample('bad')))).toBe(JSON.stringify(rehearsal));
  });

  test('goes another way with another seed, to the same end', async () => {
    const other = await rehearse(sample('bad'), { seed: 2 });
    expect(other.executions).not.toEqual(rehearsal.executions);
    expect(other.record.outcome).toBe('RolledBack');
  });
});

function weights({ record }: RehearsalOfOne): readonly number[] {
  return (record.shifts as readonly Shift[]).map(({ candidateWeight }) => candidateWeight);
}
