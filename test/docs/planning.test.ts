import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { planDeployment } from '../../workflow/plan.ts';
import { parseRequest } from '../../workflow/request.ts';
import { ORDERS } from '../workflow/requests.ts';

const PAGE = readFileSync('docs/planning.md', 'utf8');
const DAY = 86_400;

/** The longest wait between two looks of a plan that takes so long, in minutes. */
function longestMinutes(type: 'canary' | 'linear', percentage: number, steps: number, seconds: number): number {
  const strategy = { type, percentage, intervalSeconds: seconds / steps };
  const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', strategy });
  const planned = parsed.kind === 'valid' ? planDeployment(parsed.value) : parsed;
  if (planned.kind !== 'planned') throw new Error(JSON.stringify(planned));
  expect(planned.plan.totalSeconds).toBe(seconds);
  return planned.plan.pace.longestSeconds / 60;
}

describe('the page on planning', () => {
  test('says how long the longest wait of long plans is', () => {
    expect(PAGE).toContain('about a minute in a plan of a day, 5 to 7 in one of a week');
    const waits = (days: number): readonly number[] => [
      longestMinutes('canary', 10, 2, days * DAY),
      longestMinutes('linear', 25, 4, days * DAY),
      longestMinutes('linear', 10, 10, days * DAY),
    ];
    for (const minutes of waits(1)) expect(Math.round(minutes)).toBe(1);
    for (const minutes of waits(7)) expect([5, 6, 7]).toContain(Math.round(minutes));
  });
});
