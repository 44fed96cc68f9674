import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { alarmLink } from '../../console-links.ts';
import { inWords } from '../../duration.ts';
import { html, type Markup } from '../markup.ts';
import { link } from '../words.ts';

/** What was asked for and planned: the request as it was given, the alarms that watched, the steps. */
export function requestSection({ request, plan, deployment }: AuditRecord): Markup {
  const alarms = alarmsOf(request).map(
    (name) => html`<li>${link(name, alarmLink(name, deployment.executionArn))}</li>`,
  );
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

function alarmsOf(request: unknown): readonly string[] {
  const { alarms } = (request ?? {}) as Readonly<Record<string, unknown>>;
  return Array.isArray(alarms) ? alarms.filter((name): name is string => typeof name === 'string') : [];
}
