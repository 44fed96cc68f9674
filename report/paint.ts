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

// Controls, and marks that turn the direction of what follows.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const HOSTILE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Text from outside (names, reasons), made harmless: whatever could steer a terminal is spelt out. */
export function harmless(text: string): string {
  return text.replace(HOSTILE, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
