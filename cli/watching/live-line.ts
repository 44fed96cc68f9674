import type { Screen } from '../screen.ts';

/** What is told while somebody waits: lines that stay and, on a terminal, one below them that is written over. */
export interface LiveLine {
  /** A line that stays. */
  tell(line: string): void;
  /** What stands below all others; nothing where stderr is no terminal. */
  show(line: string): void;
  /** Takes the live line away. */
  clear(): void;
}

const ERASE = '\r\u001b[K';
// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
const COLOUR = /\u001b\[\d+m/g;

export function liveLine({ note, live = false, columns }: Screen): LiveLine {
  let shown = '';
  const clear = (): void => {
    if (shown !== '') note(ERASE);
    shown = '';
  };
  return {
    tell: (line) => {
      clear();
      note(`${line}\n`);
    },
    show: (line) => {
      if (!live || line === shown) return;
      clear();
      // A line that breaks could not be written over.
      if (line.replace(COLOUR, '').length >= columns) return;
      note(line);
      shown = line;
    },
    clear,
  };
}
