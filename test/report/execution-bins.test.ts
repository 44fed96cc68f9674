import { expect, test } from '@jest/globals';
import { executionBins } from '../../report/execution-bins.ts';
import { compared } from './compared.ts';
import { rolledBack } from './records.ts';

const rates = (succeeded: number, failed: number) => ({ succeeded, failed });

test('rates are what was counted from look to look', () => {
  const checks = [
    compared(30, { candidate: [1, 0], stable: [5, 0] }),
    compared(60, { candidate: [2, 0], stable: [20, 0] }),
    compared(120, { candidate: [2, 6], stable: [40, 1] }),
  ];
  expect(executionBins(checks, 120)).toEqual({
    binSeconds: 60,
    bins: [
      { fromSeconds: 0, candidate: rates(2, 0), stable: rates(20, 0) },
      { fromSeconds: 60, candidate: rates(0, 6), stable: rates(20, 1) },
    ],
  });
});

test('what was counted after several minutes is spread over them', () => {
  const { bins } = executionBins([compared(180, { candidate: [3, 0], stable: [30, 0] })], 180)!;
  expect(bins.map(({ candidate }) => candidate.succeeded)).toEqual([1, 1, 1]);
});

test('minutes in which CloudWatch told nothing share what it told after them', () => {
  const checks = [60, 120, 180].map((at, i) =>
    compared(at, { candidate: [[2, 2, 6][i]!, 0], stable: [[10, 10, 50][i]!, 0] }),
  );
  const { bins } = executionBins(checks, 180)!;
  expect(bins.map(({ stable }) => stable.succeeded)).toEqual([10, 20, 20]);
});

test('counts that were corrected downwards are no negative executions', () => {
  const checks = [
    compared(60, { candidate: [5, 5], stable: [5, 0] }),
    compared(120, { candidate: [4, 5], stable: [9, 0] }),
  ];
  expect(executionBins(checks, 120)!.bins[1]!.candidate).toEqual(rates(0, 0));
});

test('there are none where versions were not compared', () => {
  expect(executionBins(rolledBack().checks, 150)).toBeUndefined();
});

test('there are few, however far from everything else a look is said to be', () => {
  const checks = [compared(1e12, { candidate: [1, 0], stable: [5, 0] })];
  expect(executionBins(checks, 60)!.bins.length).toBeLessThanOrEqual(60);
});
