import { describe, expect, test } from '@jest/globals';
import type { Tally } from '../../bench/verdict/cell.ts';
import { HARMFUL, HARMLESS } from '../../bench/verdict/cells.ts';
import { peersAhead } from '../../bench/verdict/peers-ahead.ts';
import { PEER_NAMES, type Results } from '../../bench/verdict/results.ts';
import { OURS } from '../../bench/verdict/rules.ts';

const peer = PEER_NAMES[0]!;
const [bad] = HARMFUL;
const [good] = HARMLESS;
const even: Tally = { deployments: 100, rolledBack: 50, inconclusive: 0, excess: 5, excessError: 0, minutes: 5 };

/** All alike, but for what the peer did in one cell. */
function resultsWith(cell: string, theirs: Partial<Tally>): Results {
  const names = [...HARMLESS, ...HARMFUL].map(({ name }) => name);
  const rules = (name: string) =>
    new Map([
      [OURS.name, even],
      [peer, name === cell ? { ...even, ...theirs } : even],
    ]);
  return { cells: new Map(names.map((name) => [name, rules(name)])), firstSteps: new Map() };
}

const listed = (results: Results) =>
  peersAhead(results).flatMap(({ name, rows }) => rows.map((row) => [name, row.name, ...row.values.slice(0, 2)]));

describe('every cell where a peer is better is listed', () => {
  test('and none where it is as good', () => {
    expect(listed(resultsWith('none', {}))).toEqual([]);
  });

  test.each<[string, string, Partial<Tally>, number, number]>([
    ['where a peer costs fewer excess failures', bad!.name, { excess: 4 }, 5, 4],
    ['where a peer misses fewer bad releases, %', bad!.name, { rolledBack: 60 }, 50, 40],
    ['where a peer is sooner, minutes', bad!.name, { minutes: 4 }, 5, 4],
    ['where a peer has fewer false roll-backs, %', good!.name, { rolledBack: 40 }, 50, 40],
  ])('%s', (list, cell, theirs, ours, better) => {
    expect(listed(resultsWith(cell, theirs))).toEqual([[list, `${cell}: ${peer}`, ours, better]]);
  });
});
