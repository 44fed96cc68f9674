import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type DeploymentRequest, parseRequest } from '../../workflow/request.ts';
import { stepsOf } from '../../workflow/strategy.ts';
import { ORDERS } from '../workflow/requests.ts';

const PAGE = readFileSync('docs/request.md', 'utf8');
const [, fields] = /^\| field \| default \| meaning \|\n(.*?)\n\n/ms.exec(PAGE)!;
const [, strategies] = /^## Strategies\n(.*?)\n## /ms.exec(PAGE)!;

/** The rows that have a field of the request in their first cell. */
const rows = [...fields!.matchAll(/^\| ((?:`\w+`(?:, )?)+) \| (.*?) \|/gm)].map(([, names, byDefault]) => ({
  names: names!.split(', ').map((name) => name.slice(1, -1)),
  byDefault: byDefault!,
}));

function parsed(more: object): DeploymentRequest | undefined {
  const result = parseRequest({ stateMachineArn: ORDERS, alias: 'live', ...more });
  return result.kind === 'valid' ? result.value : undefined;
}

describe('the page on the request', () => {
  test('lists every field, and no other', () => {
    const source = readFileSync('workflow/request.ts', 'utf8');
    const known = [...source.matchAll(/^export interface \w+ \{\n(.*?)^\}/gms)].flatMap(([, members]) =>
      [...members!.matchAll(/^ {2}readonly (\w+)/gm)].map(([, name]) => (name === 'road' ? 'restore' : name!)),
    );
    expect(rows.flatMap(({ names }) => names).sort()).toEqual([...new Set(known)].sort());
  });

  test('says the defaults that hold', () => {
    const holding: Readonly<Record<string, unknown>> = { ...parsed({}) };
    const said = rows.flatMap(({ names, byDefault }) => {
      const [value] = /^`?[\w[\]]+/.exec(byDefault) ?? [];
      const name = names[0]!;
      return value === undefined || holding[name] === undefined || name === 'compare'
        ? []
        : [[name, value.replace('`', '')]];
    });
    expect(said).toHaveLength(12);
    for (const [name, value] of said)
      expect([name, value]).toEqual([name, [holding[name!]].flat().length === 0 ? '[]' : String(holding[name!])]);
    expect(holding.compare).toEqual({ falseRollbackRate: 0.01, minimumEffect: 0.5, finalBake: 'off' });
    expect(PAGE).toContain('`falseRollbackRate` (0.01:');
    expect(PAGE).toContain('`minimumEffect` (0.5:');
  });

  test('gives each strategy the weights that it has', () => {
    const named = [...strategies!.matchAll(/^\| `"(\w+)"` \| (.*?) \|/gm)];
    expect(named.length).toBeGreaterThan(3);
    for (const [, strategy, weights] of named) {
      const steps = stepsOf(parsed({ strategy })!.strategy, undefined);
      expect([strategy, steps.map(({ weightPercent }) => String(weightPercent))]).toEqual([
        strategy,
        weights!.match(/\d+/g),
      ]);
    }
  });

  const alarms = (count: number) => ({ alarms: Array.from({ length: count }, (_, i) => `alarm-${i}`) });
  const smokeTests = (count: number) => ({ smokeTests: Array.from({ length: count }, (_, i) => ({ name: `${i}` })) });
  const targets = (count: number) => ({
    stateMachineArn: undefined,
    alias: undefined,
    targets: Array.from({ length: count }, (_, i) => ({ stateMachineArn: ORDERS, alias: `alias-${i}` })),
  });
  const YEAR = 365 * 86_400;
  test.each<[string, object, object]>([
    ['a list of 1 to 10 objects', json(targets(10)), json(targets(11))],
    ['a list of 1 to 10 objects', json(targets(1)), json(targets(0))],
    ['up to 100 names of metric, composite or log alarms', alarms(100), alarms(101)],
    ['up to 20 executions of the candidate', smokeTests(20), smokeTests(21)],
    ['at most 1,024 characters', { reason: 'r'.repeat(1024) }, { reason: 'r'.repeat(1025) }],
    ['`requestedBy` 256', { requestedBy: 'r'.repeat(256) }, { requestedBy: 'r'.repeat(257) }],
    ['0 to a year', { finalBakeSeconds: YEAR }, { finalBakeSeconds: YEAR + 1 }],
    ['0 to a year', { finalBakeSeconds: 0 }, { finalBakeSeconds: -1 }],
    ['1 to 3600; AWS gives', timeout(3600), timeout(3601)],
    ['1 to 3600; AWS gives', timeout(1), timeout(0)],
    ['at most 80 characters', named(80), named(81)],
    ['`percentage` (1 to 99)', linear(99), linear(100)],
    ['`percentage` (1 to 99)', linear(1), linear(0)],
  ])('draws the limit where it says %j', (said, within, beyond) => {
    expect(PAGE).toContain(said);
    const single = (more: object) => ('targets' in more ? more : { stateMachineArn: ORDERS, alias: 'live', ...more });
    expect(parseRequest(single(within))).toMatchObject({ kind: 'valid' });
    expect(parseRequest(single(beyond))).toMatchObject({ kind: 'refused' });
  });
});

function timeout(timeoutSeconds: number): object {
  return { smokeTests: [{ name: 'one', timeoutSeconds }] };
}

function named(length: number): object {
  return { smokeTests: [{ name: 'n'.repeat(length) }] };
}

function linear(percentage: number): object {
  return { strategy: { type: 'linear', percentage, intervalSeconds: 60 } };
}

/** Without what is undefined. */
function json(value: object): object {
  return JSON.parse(JSON.stringify(value));
}
