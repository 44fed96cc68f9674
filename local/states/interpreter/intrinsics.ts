import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Wire } from '../../aws-json.ts';
import { isNestedTooDeeply, NESTED_TOO_DEEPLY } from '../../nesting.ts';
import { type Random, seededRandom } from '../../random.ts';
import { isObject } from './json-path.ts';

/** What intrinsic functions draw from beside their arguments. */
export interface IntrinsicSources {
  readonly random: Random;
}

/** An intrinsic function was given what it cannot work with. */
export class IntrinsicFailure extends Error {
  override readonly name = 'IntrinsicFailure';
}

type Intrinsic = (args: readonly Wire[], sources: IntrinsicSources) => Wire;

/** The longest list that States.ArrayRange makes (AWS: intrinsic functions). */
const LONGEST_RANGE = 1000;
/** The longest text that States.Hash and the Base64 functions take (AWS: intrinsic functions). */
const LONGEST_TEXT = 10_000;

/** The functions of a payload template, without their `States.`. */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Format: (args) => format(text(args, 0), args.slice(1)),
  StringToJson: (args) => parseJson(text(args, 0)),
  JsonToString: (args) => JSON.stringify(arity(args, 1)[0]),
  StringSplit: (args) => split(text(arity(args, 2), 0), text(args, 1)),
  Array: (args) => [...args],
  ArrayPartition: (args) => partition(list(arity(args, 2), 0), integer(args, 1)),
  ArrayContains: (args) => list(arity(args, 2), 0).some((item) => isDeepStrictEqual(item, args[1])),
  ArrayRange: (args) => range(integer(arity(args, 3), 0), integer(args, 1), integer(args, 2)),
  ArrayGetItem: (args) => item(list(arity(args, 2), 0), integer(args, 1)),
  ArrayLength: (args) => list(arity(args, 1), 0).length,
  ArrayUnique: (args) => unique(list(arity(args, 1), 0)),
  Base64Encode: (args) => Buffer.from(shortText(arity(args, 1), 0), 'utf8').toString('base64'),
  Base64Decode: (args) => Buffer.from(shortText(arity(args, 1), 0), 'base64').toString('utf8'),
  Hash: (args) => hash(arity(args, 2)[0], text(args, 1)),
  JsonMerge: (args) => merge(arity(args, 3)),
  MathRandom: (args, sources) => random(args, sources),
  MathAdd: (args) => integer(arity(args, 2), 0) + integer(args, 1),
  UUID: (args, sources) => {
    arity(args, 0);
    return sources.random.uuid();
  },
};

function arity(args: readonly Wire[], count: number): readonly Wire[] {
  if (args.length !== count) throw new IntrinsicFailure(`Expected ${count} arguments but got ${args.length}`);
  return args;
}

function text(args: readonly Wire[], index: number): string {
  const value = args[index];
  if (typeof value !== 'string') throw wrongType(index, 'a string', value);
  return value;
}

function shortText(args: readonly Wire[], index: number): string {
  const value = text(args, index);
  if (value.length > LONGEST_TEXT)
    throw new IntrinsicFailure(`Argument ${index + 1} is longer than ${LONGEST_TEXT} characters`);
  return value;
}

/** AWS rounds a fraction half up, also below zero: -1.5 is -1. */
function integer(args: readonly Wire[], index: number): number {
  const value = args[index];
  if (typeof value !== 'number') throw wrongType(index, 'a number', value);
  // Not -0, which JSON would print as 0 anyway.
  return Math.round(value) + 0;
}

function list(args: readonly Wire[], index: number): readonly Wire[] {
  const value = args[index];
  if (!Array.isArray(value)) throw wrongType(index, 'an array', value);
  return value;
}

function wrongType(index: number, expected: string, value: Wire): IntrinsicFailure {
  return new IntrinsicFailure(`Argument ${index + 1} must be ${expected} but was ${JSON.stringify(value)}`);
}

function format(template: string, values: readonly Wire[]): string {
  let used = 0;
  const filled = template.replace(/\\([{}'\\])|\{\}/g, (_, escaped) => {
    if (escaped) return escaped;
    if (used >= values.length) throw new IntrinsicFailure(`Too few arguments for the template ${template}`);
    return javaText(values[used++]);
  });
  if (used < values.length) throw new IntrinsicFailure(`Too many arguments for the template ${template}`);
  return filled;
}

/** How Java prints a value: an object as `{Arg1=1, Arg2=[]}`. */
function javaText(value: Wire): string {
  if (Array.isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}=${javaText(member)}`)
    .join(', ')}}`;
}

function parseJson(source: string): Wire {
  if (source.trim() === '') return null;
  if (isNestedTooDeeply(source)) throw new IntrinsicFailure(`The JSON is ${NESTED_TOO_DEEPLY}`);
  try {
    return JSON.parse(source);
  } catch {
    throw new IntrinsicFailure(`Invalid JSON: ${source}`);
  }
}

/** Every character of `delimiters` divides, and empty pieces are dropped. */
function split(source: string, delimiters: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const char of source) {
    if (!delimiters.includes(char)) {
      piece += char;
    } else if (piece !== '') {
      pieces.push(piece);
      piece = '';
    }
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

export function partition(items: readonly Wire[], size: number): Wire[][] {
  if (size <= 0) throw new IntrinsicFailure(`The chunk size must be a positive integer but was ${size}`);
  const chunks: Wire[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

export function range(first: number, last: number, step: number): number[] {
  if (step === 0) throw new IntrinsicFailure('The step must not be zero');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > LONGEST_RANGE) throw new IntrinsicFailure(`The range has more than ${LONGEST_RANGE} items`);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function item(items: readonly Wire[], index: number): Wire {
  if (index < 0 || index >= items.length)
    throw new IntrinsicFailure(`Index ${index} is out of bounds for length ${items.length}`);
  return items[index];
}

function unique(items: readonly Wire[]): Wire[] {
  const kept: Wire[] = [];
  for (const candidate of items) {
    if (!kept.some((known) => isDeepStrictEqual(known, candidate))) kept.push(candidate);
  }
  return kept;
}

const algorithms: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

export function hash(data: Wire, algorithm: string): string {
  const name = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm]! : undefined;
  if (name === undefined) throw new IntrinsicFailure(`Unknown hash algorithm ${algorithm}`);
  const source = typeof data === 'string' ? data : JSON.stringify(data);
  if (source.length > LONGEST_TEXT) throw new IntrinsicFailure(`The data is longer than ${LONGEST_TEXT} characters`);
  return createHash(name).update(source, 'utf8').digest('hex');
}

function merge([first, second, deep]: readonly Wire[]): Wire {
  if (!isObject(first) || !isObject(second)) throw new IntrinsicFailure('States.JsonMerge takes two objects');
  if (deep !== false)
    throw new IntrinsicFailure('States.JsonMerge only supports the shallow mode: its third argument must be false');
  return { ...first, ...second };
}

function random(args: readonly Wire[], sources: IntrinsicSources): number {
  if (args.length !== 2 && args.length !== 3)
    throw new IntrinsicFailure(`Expected 2 or 3 arguments but got ${args.length}`);
  const from = integer(args, 0);
  const to = integer(args, 1);
  if (to < from) throw new IntrinsicFailure('The end of the range must not be below its start');
  const source = args.length === 3 ? seededRandom(integer(args, 2)) : sources.random;
  return from + source.integer(to - from);
}
