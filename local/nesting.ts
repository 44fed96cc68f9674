/** How deep objects and arrays may stand in each other in a JSON text: as far as Jackson, AWS's parser, reads unless it is told otherwise. */
const DEEPEST = 1000;

/** Whether a JSON text is nested deeper than anything here could work on. */
export function isNestedTooDeeply(text: string): boolean {
  if (!opensMoreThan(DEEPEST, text)) return false;
  let depth = 0;
  for (const [mark] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs)) {
    if (mark === '[' || mark === '{') depth++;
    else if (mark === ']' || mark === '}') depth--;
    if (depth > DEEPEST) return true;
  }
  return false;
}

/** Quick to tell, and enough to clear almost all texts. */
function opensMoreThan(count: number, text: string): boolean {
  if (text.length <= count * 2) return false;
  let left = count;
  for (const mark of ['{', '[']) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) if (--left < 0) return true;
  }
  return false;
}

export const NESTED_TOO_DEEPLY = `nested more than ${DEEPEST} levels deep`;
