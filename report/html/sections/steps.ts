import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { clockTime } from '../../duration.ts';
import { FOLLOWS, type Saying, type StepTold, stepsTold } from '../../steps-told.ts';
import { html, type Markup } from '../markup.ts';
import { unbroken, verdictMark } from '../words.ts';

/** Each step with the verdict's words; looks that came to the same are folded. */
export function stepsSection(record: AuditRecord): Markup | undefined {
  const steps = stepsTold(record);
  if (steps.length === 0) return undefined;
  return html`<section><h2>Steps and verdicts</h2>${steps.map(stepTable)}</section>`;
}

function stepTable({ weightPercent, sayings, leftOut }: StepTold, index: number): Markup {
  const half = sayings.length / 2;
  const rows = sayings.map((saying, i) =>
    leftOut > 0 && i === half ? html`${gap(leftOut)}${row(saying)}` : row(saying),
  );
  return html`<h3>Step ${index + 1}: ${weightPercent} %</h3>
<table class="cards">
<thead><tr><th scope="col">When</th><th scope="col">Looks</th><th scope="col">Verdict</th><th scope="col">Why</th><th scope="col">What follows</th></tr></thead>
<tbody>${rows}</tbody>
</table>`;
}

function row({ fromSeconds, untilSeconds, looks, verdict, decision, reasons }: Saying): Markup {
  const when = looks === 1 ? clockTime(fromSeconds) : `${clockTime(fromSeconds)}–${clockTime(untilSeconds)}`;
  const why =
    reasons.length > 1
      ? html`<ul class="reasons">${reasons.map((reason) => html`<li>${unbroken(reason)}</li>`)}</ul>`
      : html`${unbroken(reasons[0] ?? '')}`;
  return html`<tr><td class="time" data-name="When">${when}</td><td data-name="Looks">${looks}</td><td>${verdictMark(verdict)}</td><td>${why}</td><td class="follows" data-name="Then">${FOLLOWS[decision]}</td></tr>`;
}

function gap(leftOut: number): Markup {
  return html`<tr><td colspan="5">… ${leftOut} more changes of the verdict; the record has them all …</td></tr>`;
}
