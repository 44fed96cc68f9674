import type { Wire } from '../../aws-json.ts';
import { compileJsonPath, type PathStep } from './json-path.ts';
import { type Filter, filterOperators, type Operand } from './json-path-filter.ts';
import { isPathFunction } from './json-path-functions.ts';

/**
 * Reads a JSONPath into its steps: names in dot and bracket form, indices, slices, wildcards, deep scans, filters and functions.
 * @throws SyntaxError naming the place
 */
export function parsePath(text: string): PathStep[] {
  const cursor = new Cursor(text);
  cursor.expect('$');
  const steps = parseSteps(cursor, () => cursor.done);
  if (!cursor.done) throw cursor.unexpected();
  return steps;
}

class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get done(): boolean {
    return this.at >= this.text.length;
  }

  peek(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  take(text: string): boolean {
    if (!this.peek(text)) return false;
    this.at += text.length;
    return true;
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  spaces(): void {
    this.match(/\s*/y);
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  unexpected(): SyntaxError {
    return new SyntaxError(`unexpected ${this.done ? 'end' : this.text.slice(this.at, this.at + 10)} in ${this.text}`);
  }
}

const NAME = /[^.[\]()\s'"*?@,:=<>!&|~]+/y;

function parseSteps(cursor: Cursor, atEnd: () => boolean): PathStep[] {
  const steps: PathStep[] = [];
  while (!atEnd()) {
    if (cursor.take('..')) {
      steps.push({ kind: 'descend' });
      if (!cursor.peek('[')) steps.push(parseDotted(cursor));
    } else if (cursor.take('.')) {
      steps.push(parseDotted(cursor));
    } else if (cursor.peek('[')) {
      steps.push(parseBracket(cursor));
    } else {
      break;
    }
  }
  return steps;
}

function parseDotted(cursor: Cursor): PathStep {
  if (cursor.take('*')) return { kind: 'wildcard' };
  if (cursor.peek('[')) return parseBracket(cursor);
  const name = cursor.match(NAME);
  if (name === undefined) throw cursor.unexpected();
  if (cursor.take('()')) {
    if (!isPathFunction(name)) throw new SyntaxError(`unknown function ${name}() in ${cursor.text}`);
    return { kind: 'call', call: name };
  }
  return { kind: 'names', names: [name] };
}

function parseBracket(cursor: Cursor): PathStep {
  cursor.expect('[');
  cursor.spaces();
  const step = parseBracketed(cursor);
  cursor.spaces();
  cursor.expect(']');
  return step;
}

function parseBracketed(cursor: Cursor): PathStep {
  if (cursor.take('*')) return { kind: 'wildcard' };
  if (cursor.take('?')) return parseFilterStep(cursor);
  if (cursor.peek("'") || cursor.peek('"')) return { kind: 'names', names: parseList(cursor, parseQuoted) };
  const from = cursor.match(/-?\d+/y);
  cursor.spaces();
  if (cursor.take(':')) return parseSlice(cursor, from);
  if (from === undefined) throw cursor.unexpected();
  const rest = cursor.take(',') ? parseList(cursor, parseIndex) : [];
  return { kind: 'indices', indices: [Number(from), ...rest] };
}

function parseSlice(cursor: Cursor, from: string | undefined): PathStep {
  cursor.spaces();
  const to = cursor.match(/-?\d+/y);
  cursor.spaces();
  const by = cursor.take(':') ? cursor.match(/\d+/y) : undefined;
  return {
    kind: 'slice',
    ...(from === undefined ? {} : { from: Number(from) }),
    ...(to === undefined ? {} : { to: Number(to) }),
    ...(by === undefined ? {} : { by: Number(by) }),
  };
}

function parseIndex(cursor: Cursor): number {
  const text = cursor.match(/-?\d+/y);
  if (text === undefined) throw cursor.unexpected();
  return Number(text);
}

function parseList<T>(cursor: Cursor, parseOne: (cursor: Cursor) => T): T[] {
  const items: T[] = [];
  do {
    cursor.spaces();
    items.push(parseOne(cursor));
    cursor.spaces();
  } while (cursor.take(','));
  return items;
}

/** A quoted name. A backslash only escapes the quote and itself: recordings on AWS keep the one before another character. */
function parseQuoted(cursor: Cursor): string {
  const quote = cursor.text[cursor.at]!;
  cursor.at++;
  let name = '';
  while (!cursor.done && !cursor.peek(quote)) {
    const next = cursor.text[cursor.at + 1];
    if (cursor.peek('\\') && (next === quote || next === '\\')) cursor.at++;
    name += cursor.text[cursor.at++];
  }
  cursor.expect(quote);
  return name;
}

function parseFilterStep(cursor: Cursor): PathStep {
  cursor.spaces();
  cursor.expect('(');
  const filter = parseOr(cursor);
  cursor.spaces();
  cursor.expect(')');
  return { kind: 'filter', filter };
}

function parseOr(cursor: Cursor): Filter {
  const terms = [parseAnd(cursor)];
  for (cursor.spaces(); cursor.take('||'); cursor.spaces()) terms.push(parseAnd(cursor));
  return terms.length === 1 ? terms[0]! : { kind: 'or', terms };
}

function parseAnd(cursor: Cursor): Filter {
  const terms = [parseTerm(cursor)];
  for (cursor.spaces(); cursor.take('&&'); cursor.spaces()) terms.push(parseTerm(cursor));
  return terms.length === 1 ? terms[0]! : { kind: 'and', terms };
}

function parseTerm(cursor: Cursor): Filter {
  cursor.spaces();
  if (cursor.take('!')) return { kind: 'not', term: parseTerm(cursor) };
  if (cursor.take('(')) {
    const inner = parseOr(cursor);
    cursor.spaces();
    cursor.expect(')');
    return inner;
  }
  const left = parseOperand(cursor);
  cursor.spaces();
  const operator = cursor.match(/===|!==|==|!=|<=|>=|=~|<|>|[a-z]+/iy)?.toLowerCase();
  if (operator === undefined) return { kind: 'exists', operand: left };
  if (!Object.hasOwn(filterOperators, operator)) {
    throw new SyntaxError(`unknown operator ${operator} in ${cursor.text}`);
  }
  cursor.spaces();
  return { kind: 'compare', left, operator, right: parseOperand(cursor) };
}

function parseOperand(cursor: Cursor): Operand {
  const start = cursor.at;
  if (cursor.take('@') || cursor.take('$')) {
    const from = cursor.text[start] === '@' ? 'item' : 'root';
    parseSteps(cursor, () => cursor.done);
    return { kind: 'path', from, path: compileJsonPath(`$${cursor.text.slice(start + 1, cursor.at)}`) };
  }
  const pattern = cursor.match(/\/(?:[^/\\]|\\.)*\/[a-z]*/y);
  if (pattern !== undefined) {
    const end = pattern.lastIndexOf('/');
    // Jayway matches the whole text, as Java's `matches` does.
    const flags = pattern.slice(end + 1).replace(/[^imsu]/g, '');
    return { kind: 'pattern', pattern: new RegExp(`^(?:${pattern.slice(1, end)})$`, flags) };
  }
  return { kind: 'literal', value: parseLiteral(cursor) };
}

function parseLiteral(cursor: Cursor): Wire {
  cursor.spaces();
  if (cursor.peek("'") || cursor.peek('"')) return parseQuoted(cursor);
  if (cursor.take('[')) {
    cursor.spaces();
    const items = cursor.peek(']') ? [] : parseList(cursor, parseLiteral);
    cursor.expect(']');
    return items;
  }
  const word = cursor.match(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  if (word === undefined) throw cursor.unexpected();
  return JSON.parse(word);
}
