import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DOLLARS_PER_TRANSITION, HISTORY_BUDGET, TRANSITION_BUDGET } from '../../workflow/limits.ts';
import { planDeployment } from '../../workflow/plan.ts';
import { parseRequest } from '../../workflow/request.ts';
import { ORDERS } from '../workflow/requests.ts';

const PAGE = readFileSync('docs/planning.md', 'utf8');
const DAY = 86_400;

/** The longest wait between two looks of a plan of so many equal steps, as the page has times. */
function longestWait(steps: number, seconds: number): string {
  const strategy = { type: 'linear', percentage: 100 / steps, intervalSeconds: seconds / steps };
  const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', strategy });
  const planned = parsed.kind === 'valid' ? planDeployment(parsed.value) : parsed;
  if (planned.kind !== 'planned') throw new Error(JSON.stringify(planned));
  expect(planned.plan.totalSeconds).toBe(seconds);
  const { longestSeconds } = planned.plan.pace;
  return `${Math.floor(longestSeconds / 60)}:${String(longestSeconds % 60).padStart(2, '0')}`;
}

describe('the page on planning', () => {
  test('says how long the longest wait of long plans is', () => {
    const [day, week] = [DAY, 7 * DAY];
    expect(PAGE).toContain(
      `in ten steps ${longestWait(10, day)} in a plan of a day and ${longestWait(10, week)} in one of a week, in two steps ${longestWait(2, day)} and ${longestWait(2, week)}.`,
    );
  });

  test('says what a plan may enter and hold', () => {
    expect(PAGE).toContain(`a plan enters ${TRANSITION_BUDGET.toLocaleString('en')} at most, which is ten cents`);
    expect(TRANSITION_BUDGET * DOLLARS_PER_TRANSITION).toBeCloseTo(0.1, 10);
    expect(PAGE).toContain(`a budget of ${HISTORY_BUDGET.toLocaleString('en')}`);
  });
});
