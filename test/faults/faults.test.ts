import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Case } from './case.ts';
import { casesOf, FAMILIES, type Family } from './families.ts';
import { TEETH } from './teeth.ts';

/** How many of each family `npm test` runs, 215 in all, spread evenly over each; `npm run faults` runs every one. */
const SAMPLE: Readonly<Record<Family, number>> = {
  'single faults': 45,
  stops: 35,
  'call stops': 20,
  'late functions': 5,
  'faulted recoveries': 10,
  'broken functions': 8,
  outages: 20,
  repairs: 8,
  drifts: 15,
  lags: 10,
  'full histories': 2,
  decisions: 15,
  schedules: 20,
  swarms: 2,
};
const SCHEDULES = 2000;

function sample(cases: readonly Case[], size: number): readonly Case[] {
  return Array.from({ length: size }, (_, i) => cases[Math.floor((i * cases.length) / size)]!);
}

describe('whatever goes wrong, no promise is broken: a sample of', () => {
  test.each(FAMILIES)(
    '%s',
    async (family) => {
      const cases = sample(await casesOf(family, SCHEDULES), SAMPLE[family]);
      const violated: string[] = [];
      for (const { name, run } of cases)
        violated.push(...(await run()).violations.map((violation) => `${name}: ${violation}`));
      expect(violated).toEqual([]);
      expect(cases).toHaveLength(SAMPLE[family]);
    },
    120_000,
  );
});

describe('the deliberate bugs that `npm run faults` must find', () => {
  test('are more than fifty, as the README says', () => {
    expect(TEETH.length).toBeGreaterThan(50);
  });

  test.each(TEETH)('$name: its place in the source is there', ({ file, find }) => {
    expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2);
  });
});
