/** The longest run of states that is looked for as a repeated pattern; more than any loop of the deployer, nested ones folded. */
const LONGEST_PATTERN = 12;

interface Item {
  readonly text: string;
  /** Set apart by brackets when repeated: it is more than one state. */
  readonly compound: boolean;
}

/** A path of states in reading order, with repeats folded: `Bake`, `(Bake → CheckHealth) ×7`. Inner loops are folded first. */
export function foldedPath(path: readonly string[]): readonly string[] {
  let items: readonly Item[] = path.map((text) => ({ text, compound: false }));
  for (let length = 1; length <= LONGEST_PATTERN; length++) {
    const folded = fold(items, length);
    if (folded.length < items.length) length = 0; // What was folded may itself repeat in a shorter pattern.
    items = folded;
  }
  return items.map(({ text }) => text);
}

function fold(items: readonly Item[], length: number): readonly Item[] {
  const result: Item[] = [];
  for (let at = 0; at < items.length; ) {
    const times = repeats(items, at, length);
    if (times < 2) {
      result.push(items[at]!);
      at++;
      continue;
    }
    result.push(repeated(items.slice(at, at + length), times));
    at += times * length;
  }
  return result;
}

function repeats(items: readonly Item[], at: number, length: number): number {
  let times = 1;
  while (sameRun(items, at, at + times * length, length)) times++;
  return times;
}

function sameRun(items: readonly Item[], one: number, other: number, length: number): boolean {
  if (other + length > items.length) return false;
  for (let i = 0; i < length; i++) {
    if (items[one + i]!.text !== items[other + i]!.text) return false;
  }
  return true;
}

function repeated(pattern: readonly Item[], times: number): Item {
  const text = pattern.map((item) => item.text).join(' → ');
  const bracketed = pattern.length > 1 || pattern[0]!.compound ? `(${text})` : text;
  return { text: `${bracketed} ×${times}`, compound: true };
}
