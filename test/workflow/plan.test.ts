import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HISTORY_BUDGET, TRANSITION_BUDGET } from '../../workflow/limits.ts';
import { constantPace } from '../../workflow/pace.ts';
import { type Plan, planDeployment, planForNewAliases, scheduleOf } from '../../workflow/plan.ts';
import { type DeploymentRequest, parseRequest } from '../../workflow/request.ts';
import { ORDERS, validRequests } from './requests.ts';

function request(fields: Record<string, unknown> = {}): DeploymentRequest {
  const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', ...fields });
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

function plan(fields: Record<string, unknown> = {}): Plan {
  const planned = planDeployment(request(fields));
  if (planned.kind === 'refused') throw new Error(JSON.stringify(planned.problems));
  return planned.plan;
}

function warnings(fields: Record<string, unknown>): readonly string[] {
  const planned = planDeployment(request(fields));
  return planned.kind === 'planned' ? planned.warnings : [];
}

const DAY = 86_400;
const WEEK = { strategy: { type: 'linear', percentage: 10, intervalMinutes: 1008 } };

describe('a plan', () => {
  test('has the steps of the strategy, their total time, and a pace', () => {
    expect(plan({ strategy: 'Linear50PercentEvery2Minutes', compare: 'off' })).toMatchObject({
      steps: [
        { weightPercent: 50, bakeSeconds: 120 },
        { weightPercent: 100, bakeSeconds: 120 },
      ],
      totalSeconds: 240,
      pace: { quickSeconds: 10, longestSeconds: 30 },
    });
  });

  test.each([
    ['both versions to be compared', {}, 240],
    ['alarms to tell', { compare: 'off', alarms: ['a'] }, 180],
  ])('bakes long enough for %s, and says so', (_, fields, shortest) => {
    const short = { strategy: 'Linear50PercentEvery2Minutes', finalBakeSeconds: 600, ...fields };
    expect(plan(short).steps.map(({ bakeSeconds }) => bakeSeconds)).toEqual([shortest, 600]);
    expect(warnings(short)).toEqual([
      expect.stringContaining(`Bakes shorter than ${shortest} seconds are lengthened to that (1 of 2)`),
    ]);
  });

  test('bakes as long as it is asked to where time alone decides', () => {
    const short = { strategy: 'Linear50PercentEvery2Minutes', compare: 'off' };
    expect(plan(short).steps.map(({ bakeSeconds }) => bakeSeconds)).toEqual([120, 120]);
    expect(warnings(short)).toEqual([]);
  });

  test('warns that all at once nothing is compared, where nothing else judges', () => {
    expect(warnings({ strategy: 'AllAtOnce' })).toEqual([expect.stringContaining('nothing beside the candidate')]);
    for (const fields of [{ alarms: ['a'] }, { compare: 'off' }, { compare: { finalBake: 'on' } }])
      expect(warnings({ strategy: 'AllAtOnce', ...fields })).toEqual([]);
  });

  test('keeps looks for the extension that the request allows', () => {
    const fields = { strategy: 'Canary10Percent24Hours' };
    const [usual, patient] = [plan(fields), plan({ ...fields, maximumExtensionSeconds: 10 * 86_400 })];
    expect(patient.pace.longestSeconds).toBeGreaterThan(usual.pace.longestSeconds);
    expect([usual, patient].map((one) => one.maximumExtensionSeconds)).toEqual([3600, 864_000]);
  });

  // A plan was told to take an hour more for a step that cannot tell, although its request goes on, comes back or asks a person then.
  test.each([
    [{}, 3600],
    [{ onInconclusive: 'rollBack' }, 0],
    [{ onInconclusive: 'promote' }, 0],
    [{ onInconclusive: 'hold', timeoutSeconds: 7200 }, 7200],
  ])('extends a step that cannot tell by what the request allows: %j', (fields, seconds) => {
    expect(plan(fields).maximumExtensionSeconds).toBe(seconds);
  });

  test('keeps looks for evidence that is late, and for somebody who is to approve', () => {
    const looks = (fields: object): number => {
      const one = plan({ ...WEEK, ...fields });
      return one.pollBudget - scheduleOf(one).reduce((sum, { polls }) => sum + polls, 0);
    };
    expect(looks({ maximumExtensionSeconds: 0 })).toBeGreaterThan(10);
    const steps = [{ weight: 10, bakeSeconds: 6 * DAY, approval: true }];
    expect(looks({ strategy: { steps } })).toBeGreaterThan(100);
  });

  test('has the executions that a step wants with the step', () => {
    const steps = [{ weight: 25, bakeSeconds: 600, minimumExecutions: 10 }];
    expect(scheduleOf(plan({ strategy: { steps } }))).toMatchObject([
      { weightPercent: 25, minimumExecutions: 10 },
      { weightPercent: 100 },
    ]);
  });

  test('is refused when it would take more than a year', () => {
    const planned = planDeployment(request({ strategy: { type: 'linear', percentage: 1, intervalMinutes: 525_600 } }));
    expect(planned).toMatchObject({ kind: 'refused', problems: [{ path: 'strategy' }] });
  });

  test('is warned about, and not refused, when CodePipeline would not wait for its end', () => {
    expect(warnings(WEEK)).toEqual([expect.stringContaining('CodePipeline gives up on an action after 7 days')]);
    expect(warnings({ strategy: 'Canary10Percent72Hours' })).toEqual([]);
  });

  test('is refused when the pace that the request asks for would fill the history', () => {
    const planned = planDeployment(request({ strategy: 'Canary10Percent1440Minutes', pollSeconds: 1 }));
    expect(planned).toMatchObject({ kind: 'refused', problems: [{ path: 'pollSeconds' }] });
  });

  test('for aliases that do not exist yet is only the last step', () => {
    expect(
      planForNewAliases(plan(), {
        targets: [{ stateMachineArn: ORDERS, alias: 'live' }],
        smokeTests: [],
        keepVersions: 0,
      }),
    ).toMatchObject({
      steps: [{ weightPercent: 100, bakeSeconds: 300 }],
      totalSeconds: 300,
    });
  });
});

describe('the pace of a plan', () => {
  test('is the request’s own where it has one, from beginning to end', () => {
    expect(plan({ pollSeconds: 45 }).pace).toEqual(constantPace(45));
  });

  test.each([
    ['five minutes', { strategy: 'Canary10Percent5Minutes' }, 30],
    ['a day', { strategy: 'Linear10PercentEvery2Hours', finalBakeSeconds: DAY / 4 }, 100],
    ['a week', WEEK, 700],
    ['a year', { strategy: 'AllAtOnce', finalBakeSeconds: 365 * DAY }, 8 * 3600],
  ])('is quick after each shift and slower later, for %s', (_, fields, longest) => {
    const { pace } = plan(fields);
    expect(pace.quickSeconds).toBe(10);
    expect(pace.longestSeconds).toBeLessThanOrEqual(longest);
  });

  test('is at most twice as slow as evenly spread looks would be', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 80 * 3600 }), (percentage, seconds) => {
        const strategy = { type: 'linear', percentage, intervalSeconds: seconds };
        const { pace, pollBudget, totalSeconds, steps } = plan({ strategy });
        // Half of the looks are kept for extensions where much could be extended, and each step has one that is rounded up.
        const even = Math.max(10, totalSeconds / (pollBudget / 2 - steps.length));
        expect(pace.longestSeconds).toBeLessThanOrEqual(Math.max(30, 2 * Math.ceil(even)));
        expect(pace.quickSeconds).toBeLessThanOrEqual(pace.longestSeconds);
      }),
    );
  });
});

describe('any plan', () => {
  const everyPlan = (check: (plan: Plan, asked: DeploymentRequest) => void): void =>
    fc.assert(
      fc.property(validRequests, (raw) => {
        const parsed = parseRequest(raw);
        if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
        const planned = planDeployment(parsed.value);
        if (planned.kind === 'planned') check(planned.plan, parsed.value);
      }),
      { numRuns: 300 },
    );

  test('has weights that never fall and end at 100', () => {
    everyPlan(({ steps }) => {
      const weights = steps.map(({ weightPercent }) => weightPercent);
      expect(weights).toEqual(weights.toSorted((a, b) => a - b));
      expect(weights.at(-1)).toBe(100);
    });
  });

  test('has times that add up: each step begins when the one before has baked', () => {
    everyPlan((one) => {
      let at = 0;
      for (const { beginsAtSeconds, bakeSeconds } of scheduleOf(one)) {
        expect(beginsAtSeconds).toBe(at);
        at += bakeSeconds;
      }
      expect(at).toBe(one.totalSeconds);
    });
  });

  test('costs at most ten cents, unless the request says how often it is looked', () => {
    everyPlan((one, { pollSeconds }) => {
      if (pollSeconds === undefined) expect(one.stateTransitions).toBeLessThanOrEqual(TRANSITION_BUDGET);
    });
  });

  test('stays within the budget of history events, with looks left for an extension', () => {
    everyPlan((one) => {
      expect(one.historyEvents).toBeLessThanOrEqual(HISTORY_BUDGET);
      const polls = scheduleOf(one).reduce((sum, step) => sum + step.polls, 0);
      expect(polls).toBeLessThan(one.pollBudget);
    });
  });
});
