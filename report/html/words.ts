import type { Check } from '../../workflow/audit-record.ts';
import { html, type Markup } from './markup.ts';

/** A link, or the bare text where there is nowhere to go. */
export function link(text: string, address: string | undefined): Markup {
  return address === undefined
    ? html`<bdi>${text}</bdi>`
    : html`<a href="${address}" rel="noopener noreferrer"><bdi>${text}</bdi></a>`;
}

const SIGNS: Readonly<Record<Check['verdict'], readonly [string, string]>> = {
  healthy: ['●', 'good'],
  inconclusive: ['◆', 'unsure'],
  unhealthy: ['▲', 'bad'],
};

/** A verdict by sign, word and colour. */
export function verdictMark(verdict: Check['verdict']): Markup {
  const [sign, tone] = SIGNS[verdict];
  return html`<span class="verdict ${tone}">${sign} ${verdict}</span>`;
}

/** Numbers stay with what they count: `15 : 1`, `50 %`. */
export function unbroken(text: string): string {
  return text.replace(/(\d) : 1\b/g, '$1\u00a0:\u00a01').replace(/(\d) %/g, '$1\u00a0%');
}
