import { clip } from '../../workflow/cause.ts';
import { html, type Markup } from './markup.ts';

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

/** A name from outside, not too long for a caption. */
export function captionName(name: string): string {
  return clip(name, 32);
}

/** A caption in a chart. The chart library would place each piece by widths that it can only guess. */
export function drawnCaption(caption: Caption, x: number, y: number): Markup {
  const pieces = caption.map((piece) =>
    typeof piece === 'string' ? html`${piece}` : html`<tspan style="fill:var(--${piece.colour})">${piece.sign}</tspan>`,
  );
  return html`<text x="${x}" y="${y}" style="font-size:12px;font-weight:600;fill:var(--muted)">${pieces}</text>`;
}
