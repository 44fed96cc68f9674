import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { alarmLink } from '../../console-links.ts';
import { inWords } from '../../duration.ts';
import { html, type Markup } from '../markup.ts';
import { link } from '../words.ts';

/** What was asked for and planned: the request as it was given, the alarms that watched, the steps. */
export function requestSection({ request, plan, alarms: atStart, deployment }: AuditRecord): Markup {
  const ignored = new Set(atStart?.ignored.map(({ name }) => name));
  const alarms = (atStart?.watched ?? namedAlarms(request)).map((name) => {
    const note = ignored.has(name) ? ', firing already at the start, and accepted so' : '';
    return html`<li>${link(name, alarmLink(name, deployment.executionArn))}${note}</li>`;
  });
  const steps = (plan?.steps ?? []).map(
    ({ weightPercent, bakeSeconds }) => `${weightPercent} % for ${inWords(bakeSeconds)}`,
  );
  return html`<section>
<h2>What was asked for</h2>
${steps.length > 0 && html`<p>Planned: ${steps.join(', ')}.</p>`}
${alarms.length > 0 && html`<p>Watched by these alarms:</p><ul>${alarms}</ul>`}
<pre>${JSON.stringify(request, null, 2) ?? 'null'}</pre>
</section>`;
}

/** Where the alarms were not read: those that the request itself names. */
function namedAlarms(request: unknown): readonly string[] {
  const { alarms } = (request ?? {}) as Readonly<Record<string, unknown>>;
  return Array.isArray(alarms) ? alarms.filter((name): name is string => typeof name === 'string') : [];
}
