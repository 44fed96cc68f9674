import type { TendedTarget } from '../../../workflow/after-care.ts';
import { machineName } from '../../../workflow/arns.ts';
import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { executionLink } from '../../console-links.ts';
import { html, type Markup } from '../markup.ts';
import { link } from '../words.ts';

/** What became of the candidate's executions after a roll-back: those that ran on, were stopped, or were started again on stable. */
export function afterCareSection({ afterCare }: AuditRecord): Markup | undefined {
  const targets = afterCare?.targets ?? [];
  if (targets.length === 0) return undefined;
  return html`<section>
<h2>Executions of the candidate after the roll-back</h2>
<table class="cards">
<thead><tr><th scope="col">State machine</th><th scope="col">Alias</th><th scope="col">Still running</th><th scope="col">Stopped</th><th scope="col">Started again on stable</th><th scope="col">Not started again</th></tr></thead>
<tbody>${targets.map(row)}</tbody>
</table>
${targets.flatMap(untold)}
</section>`;
}

function row(target: TendedTarget): Markup {
  const { alias, running, stopped, replayed, notReplayed } = target;
  return html`<tr><td class="machine" data-name="State machine"><bdi>${machineName(target)}</bdi></td><td data-name="Alias"><bdi>${alias}</bdi></td><td data-name="Still running">${counted(running)}</td><td data-name="Stopped">${stopped}</td><td data-name="Started again on stable">${replayed}</td><td data-name="Not started again">${counted(notReplayed)}</td></tr>`;
}

function untold({ alias, notTended }: TendedTarget): readonly Markup[] {
  return notTended === undefined ? [] : [html`<p><bdi>${alias}</bdi>: ${notTended}</p>`];
}

function counted({ count, sample, andMore }: TendedTarget['running']): Markup {
  const few = sample.map(({ executionArn, why }) => {
    const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
    return html`<li>${link(name, executionLink(executionArn))}${why !== undefined && html`: ${why}`}</li>`;
  });
  return html`${count}${andMore && ' or more'}${few.length > 0 && html`, such as<ul class="reasons">${few}</ul>`}`;
}
