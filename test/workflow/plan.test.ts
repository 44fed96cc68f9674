import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HISTORY_BUDGET } from '../../workflow/limits.ts';
import { planDeployment, planForNewAliases } from '../../workflow/plan.ts';
import { type DeploymentRequest, parseRequest } from '../../workflow/request.ts';
import { ORDERS, validRequests } from './requests.ts';

function request(fields: Record<string, unknown> = {}): DeploymentRequest {
  const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', ...fields });
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

describe('a plan', () => {
  test('has the steps of the strategy, their total time, and a pace', () => {
    expect(planDeployment(request({ strategy: 'Linear50PercentEvery2Minutes' }))).toMatchObject({
      kind: 'planned',
      plan: {
        steps: [
          { weightPercent: 50, bakeSeconds: 120 },
          { weightPercent: 100, bakeSeconds: 120 },
        ],
        totalSeconds: 240,
        pollSeconds: 15,
      },
    });
  });

  test('looks less often the longer it takes, so that its history stays within the budget', () => {
    const week = planDeployment(request({ strategy: { type: 'linear', percentage: 10, intervalMinutes: 1008 } }));
    expect(week).toMatchObject({ kind: 'planned', plan: { totalSeconds: 604_800 } });
    if (week.kind === 'planned') expect(week.plan.pollSeconds).toBeGreaterThan(240);
  });

  test('is refused when it would take more than a year', () => {
    const planned = planDeployment(request({ strategy: { type: 'linear', percentage: 1, intervalMinutes: 525_600 } }));
    expect(planned).toMatchObject({ kind: 'refused', problems: [{ path: 'strategy' }] });
  });

  test('is refused when the pace that the request asks for would fill the history', () => {
    const planned = planDeployment(request({ strategy: 'Canary10Percent1440Minutes', pollSeconds: 1 }));
    expect(planned).toMatchObject({ kind: 'refused', problems: [{ path: 'pollSeconds' }] });
  });

  test('stays within the budget, whatever is asked for', () => {
    fc.assert(
      fc.property(validRequests, (raw) => {
        const parsed = parseRequest(raw);
        if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
        const planned = planDeployment(parsed.value);
        if (planned.kind === 'planned') expect(planned.plan.historyEvents).toBeLessThanOrEqual(HISTORY_BUDGET);
      }),
      { numRuns: 2000 },
    );
  });

  test('for aliases that do not exist yet is only the last step', () => {
    const planned = planDeployment(request());
    if (planned.kind === 'refused') throw new Error('refused');
    expect(planForNewAliases(planned.plan, 1).steps).toEqual([{ weightPercent: 100, bakeSeconds: 300 }]);
  });
});
