import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { foldedRecord } from '../../folded-record.ts';
import { html, type Markup } from '../markup.ts';

/** The raw record, last. */
export function recordSection(record: AuditRecord): Markup {
  const { kind, text } = foldedRecord(record);
  const note =
    kind === 'whole'
      ? 'This page is made of this JSON, and of nothing else.'
      : 'Looks that came to the same, and loops of the path, are folded here. The whole record: stepshift report EXECUTION --json';
  return html`<section>
<h2>The record</h2>
<p>${note}</p>
<details><summary>Show the audit record</summary><pre>${text}</pre></details>
</section>`;
}
