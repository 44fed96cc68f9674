import { describe, expect, test } from '@jest/globals';
import { isKept, ratio } from '../../bench/benchmark.ts';
import { table } from '../../bench/table.ts';

const fast = { name: 'requests', value: 1234.5, unit: '/s', promise: { atLeast: 1000 } };
const large = { name: 'memory', value: 12.345, unit: 'MB', promise: { atMost: 10 } };
const absent = { name: 'a peer', skipped: 'it needs Node 22, this is 20.20.2' };

describe('the table of a benchmark', () => {
  test('aligns names and values, and says which promises are kept', () => {
    expect(table([fast, large, { name: 'heap', value: 3, unit: 'MB' }])).toBe(
      [
        '  requests  1,235 /s    ✔ at least 1,000\n',
        '  memory    12.35 MB    ✘ at most 10\n',
        '  heap          3 MB\n',
      ].join(''),
    );
  });

  test('says why something was not measured', () => {
    expect(table([fast, absent])).toContain('  a peer        – skipped: it needs Node 22, this is 20.20.2\n');
  });
});

describe('a promise', () => {
  test('is broken by a value beyond it, and by nothing that was not measured or not promised', () => {
    expect([fast, large, absent, { ...large, promise: undefined }].map((finding) => isKept(finding as never))).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});

describe('a grid', () => {
  test('is shown crosswise, with a dash where there is no number, unless it is only for machines', () => {
    const grid = {
      name: 'missed, %',
      columns: ['ours', 'a peer'],
      rows: [
        { name: 'slow', values: [0.5, null] },
        { name: 'quick', values: [12, 100] },
      ],
    };
    expect(table([fast, grid, { ...grid, onlyJson: true }])).toBe(
      [
        '  missed, %\n',
        '           ours  a peer\n',
        '    slow    0.5       –\n',
        '    quick    12     100\n',
        '\n',
        '  requests  1,235 /s    ✔ at least 1,000\n',
      ].join(''),
    );
  });
});

describe('a comparison', () => {
  const comparison = {
    name: 'failures',
    unit: '',
    better: 'less',
    peers: ['CloudFormation', 'a script'],
    rows: [
      { name: 'all at once', ours: 4, peers: [8, null], promise: { atMost: 5 } },
      { name: 'canary', ours: 3, peers: [6, 1.5], why: 'it looks sooner' },
    ],
  } as const;

  test('has a column for each peer, with how many times better ours is, and says where ours is not', () => {
    expect(table([comparison])).toBe(
      [
        '  failures\n',
        '                           ours  CloudFormation    a script\n',
        '    all at once  4  ✔ at most 5          8 (×2)           –\n',
        '    canary                    3          6 (×2)  1.5 (×0.5)\n',
        '    not ahead: canary: it looks sooner\n',
        '\n',
      ].join(''),
    );
  });

  test('is kept while each of its rows keeps its promise', () => {
    expect(isKept(comparison)).toBe(true);
    expect(isKept({ ...comparison, rows: [{ ...comparison.rows[0], ours: 6 }] })).toBe(false);
  });

  test('counts nothing against something as infinitely better, and nothing against nothing as equal', () => {
    expect([ratio(comparison, 0, 3), ratio(comparison, 0, 0), ratio(comparison, 3, 0)]).toEqual([Infinity, 1, 0]);
    expect(ratio({ better: 'more' }, 6, 3)).toBe(2);
  });
});
