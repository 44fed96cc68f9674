import { describe, expect, test } from '@jest/globals';
import { BENCHMARKS } from '../../bench/all.ts';
import type { Benchmark, Finding } from '../../bench/benchmark.ts';
import { drive, type Surroundings } from '../../bench/driver.ts';
import type { Run } from '../../bench/run.ts';

const quick: Finding = { name: 'requests', value: 12, unit: '/s', promise: { atLeast: 10 } };
const slow: Finding = { ...quick, value: 3 };

function benchmark(name: string): Benchmark {
  return { name, about: `how ${name} it is`, run: async () => [quick] };
}

/** Drives two toy benchmarks, `speed` and `start-up`, and tells what came of it. */
async function driven(args: string, measure: Surroundings['measure'] = async () => [quick]) {
  const screen = { printed: '', noted: '' };
  const runs: Run[] = [];
  const code = await drive(args === '' ? [] : args.split(' '), [benchmark('speed'), benchmark('start-up')], {
    print: (text) => {
      screen.printed += text;
    },
    note: (text) => {
      screen.noted += text;
    },
    measure,
    keep: (run) => {
      runs.push(run);
      return `${run.name}.json`;
    },
  });
  return { code, ...screen, runs };
}

describe('npm run bench', () => {
  test('measures everything, in order and reduced, and keeps each run with what made it', async () => {
    const { code, runs, printed } = await driven('');
    expect(code).toBe(0);
    expect(runs).toMatchObject([
      { name: 'speed', full: false, command: 'npm run bench -- speed', findings: [quick] },
      { name: 'start-up', full: false, command: 'npm run bench -- start-up' },
    ]);
    expect(runs[0]!.machine).toMatchObject({ node: process.version, memory: expect.any(Number) });
    expect(Number.isNaN(Date.parse(runs[0]!.at))).toBe(false);
    expect(printed).toContain('speed: how speed it is\n  requests  12 /s    ✔ at least 10\n');
  });

  test('measures what it is asked for, once, and in full when that is asked for', async () => {
    const asked: unknown[] = [];
    const { runs } = await driven('start-up start-up --full', async (...args) => {
      asked.push(args);
      return [quick];
    });
    expect(asked).toEqual([['start-up', true]]);
    expect(runs).toMatchObject([{ full: true, command: 'npm run bench -- start-up --full' }]);
  });

  test('tells on the way which one runs, of how many', async () => {
    const { noted } = await driven('');
    expect(noted).toMatch(/^\[1\/2\] speed: how speed it is\n {4}took 0 s, kept in bench\/results\/speed.json\n/);
    expect(noted).toContain('[2/2] start-up:');
  });

  test('loses nothing of the others when one breaks down, and says so', async () => {
    const { code, runs, noted, printed } = await driven('', async (name) => {
      if (name === 'speed') throw new Error('it ended with exit code 7 and found nothing');
      return [quick];
    });
    expect(code).toBe(1);
    expect(noted).toContain('speed broke down after 0 s: it ended with exit code 7 and found nothing');
    expect(runs.map(({ name }) => name)).toEqual(['start-up']);
    expect(printed).toContain('start-up: how start-up it is\n');
  });

  test('ends with 1 when a promise is broken, and keeps that run all the same', async () => {
    const { code, runs } = await driven('speed', async () => [quick, slow]);
    expect([code, runs.length]).toEqual([1, 1]);
  });

  test('prints nothing but the runs with --json', async () => {
    const { printed, runs } = await driven('--json');
    expect(JSON.parse(printed)).toEqual(runs);
  });

  test.each([
    ['sped', 'There is no benchmark "sped". Did you mean speed?\nThere are speed, start-up.\n'],
    ['xylophone', 'There is no benchmark "xylophone".\nThere are speed, start-up.\n'],
    ['speed --fast', "Unknown option '--fast'"],
  ])('refuses %s with what there is, and measures nothing', async (args, words) => {
    const { code, noted, runs } = await driven(args);
    expect([code, runs]).toEqual([2, []]);
    expect(noted).toContain(words);
  });

  test('lists what there is for --help', async () => {
    const { code, printed } = await driven('--help');
    expect(code).toBe(0);
    expect(printed).toContain('  start-up\n      how start-up it is\n');
    expect(printed).toContain('--full');
  });
});

test('each benchmark has a name of its own, and says in a sentence what is measured', () => {
  const names = BENCHMARKS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, about } of BENCHMARKS) {
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(about.length).toBeGreaterThan(30);
  }
});
