import { patternRefusal } from './pattern-refusal.ts';

/**
 * Compiles a wildcard pattern: `*` stands for any characters, also none; `\*` and `\\` stand for themselves.
 * @throws AwsError InvalidEventPatternException for `**` and for other escapes
 */
export function compileWildcard(pattern: string, path: string): (text: string) => boolean {
  const pieces = piecesOf(pattern, path);
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  if (pieces.length === 1) return (text) => text === first;
  const middle = pieces.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    // Taking each piece where it first occurs leaves the most for those that follow: no backtracking is needed.
    let from = first.length;
    for (const piece of middle) {
      const at = text.indexOf(piece, from);
      if (at < 0) return false;
      from = at + piece.length;
    }
    return from <= text.length - last.length;
  };
}

/** What stands between the wildcards. */
function piecesOf(pattern: string, path: string): string[] {
  const pieces = [''];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at]!;
    if (character === '*') {
      if (pattern[at + 1] === '*') throw patternRefusal(path, pattern, 'no two wildcard characters in a row');
      pieces.push('');
    } else if (character === '\\') {
      const escaped = pattern[++at];
      if (escaped !== '*' && escaped !== '\\') throw patternRefusal(path, pattern, 'a backslash only before * or \\');
      pieces[pieces.length - 1] += escaped;
    } else {
      pieces[pieces.length - 1] += character;
    }
  }
  return pieces;
}
