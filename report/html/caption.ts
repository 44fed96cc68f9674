import { clip } from '../../workflow/cause.ts';
import { html, type Markup } from './markup.ts';
import type { Format } from './panel.ts';

/** What stands above a panel: words, and the signs that it explains, in their colours. */
export type Caption = readonly (string | Sign)[];

interface Sign {
  readonly sign: string;
  /** A colour of the page. */
  readonly colour: 'stable' | 'candidate' | 'good' | 'unsure' | 'bad';
}

/** `● healthy` and what follows it, at a little distance from what is before. */
export function explained(sign: string, colour: Sign['colour'], words: string): Caption {
  return ['\u2003', { sign, colour }, ` ${words}`];
}

/** Names from outside, as long as there is room for all of them; undefined where there is not. */
export function captionNames(
  names: readonly string[],
  { width }: Format,
  others: string,
): readonly string[] | undefined {
  // A sign, and what sets it apart.
  const room = Math.floor((width / CHARACTER - others.length) / names.length) - 5;
  return room < 4 ? undefined : names.map((name) => clip(name, Math.min(room, 40)));
}

/** As wide as in the widest of the usual fonts. */
const CHARACTER = 8;

/** A caption in a chart. The chart library would place each piece by widths that it can only guess. */
export function drawnCaption(caption: Caption, x: number, y: number): Markup {
  const pieces = caption.map((piece) =>
    typeof piece === 'string' ? html`${piece}` : html`<tspan style="fill:var(--${piece.colour})">${piece.sign}</tspan>`,
  );
  return html`<text x="${x}" y="${y}" style="font-size:12px;font-weight:600;fill:var(--muted)">${pieces}</text>`;
}
