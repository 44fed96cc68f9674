import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { isRestore } from '../../outcome.ts';
import { timelineOf } from '../../timeline.ts';
import { timelineInWords } from '../../timeline-in-words.ts';
import { html, type Markup } from '../markup.ts';
import { NARROW, WIDE } from '../panel.ts';
import { timelineChart } from '../timeline-chart.ts';
import { unbroken } from '../words.ts';

/** Weight over time, with all that happened on the way; undefined where nothing was shifted, or all at once by a restore. */
export function timelineSection(record: AuditRecord): Markup | undefined {
  if (isRestore(record)) return undefined;
  const timeline = timelineOf(record);
  if (timeline.courses.length === 0) return undefined;
  const words = timelineInWords(timeline, record);
  const title = `Weight of the candidate over time. ${words[0]}`;
  return html`<section>
<h2>What happened</h2>
<figure>
<div class="wide">${timelineChart(timeline, WIDE, title)}</div>
<div class="narrow">${timelineChart(timeline, NARROW, title)}</div>
<figcaption>${words.map((line) => html`<p>${unbroken(line)}</p>`)}</figcaption>
</figure>
</section>`;
}
