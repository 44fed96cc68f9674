import { describe, expect, test } from '@jest/globals';
import type { HistoryEvent } from '../../workflow/audit-record.ts';
import { stateVisits } from '../../workflow/state-visits.ts';

const at = (second: number): Date => new Date(second * 1000);
const entered = (id: number, previousEventId: number, second: number, name: string): HistoryEvent => ({
  id,
  previousEventId,
  timestamp: at(second),
  type: 'TaskStateEntered',
  stateEnteredEventDetails: { name },
});
const exited = (id: number, previousEventId: number, second: number, name: string): HistoryEvent => ({
  id,
  previousEventId,
  timestamp: at(second),
  type: 'TaskStateExited',
  stateExitedEventDetails: { name },
});
const event = (id: number, previousEventId: number, second: number, type: string): HistoryEvent => ({
  id,
  previousEventId,
  timestamp: at(second),
  type,
});

describe('the visits to states', () => {
  test('count each state with its time, in the order first entered', () => {
    const events = [
      entered(2, 1, 0, 'Bake'),
      exited(3, 2, 10, 'Bake'),
      entered(4, 3, 10, 'CheckHealth'),
      exited(5, 4, 12, 'CheckHealth'),
      entered(6, 5, 12, 'Bake'),
      exited(7, 6, 42, 'Bake'),
    ];
    expect(stateVisits(events, at(42))).toEqual([
      { name: 'Bake', visits: 2, seconds: 40, retries: 0 },
      { name: 'CheckHealth', visits: 1, seconds: 2, retries: 0 },
    ]);
  });

  test('count what was tried again, in side by side iterations too', () => {
    const events = [
      entered(2, 1, 0, 'ShiftTraffic'),
      entered(3, 1, 0, 'ShiftTraffic'),
      event(4, 2, 0, 'LambdaFunctionScheduled'),
      event(5, 3, 0, 'LambdaFunctionScheduled'),
      event(6, 4, 1, 'LambdaFunctionFailed'),
      event(7, 6, 2, 'LambdaFunctionScheduled'),
      event(8, 7, 3, 'LambdaFunctionScheduleFailed'),
      event(9, 8, 4, 'LambdaFunctionScheduled'),
      exited(10, 9, 5, 'ShiftTraffic'),
      exited(11, 5, 6, 'ShiftTraffic'),
    ];
    expect(stateVisits(events, at(6))).toEqual([{ name: 'ShiftTraffic', visits: 2, seconds: 11, retries: 2 }]);
  });

  test('give a state that was never left the time until the end', () => {
    expect(stateVisits([entered(2, 1, 5, 'Bake')], at(65))).toEqual([
      { name: 'Bake', visits: 1, seconds: 60, retries: 0 },
    ]);
  });
});
