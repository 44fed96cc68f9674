import { describe, expect, test } from '@jest/globals';
import { planFigures, planTable } from '../../report/plan-table.ts';
import { planDeployment } from '../../workflow/plan.ts';
import { parseRequest } from '../../workflow/request.ts';
import { ORDERS } from '../workflow/requests.ts';

function shown(fields: object, perMinute?: number) {
  const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', ...fields });
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  const planned = planDeployment(parsed.value);
  if (planned.kind === 'refused') throw new Error(JSON.stringify(planned.problems));
  const { targets } = parsed.value;
  return { targets, plan: planned.plan, request: parsed.value, warnings: planned.warnings, perMinute };
}

const lines = (fields: object, perMinute?: number): readonly string[] =>
  planTable(shown(fields, perMinute), { colour: false, columns: 80 }).split('\n');

describe('a plan as a table', () => {
  test('has a row for each step, and one for the promotion', () => {
    const table = lines(
      { strategy: 'Canary10Percent5Minutes', pollSeconds: 60, finalBakeSeconds: 90, compare: 'off' },
      20,
    );
    const head = table.findIndex((line) => line.includes('longest poll'));
    expect(table.slice(head, head + 4)).toEqual([
      '  step   weight     begins at         bakes   polls   longest poll  executions',
      '     1     10 %          0:00          5:00       5           1:00          10',
      '     2    100 %          5:00          1:30       2           1:00          30',
      '        promote          6:30',
    ]);
  });

  test('says how long it takes, what it leaves in the history, and what it costs', () => {
    const text = lines({ strategy: 'Canary10Percent5Minutes', pollSeconds: 60 }).join('\n');
    expect(text).toContain('10 minutes if everything stays healthy');
    expect(text).toContain('205 events of the 20,000 that a deployment may use');
    expect(text).toContain('$0.0014 for 54 state transitions at $25 a million');
  });

  test('tells its warnings, and fits into 80 columns', () => {
    const table = lines({ strategy: 'Linear1PercentEvery80Hours', alarms: ['a'], finalBakeSeconds: 0 }, 1234.5);
    expect(table.filter((line) => line.startsWith('! '))).toEqual([
      expect.stringContaining('! Bakes shorter than 240 seconds'),
      expect.stringContaining('! CodePipeline gives up'),
    ]);
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test.each<[object, string]>([
    [{}, 'a step that cannot tell takes up to 1 hour more'],
    [{ maximumExtensionSeconds: 0 }, 'a step that cannot tell is rolled back'],
    [{ onInconclusive: 'rollBack' }, 'a step that cannot tell is rolled back'],
    [{ onInconclusive: 'promote' }, 'a step that cannot tell goes on all the same'],
    [{ onInconclusive: 'hold' }, 'a step that cannot tell waits up to 1 day for a person'],
  ])('says what becomes of a step that cannot tell: %j', (fields, expected) => {
    expect(lines(fields).join(' ').replace(/ +/g, ' ')).toContain(expected);
  });

  test('says which steps wait for somebody to approve them', () => {
    const step = (weight: number, approval: boolean) => ({ weight, bakeSeconds: 300, approval });
    const text = (...approvals: boolean[]) =>
      lines({ strategy: { steps: approvals.map((approval, i) => step(10 * (i + 1), approval)) }, timeoutSeconds: 3600 })
        .join(' ')
        .replace(/ +/g, ' ');
    expect(text(false, true)).toContain('healthy; step 2 waits up to 1 hour more to be approved; a step');
    expect(text(true, false, true)).toContain('healthy; steps 1, 3 each wait up to 1 hour more to be approved; a step');
  });

  test('does not count executions where nobody says how many there are', () => {
    expect(lines({}).join('\n').toLowerCase()).not.toContain('executions');
  });
});

describe('a plan in figures', () => {
  test('has each step with its times, looks and executions', () => {
    expect(planFigures(shown({ strategy: 'Canary10Percent5Minutes', pollSeconds: 60 }, 0.5))).toEqual({
      steps: [
        {
          step: 1,
          weightPercent: 10,
          beginsAtSeconds: 0,
          bakeSeconds: 300,
          polls: 5,
          longestPollSeconds: 60,
          candidateExecutions: 0.3,
        },
        {
          step: 2,
          weightPercent: 100,
          beginsAtSeconds: 300,
          bakeSeconds: 300,
          polls: 5,
          longestPollSeconds: 60,
          candidateExecutions: 2.5,
        },
      ],
      totalSeconds: 600,
      polls: 10,
      longestPollSeconds: 60,
      historyEvents: 205,
      historyBudget: 20_000,
      stateTransitions: 54,
      priceDollars: 0.00135,
      warnings: [],
    });
  });
});
