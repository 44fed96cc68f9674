import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { decisionsOf } from '../../decisions.ts';
import { clockTime } from '../../duration.ts';
import { html, type Markup } from '../markup.ts';

/** What people decided, who they were and why they did. */
export function decisionsSection(record: AuditRecord): Markup | undefined {
  const decisions = decisionsOf(record);
  if (decisions.length === 0) return undefined;
  const rows = decisions.map(
    ({ atSeconds, decision, actor, reason }) =>
      html`<tr><td class="time" data-name="When">${clockTime(atSeconds)}</td><td data-name="Decision"><strong>${decision}</strong></td><td data-name="Who"><bdi>${actor}</bdi></td><td data-name="Why">${reason ?? 'no reason was given'}</td></tr>`,
  );
  return html`<section>
<h2>People’s decisions</h2>
<table class="cards">
<thead><tr><th scope="col">When</th><th scope="col">Decision</th><th scope="col">Who</th><th scope="col">Why</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</section>`;
}
