import { describe, expect, test } from '@jest/globals';
import { progressTeller } from '../../report/progress.ts';
import { rolledBack } from './records.ts';

const plain = { colour: false, columns: 80 };
const move = (atSeconds: number, candidateWeight: number, alias = 'live') => ({
  atSeconds,
  candidateWeight,
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders',
  alias,
});
const { checks } = rolledBack();

const news = { moves: [], checks: [], happenings: [] };

describe('progress', () => {
  test('has a line per shift and per change of verdict, in the order they happened', () => {
    expect(progressTeller(plain)({ ...news, moves: [move(1, 50), move(150, 0)], checks })).toEqual([
      '    0:01  ━━━━━─────  50 %  candidate gets 50 %',
      '    1:01  ━━━━━─────  50 %  healthy: alarm "orders-failures" is quiet',
      '    2:30  ━━━━━─────  50 %  unhealthy, roll back: alarm "orders-failures" is fi…',
      '    2:30  ──────────   0 %  back on stable',
    ]);
  });

  test('says nothing of a verdict that stays, nor of a write that moves nothing', () => {
    const tell = progressTeller(plain);
    expect(tell({ ...news, moves: [move(1, 100)], checks: checks.slice(0, 1) })).toHaveLength(2);
    expect(tell({ ...news, moves: [move(90, 100)], checks: checks.slice(1, 2) })).toEqual([]);
    expect(tell({ ...news, checks: checks.slice(2) })).toHaveLength(1);
  });

  test('has a line for each verdict that something follows from, though it stays the same', () => {
    const next = { ...checks[0]!, decision: 'nextStep' as const };
    const tell = progressTeller(plain);
    expect(tell({ ...news, checks: [checks[0]!, next, { ...next, decision: 'promote' }] })).toEqual([
      '    1:01  ━━━━━─────  50 %  healthy: alarm "orders-failures" is quiet',
      '    1:01  ━━━━━─────  50 %  healthy, next step: alarm "orders-failures" is quiet',
      '    1:01  ━━━━━─────  50 %  healthy, promote: alarm "orders-failures" is quiet',
    ]);
  });

  test('has a line for what happens from outside, at the weight there is', () => {
    const tell = progressTeller(plain);
    tell({ ...news, moves: [move(1, 50)] });
    const happenings = [{ atSeconds: 60, text: 'the deployment is stopped\u001b[2J' }];
    expect(tell({ ...news, happenings })).toEqual(['    1:00  ━━━━━─────  50 %  the deployment is stopped\\u001b[2J']);
  });

  test('names the target where there are several', () => {
    const tell = progressTeller({ ...plain, several: true });
    expect(tell({ ...news, moves: [move(1, 50), move(1, 50, 'nightly')] })).toEqual([
      '    0:01  ━━━━━─────  50 %  candidate gets 50 % (orders:live)',
      '    0:01  ━━━━━─────  50 %  candidate gets 50 % (orders:nightly)',
    ]);
  });

  test('keeps to the columns there are', () => {
    const happenings = [{ atSeconds: 5, text: `somebody calls ${'x'.repeat(100)}` }];
    for (const line of progressTeller(plain)({ moves: [move(200_000, 1)], checks, happenings })) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('paints on a terminal that shows colour', () => {
    expect(progressTeller({ ...plain, colour: true })({ ...news, checks }).join()).toContain('\u001b[31munhealthy');
  });
});
