import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { State } from '../../workflow/asl.ts';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import { parseRequest } from '../../workflow/request.ts';
import { problemsOfDefaults } from '../../workflow/request-defaults.ts';

const PAGE = readFileSync('docs/console.md', 'utf8');
const STARTED = readFileSync('docs/getting-started.md', 'utf8');

/** The boxes that the page's tables explain. */
const explained = [...PAGE.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, names]) =>
  names!.split(', ').map((name) => name.slice(1, -1)),
);

/** Those inside Maps included. */
function allStates(states: Readonly<Record<string, State>>): readonly (readonly [string, State])[] {
  return Object.entries(states).flatMap(([name, state]) => [
    [name, state] as const,
    ...('ItemProcessor' in state ? allStates(state.ItemProcessor.States) : []),
  ]);
}

describe('the page about the console', () => {
  test('explains every box that can fail, and no other', () => {
    const failing = allStates(deployerDefinition({} as FunctionArns).States).filter(([, { Type }]) =>
      ['Task', 'Fail'].includes(Type),
    );
    expect([...explained].sort()).toEqual(failing.map(([name]) => name).sort());
  });

  test('shows a request that is one', () => {
    const [, request] = /^```json\n(.*?)\n```$/ms.exec(PAGE)!;
    expect(parseRequest(JSON.parse(request!))).toMatchObject({ kind: 'valid' });
  });
});

describe('getting started', () => {
  const [, commands] = /^```console\n(.*?)\n```$/ms.exec(STARTED)!;

  test('takes at most five commands', () => {
    expect(commands!.split('\n').length).toBeLessThanOrEqual(5);
  });

  test('starts a deployment by a request that is one', () => {
    const [, input] = /--input '(.*?)'/.exec(commands!)!;
    expect(parseRequest(JSON.parse(input!))).toMatchObject({ kind: 'valid' });
  });

  test('gives defaults that are such', () => {
    expect(problemsOfDefaults({ strategy: 'Linear10PercentEvery5Minutes', alarms: ['orders-failures'] })).toEqual([]);
  });

  test('lists every property of the construct, and no other', () => {
    const listed = [...STARTED.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(([, names]) =>
      names!.split(', ').map((name) => name.slice(1, -1)),
    );
    const props = readFileSync('infra/deployer-props.ts', 'utf8').matchAll(/^ {2}readonly (\w+)\?/gm);
    expect(listed.sort()).toEqual([...props].map(([, name]) => name!).sort());
  });

  test('every property of the construct says its default', () => {
    const source = readFileSync('infra/deployer-props.ts', 'utf8');
    expect(source.match(/@default /g)).toHaveLength(source.match(/^ {2}readonly \w+\?/gm)!.length);
  });
});
