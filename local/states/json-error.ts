import { isNestedTooDeeply, NESTED_TOO_DEEPLY } from '../nesting.ts';

/** What is wrong with a text that is not JSON, and after how many characters that shows. */
export interface JsonError {
  readonly message: string;
  readonly offset: number;
}

/** Why a text cannot be taken as JSON, in the words of AWS (whose parser is Jackson); undefined if it can. */
export function describeProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return findJsonError(text).message;
  }
  return isNestedTooDeeply(text) ? `The document is ${NESTED_TOO_DEEPLY}` : undefined;
}

/** @param text one that JSON.parse refuses */
export function findJsonError(text: string): JsonError {
  try {
    const end = skipSpace(text, value(text, 0));
    if (end < text.length) value(text, end, 'only one value');
    return { message: 'Unexpected content after the end of the document', offset: end };
  } catch (error) {
    if (error instanceof Fault) return { message: error.message, offset: error.offset };
    throw error;
  }
}

class Fault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[A-Za-z_$][\w$]*/y;

/** Each of these reads from `at`, and answers where what it read ends. */
function value(text: string, start: number, instead?: string): number {
  const at = skipSpace(text, start);
  const character = text[at];
  if (character === undefined) throw new Fault('No content to map due to end-of-input', at);
  if (instead !== undefined) throw unexpectedValue(text, at);
  if (character === '{') return container(text, at, 'Object');
  if (character === '[') return container(text, at, 'Array');
  if (character === '"') return string(text, at);
  const number = match(NUMBER, text, at);
  if (number) return at + number.length;
  const word = match(WORD, text, at);
  if (word === 'null' || word === 'true' || word === 'false') return at + word.length;
  throw unexpectedValue(text, at);
}

function container(text: string, start: number, kind: 'Object' | 'Array'): number {
  const close = kind === 'Object' ? '}' : ']';
  let at = skipSpace(text, start + 1);
  if (text[at] === close) return at + 1;
  for (;;) {
    if (kind === 'Object') at = fieldName(text, at, start);
    if (text[skipSpace(text, at)] === undefined) throw unclosed(kind, start, text);
    at = skipSpace(text, value(text, at));
    if (text[at] === close) return at + 1;
    if (text[at] === undefined) throw unclosed(kind, start, text);
    if (text[at] !== ',') throw unexpected(text, at, `was expecting comma to separate ${kind} entries`);
    at = skipSpace(text, at + 1);
  }
}

function fieldName(text: string, at: number, start: number): number {
  if (text[at] === undefined) throw unclosed('Object', start, text);
  if (text[at] !== '"') throw unexpected(text, at, 'was expecting double-quote to start field name');
  const colon = skipSpace(text, string(text, at));
  if (text[colon] === undefined) throw unclosed('Object', start, text);
  if (text[colon] !== ':') throw unexpected(text, colon, 'was expecting a colon to separate field name and value');
  return colon + 1;
}

function string(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]!;
    if (character === '"') return at + 1;
    if (character < ' ') {
      const code = `(CTRL-CHAR, code ${character.charCodeAt(0)})`;
      throw new Fault(
        `Illegal unquoted character (${code}): has to be escaped using backslash to be included in string value`,
        at,
      );
    }
    if (character === '\\') {
      at++;
      const escaped = text[at] ?? '';
      if (!/^["\\/bfnrtu]$/.test(escaped)) throw new Fault(`Unrecognized character escape ${coded(escaped)}`, at);
    }
  }
  throw new Fault('Unexpected end-of-input: was expecting closing quote for a string value', text.length);
}

function unexpectedValue(text: string, at: number): Fault {
  const word = match(WORD, text, at);
  if (word) return new Fault(`Unrecognized token '${word}': was expecting ${VALUES}`, at + word.length);
  return unexpected(text, at, `expected a valid value ${VALUES}`);
}

function unexpected(text: string, at: number, wanted: string): Fault {
  return new Fault(`Unexpected character (${coded(text[at]!)}): ${wanted}`, at + 1);
}

function unclosed(kind: string, start: number, text: string): Fault {
  const { line, column } = lineAndColumn(text, start + 1);
  const marker = `(start marker at [Source: UNKNOWN; line: ${line}, column: ${column}])`;
  return new Fault(`Unexpected end-of-input: expected close marker for ${kind} ${marker}`, text.length);
}

/** Both from 1, as Jackson counts them. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

function coded(character: string): string {
  return `'${character}' (code ${character.codePointAt(0) ?? -1})`;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n'.includes(text[at]!)) at++;
  return at;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
