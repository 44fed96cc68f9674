/** How deep objects and arrays may stand in each other in a JSON text: as far as Jackson, AWS's parser, reads unless it is told otherwise. */
const DEEPEST = 1000;

/** Whether a JSON text is nested deeper than anything here could work on. */
export function isNestedTooDeeply(text: string): boolean {
  if (text.length <= DEEPEST * 2) return false;
  let depth = 0;
  for (const [mark] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (mark === '[' || mark === '{') depth++;
    else if (mark === ']' || mark === '}') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

export const NESTED_TOO_DEEPLY = `nested more than ${DEEPEST} levels deep`;
