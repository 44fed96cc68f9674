/** Colours for a terminal, or the bare text where none are welcome. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  unsure(text: string): string;
  candidate(text: string): string;
  strong(text: string): string;
  faint(text: string): string;
}

/** @param colour whether the text goes to a terminal that shows colours */
export function painter(colour: boolean): Paint {
  const painted = (on: number, off: number) => (text: string) => (colour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return {
    good: painted(32, 39),
    bad: painted(31, 39),
    unsure: painted(33, 39),
    candidate: painted(36, 39),
    strong: painted(1, 22),
    faint: painted(2, 22),
  };
}

/** Columns of a weight's bar. */
export const BAR = 10;

/** A weight in percent as a bar. */
export function weightBar(weightPercent: number, paint: Paint): string {
  const filled = Math.round((weightPercent / 100) * BAR);
  return paint.candidate('━'.repeat(filled)) + paint.faint('─'.repeat(BAR - filled));
}

// Controls, marks that turn the direction of what follows, and what nobody can see: a name that looks like another one, or words for a machine that reads along.
const HOSTILE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** Text from outside (names, reasons), made harmless: whatever could steer a terminal is spelt out. */
export function harmless(text: string): string {
  return text.replace(HOSTILE, (mark) => `\\u${mark.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
