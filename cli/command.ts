import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import type { Screen } from './screen.ts';

/** What a command takes beside its positional arguments, as `node:util` describes options. */
export type Options = NonNullable<ParseArgsConfig['options']>;

/** One verb of the command line. */
export interface Command {
  readonly name: string;
  /** What it does, in a line of the list of commands. */
  readonly summary: string;
  /** The text of `stepshift NAME --help`. */
  readonly help: string;
  readonly options: Options;
  /**
   * Does it, and answers the exit code.
   * @throws UsageFault for arguments that do not fit
   */
  run(given: Arguments, screen: Screen): Promise<number>;
}

export interface Arguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  /** Of options that may be given several times. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly positionals: readonly string[];
}

/** A command line that cannot be understood: exit code 2. The message is one sentence. */
export class UsageFault extends Error {
  override readonly name = 'UsageFault';
}

/**
 * Takes a command's arguments apart.
 * @throws UsageFault for an option that is unknown (naming the nearest), lacks its value or has one too many
 */
export function readArguments(args: readonly string[], options: Options): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new UsageFault(unknown('option', token.rawName, optionNames(options)));
    if (option.type === 'string' && token.value === undefined) throw new UsageFault(`${token.rawName} needs a value.`);
    if (option.type === 'boolean' && token.value !== undefined)
      throw new UsageFault(`${token.rawName} takes no value.`);
  }
  const single = Object.entries(values).filter(([, value]) => !Array.isArray(value));
  const several = Object.entries(values).filter(([, value]) => Array.isArray(value));
  return {
    values: Object.fromEntries(single) as Arguments['values'],
    lists: Object.fromEntries(several) as Arguments['lists'],
    positionals,
  };
}

/**
 * The only argument beside the options; undefined where there is none.
 * @throws UsageFault where there are several
 */
export function onlyPositional({ positionals }: Arguments, what: string): string | undefined {
  if (positionals.length > 1) throw new UsageFault(`One ${what} at a time, but ${positionals.length} were given.`);
  return positionals[0];
}

/** `Unknown option --jsn. Did you mean --json?` */
export function unknown(kind: 'command' | 'option', name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return `Unknown ${kind} ${name}. ${near ? `Did you mean ${near}?` : `Try ${known.join(', ')}.`}`;
}

function optionNames(options: Options): string[] {
  return Object.keys(options).map((name) => `--${name}`);
}
