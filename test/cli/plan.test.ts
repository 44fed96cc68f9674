import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { ORDERS } from '../workflow/requests.ts';
import { folderWith } from './folder.ts';
import { recordingScreen } from './screens.ts';

async function run(...argv: string[]) {
  const screen = recordingScreen();
  const code = await dispatch(['plan', ...argv], screen);
  return { code, out: screen.printed(), err: screen.noted() };
}

/** The path of a file with this text, or this object as JSON. */
function file(content: unknown): string {
  return join(folderWith({ 'request.json': content }), 'request.json');
}

const REQUEST = { stateMachineArn: ORDERS, alias: 'live', strategy: 'Linear50PercentEvery10Minutes' };

describe('plan', () => {
  test('prints the schedule as a table, and nothing else', async () => {
    const { code, out, err } = await run(file(REQUEST));
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toContain('Plan for orders:live');
    expect(out).toMatch(/\n {5}2 {4}100 % +10:00 +10:00 /);
  });

  test('prints what the docs show', async () => {
    const docs = readFileSync('docs/planning.md', 'utf8');
    const shown = [...docs.matchAll(/^echo '([^\n]*)' \| [^\n]* plan - ([^\n]*)\n```\n\n```text\n(.*?)^```$/gms)];
    expect(shown).toHaveLength(2);
    for (const [, request, options, text] of shown) {
      const { out } = await run(file(request), ...options!.split(' '));
      expect(out.endsWith(text!)).toBe(true);
    }
  });

  test('prints one JSON object with --json, with executions where --per-minute is given', async () => {
    const path = file(REQUEST);
    expect(JSON.parse((await run(path, '--json')).out)).toMatchObject({ totalSeconds: 1200, warnings: [] });
    const { steps } = JSON.parse((await run(path, '--json', '--per-minute', '0.5')).out);
    expect(steps).toMatchObject([{ candidateExecutions: 2.5 }, { candidateExecutions: 5 }]);
  });

  test('says with --failure-rate what the comparison can tell', async () => {
    const path = file(REQUEST);
    const { out } = await run(path, '--per-minute', '1', '--failure-rate', '0.01');
    expect(out).toContain('Evidence for orders:live, at 1 start a minute, of which 1 % fail');
    const figures = JSON.parse((await run(path, '--json', '--per-minute', '20', '--failure-rate', '0')).out);
    expect(figures.steps).toMatchObject([{ candidateExecutions: 100 }, { candidateExecutions: 200 }]);
    expect(figures).toMatchObject({ evidence: [{ targets: ['orders:live'], failureRate: 0 }], warnings: [] });
  });

  test('reckons with a smaller share of false roll-backs for each of several targets', async () => {
    const targets = [1, 2, 3].map((number) => ({ stateMachineArn: ORDERS, alias: `alias-${number}` }));
    const needed = async (request: object): Promise<number> => {
      const { out } = await run(file(request), '--json', '--per-minute', '20', '--failure-rate', '0.01');
      const [evidence, ...others] = JSON.parse(out).evidence;
      expect(others).toEqual([]);
      return evidence.steps[0].executionsUntilRollBack['0.05'];
    };
    expect(await needed({ targets, strategy: REQUEST.strategy })).toBeGreaterThan(await needed(REQUEST));
  });

  test('reads the request from standard input', () => {
    const input = JSON.stringify(REQUEST);
    const out = execFileSync('npx', ['tsx', 'cli/main.ts', 'plan', '-', '--json'], { input, encoding: 'utf8' });
    expect(JSON.parse(out)).toMatchObject({ totalSeconds: 1200 });
  });

  test('warns of what is beyond CodePipeline, and plans it all the same', async () => {
    const { code, out } = await run(file({ ...REQUEST, strategy: 'Linear10PercentEvery24Hours' }));
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('! CodePipeline gives up on an action after 7 days');
  });
});

describe('plan of a request that cannot be carried out', () => {
  test.each<[string, unknown, string]>([
    ['an unknown strategy', { ...REQUEST, strategy: 'Linar' }, 'request.strategy: found "Linar", expected AllAtOnce,'],
    [
      'an unknown field',
      { ...REQUEST, pol: 1 },
      'request.pol: found an unknown field, expected only documented fields\n',
    ],
    [
      'more than a year',
      { ...REQUEST, strategy: 'Linear1PercentEvery100Hours' },
      'request.strategy: found a plan of 36000000 seconds, expected at most 31536000',
    ],
    [
      'a pace that fills the history',
      { ...REQUEST, strategy: 'Canary10Percent24Hours', pollSeconds: 1 },
      'request.pollSeconds: found a plan of ',
    ],
    [
      'a restore',
      { stateMachineArn: ORDERS, alias: 'live', restore: { versionArn: `${ORDERS}:1` } },
      'request.restore: found a restore, which takes effect at once, expected a deployment, which has steps to plan\n',
    ],
    ['no object', 'null', 'request: found null, expected an object\n'],
    ['no JSON', '{"alias": }', 'request.json: line 1, column 11: found "}", expected JSON\n'],
  ])('tells %s by path, found and expected, and exits with 2', async (_, content, message) => {
    const { code, out, err } = await run(file(content));
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toContain(message);
  });

  test('tells all that is wrong, a line each', async () => {
    const { err } = await run(file({ ...REQUEST, pollSeconds: 0, alias: '1' }));
    expect(err.trim().split('\n')).toHaveLength(2);
  });
});

describe('plan with arguments that do not fit', () => {
  test.each([
    [[], 'No request given: stepshift plan REQUEST.'],
    [['a', 'b'], 'One request at a time, but 2 were given.'],
    [['a', '--per-minute', '0'], '--per-minute: found "0", expected a number above 0'],
    [['a', '--per-minute', 'often'], '--per-minute: found "often", expected a number above 0'],
    [['a', '--failure-rate', '0.1'], '--failure-rate needs --per-minute beside it.'],
    [['a', '--per-minute', '1', '--failure-rate', '1.5'], '--failure-rate: found "1.5", expected a number from 0 to 1'],
    [['a', '--per-minute', '1', '--failure-rate', '1 %'], '--failure-rate: found "1 %", expected a number from 0 to 1'],
    [['a', '--from-metrics', '--per-minute', '1'], '--from-metrics reads what --per-minute says: give one of them.'],
    [['a', '--region', 'eu-west-1'], '--region is for --from-metrics and --check only.'],
    [['nowhere'], 'nowhere: found no file there, expected one with a request as JSON'],
    [['docs'], 'docs: found no file there, expected one with a request as JSON'],
  ])('%j is wrong usage, told in a sentence', async (argv, message) => {
    const { code, out, err } = await run(...argv);
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  test('--help shows usage, examples and exit codes', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(EXIT.ok);
    for (const part of ['Usage: stepshift plan REQUEST', 'Examples:', 'Exit codes:', '\n  2  wrong usage'])
      expect(out).toContain(part);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(90);
  });
});
