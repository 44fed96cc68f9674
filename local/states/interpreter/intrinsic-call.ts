import type { Wire } from '../../aws-json.ts';
import { IntrinsicFailure, type IntrinsicSources, intrinsics } from './intrinsics.ts';
import { PathNotFound } from './json-path.ts';
import { compileQuery, type Query, type Subject } from './query.ts';
import { runtimeError, StateError } from './state-error.ts';

type Argument = (subject: Subject, sources: IntrinsicSources) => Wire;

/**
 * Compiles a call such as `States.Format('{} of {}', $.count, States.ArrayLength($.all))`.
 * @throws SyntaxError when it is none
 */
export function compileIntrinsic(text: string, field: string): Argument {
  const reader = { text, at: 0 };
  const call = parseCall(reader);
  skipSpaces(reader);
  if (reader.at < text.length) throw unexpected(reader);
  return (subject, sources) => {
    try {
      return call(subject, sources);
    } catch (error) {
      throw explain(error, text, field);
    }
  };
}

function explain(error: unknown, text: string, field: string): unknown {
  if (error instanceof ArgumentNotFound) {
    return runtimeError(
      `The function '${text}' had the following error: The JsonPath argument for the field '${error.path}' could not be found in the input '${error.searched}'`,
    );
  }
  if (!(error instanceof IntrinsicFailure)) return error;
  return new StateError({
    error: 'States.IntrinsicFailure',
    cause: `The function '${text}' specified for the field '${field}' had the following error: ${error.message}`,
    prefaced: true,
  });
}

class ArgumentNotFound extends Error {
  readonly path: string;
  readonly searched: string;

  constructor(path: string, searched: string) {
    super(path);
    this.path = path;
    this.searched = searched;
  }
}

interface Reader {
  readonly text: string;
  at: number;
}

function parseCall(reader: Reader): Argument {
  const name = /^States\.([A-Za-z0-9]+)\s*\(/.exec(reader.text.slice(reader.at));
  if (!name) throw unexpected(reader);
  if (!Object.hasOwn(intrinsics, name[1]!)) throw new SyntaxError(`unknown intrinsic function States.${name[1]}`);
  const run = intrinsics[name[1]!]!;
  reader.at += name[0].length;
  const args = parseArguments(reader, name[1] === 'Format');
  return (subject, sources) =>
    run(
      args.map((argument) => argument(subject, sources)),
      sources,
    );
}

/** @param template whether the first argument is a template of States.Format, which reads its escapes itself */
function parseArguments(reader: Reader, template: boolean): Argument[] {
  const args: Argument[] = [];
  skipSpaces(reader);
  if (reader.text[reader.at] === ')') {
    reader.at++;
    return args;
  }
  for (;;) {
    skipSpaces(reader);
    args.push(parseArgument(reader, template && args.length === 0));
    skipSpaces(reader);
    const mark = reader.text[reader.at++];
    if (mark === ')') return args;
    if (mark !== ',') throw unexpected({ ...reader, at: reader.at - 1 });
  }
}

function parseArgument(reader: Reader, template: boolean): Argument {
  const start = reader.text[reader.at];
  if (start === "'") {
    const quoted = takeQuoted(reader);
    const text = template ? quoted : unquote(quoted);
    return () => text;
  }
  if (start === '$') return pathArgument(compileQuery(takePath(reader)));
  if (reader.text.startsWith('States.', reader.at)) return parseCall(reader);
  const word = /^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/.exec(reader.text.slice(reader.at))?.[0];
  if (word === undefined) throw unexpected(reader);
  reader.at += word.length;
  const value = JSON.parse(word);
  return () => value;
}

function pathArgument(query: Query): Argument {
  return (subject) => {
    try {
      return query.read(subject);
    } catch (error) {
      if (!(error instanceof PathNotFound)) throw error;
      const searched = query.text.startsWith('$$') ? subject.context() : subject.input;
      throw new ArgumentNotFound(query.text, JSON.stringify(searched));
    }
  };
}

/** What stands between single quotes, escapes and all. */
function takeQuoted(reader: Reader): string {
  const start = ++reader.at;
  while (reader.text[reader.at] !== "'") {
    if (reader.at >= reader.text.length) throw unexpected(reader);
    reader.at += reader.text[reader.at] === '\\' ? 2 : 1;
  }
  return reader.text.slice(start, reader.at++);
}

/** `\'` and `\\` stand for the character; another backslash stands for itself. */
function unquote(quoted: string): string {
  return quoted.replace(/\\(['\\])/g, '$1');
}

/** A path ends at the comma or parenthesis that belongs to the call: not one inside its own brackets or quotes. */
function takePath(reader: Reader): string {
  const start = reader.at;
  let depth = 0;
  let quote: string | undefined;
  for (; reader.at < reader.text.length; reader.at++) {
    const char = reader.text[reader.at]!;
    if (quote) {
      if (char === '\\') reader.at++;
      else if (char === quote) quote = undefined;
    } else if (depth > 0 && (char === "'" || char === '"')) quote = char;
    else if (char === '[' || char === '(') depth++;
    else if (depth > 0 && (char === ']' || char === ')')) depth--;
    else if (depth === 0 && (char === ',' || char === ')')) break;
  }
  return reader.text.slice(start, reader.at).trim();
}

function skipSpaces(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++;
}

function unexpected(reader: Reader): SyntaxError {
  return new SyntaxError(`not an intrinsic function: ${reader.text} (at ${reader.at})`);
}
