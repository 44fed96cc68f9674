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

describe('progress', () => {
  test('has a line per shift and per change of verdict, in the order they happened', () => {
    expect(progressTeller(plain)({ moves: [move(1, 50), move(150, 0)], checks })).toEqual([
      '    0:01  ━━━━━─────  50 %  candidate gets 50 %',
      '    1:01  ━━━━━─────  50 %  healthy: alarm "orders-failures" is quiet',
      '    2:30  ━━━━━─────  50 %  unhealthy: alarm "orders-failures" is firing since …',
      '    2:30  ──────────   0 %  back on stable',
    ]);
  });

  test('says nothing of a verdict that stays, nor of a write that moves nothing', () => {
    const tell = progressTeller(plain);
    expect(tell({ moves: [move(1, 100)], checks: checks.slice(0, 1) })).toHaveLength(2);
    expect(tell({ moves: [move(90, 100)], checks: checks.slice(1, 2) })).toEqual([]);
    expect(tell({ moves: [], checks: checks.slice(2) })).toHaveLength(1);
  });

  test('names the target where there are several', () => {
    const tell = progressTeller({ ...plain, several: true });
    expect(tell({ moves: [move(1, 50), move(1, 50, 'nightly')], checks: [] })).toEqual([
      '    0:01  ━━━━━─────  50 %  candidate gets 50 % (orders:live)',
      '    0:01  ━━━━━─────  50 %  candidate gets 50 % (orders:nightly)',
    ]);
  });

  test('keeps to the columns there are', () => {
    for (const line of progressTeller(plain)({ moves: [move(200_000, 1)], checks })) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });

  test('paints on a terminal that shows colour', () => {
    expect(progressTeller({ ...plain, colour: true })({ moves: [], checks }).join()).toContain('\u001b[31munhealthy');
  });
});
