import { describe, expect, test } from '@jest/globals';
import { type Command, readArguments } from '../../cli/command.ts';
import { COMMANDS, dispatch } from '../../cli/dispatch.ts';
import { recordingScreen } from './screens.ts';

const COMMON = ['help', 'debug'];
const ALL = COMMANDS.map((command): [string, Command] => [command.name, command]);

/** The command lines under a help's `Examples:`, up to what their output is piped into. */
function examplesOf(help: string): readonly (readonly string[])[] {
  const [, examples = ''] = /^Examples:\n((?: {2}.*\n)+)/m.exec(help) ?? [];
  const lines = examples.split('\n').filter((line) => line.includes('stepshift '));
  return lines.map((line) => {
    const [command] = line.slice(line.lastIndexOf('stepshift ')).split(/ (?:\||>+) /);
    return [...command!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!).slice(1);
  });
}

describe.each(ALL)('the help of %s', (name, { help, summary, options }) => {
  test('has examples that its options allow', () => {
    const examples = examplesOf(help).filter(([command]) => command === name);
    // `local` is moved by curl, too.
    expect(examples.length).toBeGreaterThan(0);
    for (const [, ...args] of examples) expect(() => readArguments(args, options)).not.toThrow();
  });

  test('names --json, which every command has', () => {
    expect(options).toMatchObject({ json: { type: 'boolean' } });
    expect(help).toMatch(/^ {2}--json /m);
  });

  test('names every option, and no other', () => {
    const [, listed = ''] = /^Options:\n(.*?)\n\n/ms.exec(help) ?? [];
    const named = [...listed.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option]) => option!);
    expect([...named].sort()).toEqual(
      [...new Set([...Object.keys(options), ...named.filter((one) => COMMON.includes(one))])].sort(),
    );
  });

  test('says what it does as the list of commands does, how it is used, and fits on a screen', () => {
    expect(help.split('\n')[0]).toBe(`stepshift ${name}: ${summary}`);
    expect(help).toMatch(new RegExp(`^Usage: stepshift ${name}\\b`, 'm'));
    const long = help
      .split('\n')
      .filter((line) => line.length > 100 && !line.includes('arn:') && !line.includes('http'));
    expect(long).toEqual([]);
  });
});

test('the list of commands shows a first deployment without AWS, and every command', async () => {
  const screen = recordingScreen();
  expect(await dispatch(['--help'], screen)).toBe(0);
  const help = screen.printed();
  expect(help).toContain('stepshift local --with-deployer --clock virtual');
  for (const { name, summary } of COMMANDS)
    expect(help).toMatch(new RegExp(`^ {2}${name} +${summary.replace(/[?]/g, '\\?')}$`, 'm'));
});
