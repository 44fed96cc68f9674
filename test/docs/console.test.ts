import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { State } from '../../workflow/asl.ts';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import { parseRequest } from '../../workflow/request.ts';

const PAGE = readFileSync('docs/console.md', 'utf8');

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
