import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { executionLink } from '../../console-links.ts';
import { html, type Markup } from '../markup.ts';
import { link } from '../words.ts';
import { versionMark } from './version-mark.ts';

/** How each smoke test went, with its execution. */
export function smokeTestsSection({ smokeTests = [] }: AuditRecord): Markup | undefined {
  if (smokeTests.length === 0) return undefined;
  const rows = smokeTests.map(({ name, versionArn, passed, found, executionArn }) => {
    const shown = executionArn === undefined ? html`<bdi>${name}</bdi>` : link(name, executionLink(executionArn));
    const mark = passed
      ? html`<span class="verdict good">✔ passed</span>`
      : html`<span class="verdict bad">✘ failed</span>`;
    return html`<tr><td data-name="Test">${shown}</td><td data-name="Of">${versionMark(versionArn)}</td><td>${mark}</td><td data-name="Found">${found}</td></tr>`;
  });
  return html`<section>
<h2>Smoke tests</h2>
<table class="cards">
<thead><tr><th scope="col">Test</th><th scope="col">Of</th><th scope="col">Result</th><th scope="col">Found</th></tr></thead>
<tbody>${rows}</tbody>
</table>
</section>`;
}
