import { describe, expect, test } from '@jest/globals';
import type { Comparison, Finding } from '../../bench/benchmark.ts';
import { benchmarksPage } from '../../bench/page.ts';
import type { Run } from '../../bench/run.ts';

const machine = { node: 'v20.20.2', processors: 2, model: 'Some Processor', memory: 7.8 };

function run(name: string, findings: readonly Finding[]): Run {
  const command = `npm run bench -- ${name} --full`;
  return { name, about: `all about ${name}`, at: '2026-11-20T20:00:00.000Z', command, machine, full: true, findings };
}

const page = (findings: readonly Finding[]) => benchmarksPage([run('harm', findings)], ['harm']);

const failures: Comparison = {
  name: 'failures',
  unit: '',
  better: 'less',
  peers: ['CloudFormation', 'a script'],
  rows: [
    { name: 'all at once', ours: 4, peers: [8, null], promise: { atMost: 5 } },
    { name: 'canary', ours: 3, peers: [6, 1.5], why: 'it looks sooner' },
  ],
};

describe('the page of a benchmark', () => {
  test('says when, where and how it was measured', () => {
    expect(page([])).toContain(
      '## harm\n\nAll about harm.\n\n*2026-11-20, `npm run bench -- harm --full`, Node 20.20.2, 2 × Some Processor, 7.8 GB.*\n',
    );
  });

  test('has ours and each peer with how many times better ours is, and shows where it is not', () => {
    expect(page([failures])).toContain(
      [
        '### failures (less is better)',
        '',
        '|  | ours | CloudFormation | a script |',
        '| --- | ---: | ---: | ---: |',
        '| all at once | 4  ✔ at most 5 | 8 (×2) | – |',
        '| canary | 3 | 6 (×2) | 1.5 (**×0.5**) |',
      ].join('\n'),
    );
  });

  test('has grids crosswise, unless they are only for machines', () => {
    const grid = { name: 'missed, %', columns: ['ours'], rows: [{ name: 'slow | quick', values: [null] }] };
    const shown = page([grid, { ...grid, name: 'all of them', onlyJson: true }]);
    expect(shown).toContain('### missed, %\n\n|  | ours |\n| --- | ---: |\n| slow \\| quick | – |');
    expect(shown).not.toContain('all of them');
  });

  test('names what was not measured, and why', () => {
    expect(page([{ name: 'a peer', skipped: 'it needs Docker' }])).toContain('Not measured: a peer: it needs Docker.');
  });

  test('shows names as they are, not as markup', () => {
    expect(page([{ name: '<b>5 & more', value: 1, unit: '' }])).toContain('| &lt;b>5 &amp; more | 1 |');
  });
});

describe('no absolute time or rate is told without its ratio', () => {
  test.each(['ms', 's', 'min', 'h', '/s'])('a number of %s that is promised has what is promised beside it', (unit) => {
    const shown = page([{ name: 'to load', value: 50, unit, promise: { atMost: 200 } }]);
    expect(shown).toContain(`| to load | 50 ${unit} | ✔ at most 200 | ×4 |`);
  });

  test.each(['ms', 's', 'min', 'h', '/s'])('a number of %s beside nothing is left out', (unit) => {
    expect(page([{ name: 'to load', value: 50, unit }])).not.toContain('to load');
  });

  test('nor are times crosswise, beside nothing', () => {
    const grid = { name: 'to healthy', rows: [{ name: 'slow', values: [5] }] };
    expect(page([{ ...grid, columns: ['hours'] }])).not.toContain('to healthy');
    expect(page([{ ...grid, columns: ['healthy, %'] }])).toContain('to healthy');
  });

  test('what neither is nor hangs on time stands for itself', () => {
    expect(page([{ name: 'to load', value: 50, unit: 'kB' }])).toContain('| to load | 50 kB |');
  });

  test('a promise that is broken has its ratio, too', () => {
    const shown = page([{ name: 'rate', value: 50, unit: '/s', promise: { atLeast: 200 } }]);
    expect(shown).toContain('| rate | 50 /s | ✘ at least 200 | **×0.25** |');
    expect(shown).toContain('## Promises that were not kept\n\n- [harm](#harm): rate');
  });
});

describe('where we are not ahead', () => {
  test('is counted before everything else', () => {
    const rows = [...failures.rows, { name: 'linear', ours: 1, peers: [1, 2], why: 'it looks sooner' }];
    const [head] = page([{ ...failures, rows }]).split('## harm');
    expect(head).toContain('| [harm](#harm) | failures (less is better) | 1 | 1 | **1** |');
  });

  test('is told below its table with the peer, the ratio and the reason', () => {
    expect(page([failures])).toContain(
      '<details><summary>Where ours is not ahead, and why: 1 of 2 rows</summary>\n\n- *canary* (a script ×0.5). It looks sooner.\n\n</details>',
    );
  });

  test('is told once for all rows that have the same reason', () => {
    const rows = [...failures.rows, { name: 'linear', ours: 1, peers: [1, 2], why: 'it looks sooner' }];
    expect(page([{ ...failures, rows }])).toContain(
      '- *canary* (a script ×0.5); *linear* (CloudFormation ×1). It looks sooner.',
    );
  });

  test('does not hide that nobody has said why', () => {
    const rows = [{ name: 'linear', ours: 1, peers: [0, 2] }];
    expect(page([{ ...failures, rows }])).toContain('*linear* (CloudFormation ×0). Nobody has said why.');
  });

  test('is not there when we are', () => {
    expect(page([{ ...failures, rows: failures.rows.slice(0, 1) }])).not.toContain('not ahead, and why');
  });
});

test('what has not been measured in full is named', () => {
  const only = benchmarksPage([run('harm', [])], ['harm', 'cost', 'scale']);
  expect(only).toContain('## Not measured in full yet\n\ncost, scale.');
});
