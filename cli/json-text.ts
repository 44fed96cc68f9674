/** A JSON document as read, or the first place where its text is not JSON. */
type JsonText =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'broken'; readonly line: number; readonly column: number; readonly found: string };

/**
 * Parses JSON and, where it is none, says at which line and column (both from 1) and what stands there.
 * Not left to `JSON.parse`, whose messages have no position in Node 20 for most mistakes.
 */
export function parseJson(text: string): JsonText {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { kind: 'json', value: JSON.parse(source) };
  } catch {
    return { kind: 'broken', ...place(source, firstFault(source)) };
  }
}

function place(source: string, offset: number): { line: number; column: number; found: string } {
  const before = source.slice(0, offset).split('\n');
  const rest = source.slice(offset);
  const word = /^(?:"(?:[^"\\\n]|\\.)*"?|[\w.+-]+|.)/s.exec(rest)?.[0];
  return {
    line: before.length,
    column: before.at(-1)!.length + 1,
    found: word === undefined ? 'the end of the text' : JSON.stringify(word.slice(0, 40)),
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const BLANK = /[ \t\r\n]*/y;

/** The offset at which a text stops being the beginning of a JSON document. */
function firstFault(source: string): number {
  let at = 0;
  const skip = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found) at = pattern.lastIndex;
    return found !== null;
  };
  const sign = (char: string): boolean => {
    skip(BLANK);
    if (source[at] !== char) return false;
    at++;
    return true;
  };
  const listed = (item: () => boolean, close: string): boolean => {
    if (sign(close)) return true;
    do {
      if (!item()) return false;
    } while (sign(','));
    return sign(close);
  };
  const member = (): boolean => {
    skip(BLANK);
    return skip(STRING) && sign(':') && value();
  };
  const value = (): boolean => {
    skip(BLANK);
    if (sign('{')) return listed(member, '}');
    if (sign('[')) return listed(value, ']');
    return skip(STRING) || skip(NUMBER) || skip(WORD);
  };
  try {
    if (value()) skip(BLANK);
  } catch {
    // Nested too deeply to be walked: the fault is taken to be as far as the walk came.
  }
  return at;
}
