import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../bench/benchmark.ts';
import { fullRuns, keep, type Run, requireSound, thisMachine } from '../../bench/run.ts';

const run = (name: string, full: boolean): Run => ({
  name,
  about: 'how fast',
  at: '2026-11-20T20:00:00.000Z',
  command: `npm run bench -- ${name}`,
  machine: thisMachine(),
  full,
  findings: [{ name: 'requests', value: 12, unit: '/s' }],
});

describe('runs that were kept', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stepshift-bench-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('are read back in the order of the benchmarks, the full ones alone', () => {
    const [speed, cost] = [run('speed', true), run('cost', true)];
    for (const one of [speed, run('speed', false), cost]) keep(one, folder);
    expect(readdirSync(folder).sort()).toEqual(['cost.json', 'speed.json', 'speed.reduced.json']);
    expect(fullRuns(['speed', 'cost'], folder)).toEqual([speed, cost]);
  });

  test('are out of git when they are reduced', () => {
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('bench/results/*.reduced.json');
  });
});

describe('a finding that no table could show', () => {
  const comparison = { name: 'failures', unit: '', better: 'less', peers: ['a script'] } as const;
  test.each<[string, Finding]>([
    ['requests: found NaN, expected a number', { name: 'requests', value: Number.NaN, unit: '/s' }],
    ['failures: canary has 1 values for 2 columns', { ...comparison, rows: [{ name: 'canary', ours: 1, peers: [] }] }],
    [
      'failures: canary, a script: found Infinity, expected a number or none',
      { ...comparison, rows: [{ name: 'canary', ours: 1, peers: [Number.POSITIVE_INFINITY] }] },
    ],
    [
      'missed: slow has 2 values for 1 columns',
      { name: 'missed', columns: ['a'], rows: [{ name: 'slow', values: [1, 2] }] },
    ],
  ])('%s', (words, finding) => {
    expect(() => requireSound([finding])).toThrow(`${words}: nothing was measured`);
  });

  test('is none where a peer has no number', () => {
    const rows = [{ name: 'canary', ours: 1, peers: [null] }];
    expect(() =>
      requireSound([
        { ...comparison, rows },
        { name: 'a peer', skipped: 'no Docker' },
      ]),
    ).not.toThrow();
  });
});
