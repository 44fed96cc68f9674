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
