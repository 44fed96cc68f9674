import { placeOf } from '../../../workflow/arns.ts';
import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { alarmLink, executionLink } from '../../console-links.ts';
import { inWords, timeText } from '../../duration.ts';
import { isRecoveryUnknown, outcomeOf, totalSeconds } from '../../outcome.ts';
import { recoveryInWords } from '../../recovery-told.ts';
import { timelineOf } from '../../timeline.ts';
import { html, type Markup } from '../markup.ts';
import { link, unbroken } from '../words.ts';

/** The first thing seen: how it ended in one sentence with its cause, what is left to do, who, when and where. */
export function summarySection(record: AuditRecord): Markup {
  const { tone, mark, title, sentence } = outcomeOf(record);
  const { cause } = record;
  return html`
<p class="badge ${tone}">${mark} ${title}</p>
<h1>${sentence}</h1>
${cause !== null && html`<p class="told">${unbroken(cause.summary)}</p>`}
${otherEvidence(record).map((line) => html`<p class="told">${unbroken(line)}</p>`)}
${recoveryInWords(record).map((line) => html`<p>${line}</p>`)}
${isRecoveryUnknown(record) && html`<p><strong>Recovery unknown:</strong> the execution did not end by itself, and this record was made without the ledger, which knows what became of the aliases.</p>`}
${leftToDo(record)}
${facts(record)}`;
}

function otherEvidence({ cause }: AuditRecord): readonly string[] {
  return cause ? cause.evidence.filter((line) => !cause.summary.includes(line)) : [];
}

function leftToDo({ cause }: AuditRecord): Markup | undefined {
  if (!cause || cause.repair.length === 0) return undefined;
  return html`<section class="todo"><h2>What to do</h2>${cause.repair.map((command) => html`<pre>${command}</pre>`)}</section>`;
}

function facts(record: AuditRecord): Markup {
  const { deployment, startedAt, endedAt, request } = record;
  const { region, account } = placeOf(deployment.executionArn);
  const { requestedBy, reason } = (request ?? {}) as Readonly<Record<string, unknown>>;
  const lines: readonly (readonly [string, Markup | string | undefined])[] = [
    ['Started', `${timeText(startedAt)} UTC`],
    ['Took', endedAt === undefined ? undefined : inWords(totalSeconds(record))],
    ['Ends, if all stays healthy, by', plannedEnd(record)],
    ['Requested by', typeof requestedBy === 'string' ? requestedBy : undefined],
    ['Because', typeof reason === 'string' ? reason : undefined],
    ['Alarm that fired', firedAlarms(record)],
    ['See', record.cause?.help],
    ['Execution', link(deployment.name, executionLink(deployment.executionArn))],
    ['In', region === '' ? undefined : `${region}, account ${account}`],
  ];
  const shown = lines.filter(([, value]) => value !== undefined);
  return html`<dl class="facts">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function firedAlarms({ checks, deployment }: AuditRecord): Markup | undefined {
  const names = [...new Set(checks.flatMap(({ firing = [] }) => firing.map(({ name }) => name)))];
  const links = names.map((name, i) => html`${i > 0 && ', '}${link(name, alarmLink(name, deployment.executionArn))}`);
  return names.length === 0 ? undefined : html`${links}`;
}

function plannedEnd(record: AuditRecord): string | undefined {
  const end = timelineOf(record).ahead.at(-1);
  return end && `${timeText(new Date(Date.parse(record.startedAt) + 1000 * end.atSeconds).toISOString())} UTC`;
}
