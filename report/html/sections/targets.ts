import { machineName } from '../../../workflow/arns.ts';
import type { Target } from '../../../workflow/document.ts';
import { machineLink } from '../../console-links.ts';
import type { ExecutionCounts } from '../../observed-machine.ts';
import type { Reported } from '../../reported.ts';
import { standingInWords } from '../../standing-told.ts';
import { html, type Markup } from '../markup.ts';
import { link } from '../words.ts';
import { versionMark } from './version-mark.ts';

/** Each target: which versions, where it stands, and the executions that a rehearsal counted. */
export function targetsSection(reported: Reported): Markup | undefined {
  const { record, machines } = reported;
  if (record.targets.length === 0) return undefined;
  const counted = machines.length > 0;
  return html`<section>
<h2>${record.targets.length > 1 ? 'Targets' : 'Target'}</h2>
<table class="cards">
<thead><tr><th scope="col">State machine</th><th scope="col">Alias</th><th scope="col">Stable</th><th scope="col">Candidate</th><th scope="col">Where it stands</th>${counted && html`<th scope="col">Executions failed (candidate, stable)</th>`}</tr></thead>
<tbody>${record.targets.map((target) => row(target, reported))}</tbody>
</table>
</section>`;
}

function row(target: Target, { machines, record }: Reported): Markup {
  const { stateMachineArn, alias, found, candidate } = target;
  const executions = machines.find((machine) => machine.stateMachineArn === stateMachineArn)?.executions;
  const recovered = record.recovered?.targets.find(
    (one) => one.stateMachineArn === stateMachineArn && one.alias === alias,
  );
  return html`<tr><td class="machine" data-name="State machine">${link(machineName(target), machineLink(stateMachineArn))}</td><td data-name="Alias"><bdi>${alias}</bdi></td><td data-name="Stable">${versionMark(found.kind === 'whole' ? found.versionArn : undefined)}</td><td data-name="Candidate">${versionMark(candidate?.versionArn)}</td><td data-name="Stands">${recovered ? `${RECOVERED[recovered.kind]} by recovery` : standingInWords(target)}</td>${executions && html`<td data-name="Executions failed">${failures(executions.candidate)}, ${failures(executions.stable)}</td>`}</tr>`;
}

const RECOVERED: Readonly<Record<string, string>> = {
  restored: 'wholly on stable again, put back',
  removed: 'the new alias was removed',
  notTouched: 'not changed, found so',
  promoted: 'wholly on the candidate, promoted',
  handedOver: 'moved by somebody else, left as found',
  inUse: 'new and in use, left on the candidate',
};

function failures({ started, failed }: ExecutionCounts): string {
  return `${failed} of ${started}`;
}
