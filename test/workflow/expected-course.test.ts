import { describe, expect, test } from '@jest/globals';
import { simulateHeld } from '../../bench/verdict/cell.ts';
import { harmfulCell } from '../../bench/verdict/cells.ts';
import { OURS } from '../../bench/verdict/rules.ts';
import { CANARY_10, LINEAR_10, LINEAR_50, type Schedule } from '../../bench/verdict/schedule.ts';
import { DEFAULT_COMPARE } from '../../workflow/compare-versions.ts';
import { expectedCourse, minutesSeen } from '../../workflow/expected-course.ts';
import { DEFAULT_RULES, used } from './usage.ts';

const ONE_STEP = [{ weightPercent: 100, bakeSeconds: 300 }];

describe('the expected course', () => {
  test.each<[Schedule, '1/min' | '5/s', number, number]>([
    [LINEAR_10, '1/min', 0.01, 1],
    [LINEAR_10, '5/s', 0.001, 1],
    [LINEAR_10, '5/s', 0.001, 0.05],
    [LINEAR_10, '5/s', 0.01, 0.05],
    [CANARY_10, '1/min', 0.001, 1],
    [LINEAR_50, '5/s', 0.001, 1],
  ])('costs as many failures, and as much time, as simulated deployments: %j, %s, %d to %d', (...given) => {
    const [schedule, load, base, candidateRate] = given;
    const cell = harmfulCell(schedule, load, base, candidateRate);
    const [, simulated] = simulateHeld(cell, OURS, 150);
    const usage = used(60 * cell.perSecond, base);
    const course = expectedCourse(schedule.steps, usage, candidateRate, DEFAULT_RULES);
    expect(course.end).toBe('rolledBack');
    const excess = (course.failures * (candidateRate - base)) / candidateRate;
    expect(excess / simulated.excess).toBeGreaterThan(0.7);
    expect(excess / simulated.excess).toBeLessThan(1.3);
    expect(course.atSeconds / 60 / simulated.minutes).toBeGreaterThan(0.75);
    expect(course.atSeconds / 60 / simulated.minutes).toBeLessThan(1.25);
  });

  test('of a candidate like stable takes the plan’s time where there is enough to see', () => {
    const course = expectedCourse(LINEAR_10.steps, used(20, 0.01), 0.01, DEFAULT_RULES);
    expect(course).toMatchObject({ end: 'promoted', atSeconds: LINEAR_10.endSeconds });
    expect(course.steps.map(({ executionsNeeded }) => executionsNeeded)).toEqual([3, ...Array(9).fill(0)]);
  });

  test('extends a step until enough has succeeded, and later ones no more', () => {
    const { steps } = expectedCourse(LINEAR_10.steps, used(1, 0.01), 0.01, DEFAULT_RULES);
    // Three executions at a tenth of one a minute, and the failures that go with them.
    expect(steps[0]!.lastsSeconds).toBeGreaterThan(1800);
    expect(steps[0]!.lastsSeconds).toBeLessThan(2400);
    expect(steps.slice(1).map(({ lastsSeconds }) => lastsSeconds)).toEqual([...Array(8).fill(300), 600]);
  });

  test('extends a step until two minutes of it can be seen', () => {
    const steps = [{ weightPercent: 10, bakeSeconds: 60 }, ...ONE_STEP];
    const course = expectedCourse(steps, used(600, 0), 0, DEFAULT_RULES);
    expect(course.steps.map(({ lastsSeconds }) => lastsSeconds)).toEqual([240, 300]);
  });

  test('ends inconclusive where the extension is over before anybody can tell', () => {
    const course = expectedCourse(LINEAR_10.steps, used(1 / 30, 0), 0, DEFAULT_RULES);
    expect(course).toMatchObject({ end: 'inconclusive', atSeconds: 3900, failures: 0 });
  });

  test('has no roll-back by comparison where there is nothing to compare with', () => {
    expect(expectedCourse(ONE_STEP, used(60, 0), 1, DEFAULT_RULES).end).toBe('inconclusive');
    const settings = { ...DEFAULT_COMPARE, finalBake: 'on' } as const;
    const withFinalBake = { ...DEFAULT_RULES, settingsAt: () => settings };
    expect(expectedCourse(ONE_STEP, used(60, 0), 1, withFinalBake)).toMatchObject({
      end: 'rolledBack',
      atSeconds: 150,
    });
  });

  test('has seen whole minutes only, a minute after their end', () => {
    expect([0, 149, 150, 209, 210, 3900].map(minutesSeen)).toEqual([0, 0, 1, 1, 2, 63]);
  });
});
