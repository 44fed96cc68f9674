import type { Screen } from '../../cli/screen.ts';

/** A screen that keeps what was printed. */
export function recordingScreen(): Screen & { readonly printed: () => string; readonly noted: () => string } {
  const out: string[] = [];
  const err: string[] = [];
  return {
    print: (text) => void out.push(text),
    note: (text) => void err.push(text),
    columns: 80,
    colour: { print: false, note: false },
    printed: () => out.join(''),
    noted: () => err.join(''),
  };
}
