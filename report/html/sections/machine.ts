import type { AuditRecord } from '../../../workflow/audit-record.ts';
import { clockTime } from '../../duration.ts';
import { foldedPath } from '../../folded-path.ts';
import { machineMap, wayTaken } from '../../machine-map.ts';
import { machineGraph } from '../machine-graph.ts';
import { html, type Markup } from '../markup.ts';

/** The deployer itself as a graph with the way taken, and the same as words and numbers. */
export function machineSection(record: AuditRecord): Markup | undefined {
  const { path, states, historyEvents } = record;
  if (path.length === 0) return undefined;
  const map = machineMap(record);
  const { leftOut } = map;
  const title = 'The state machine of the deployer, with the way that this deployment took.';
  const rows = states.map(
    ({ name, visits, seconds, retries }) =>
      html`<tr><td><bdi>${name}</bdi></td><td class="number" data-name="Visits">${visits}</td><td class="number" data-name="Time">${clockTime(seconds)}</td><td class="number" data-name="Retries">${retries}</td></tr>`,
  );
  return html`<section>
<h2>The way through the machine</h2>
<figure>
<div class="wide">${machineGraph(map, 'wide', title)}</div>
<div class="narrow">${machineGraph(wayTaken(map), 'narrow', title)}</div>
<figcaption><p>Each state that was entered says how often, for how long, and how many retries it needed. In words: <bdi>${foldedPath(path).join(' → ')}</bdi>. ${historyEvents} history events in all.</p>${leftOut.length > 0 && html`<p>Left out, as only a failure leads there and none did: ${leftOut.join(', ')}.</p>`}</figcaption>
</figure>
<details><summary>All states with visits, time and retries</summary>
<table>
<thead><tr><th scope="col">State</th><th scope="col" class="number">Visits</th><th scope="col" class="number">Time</th><th scope="col" class="number">Retries</th></tr></thead>
<tbody>${rows}</tbody>
</table></details>
</section>`;
}
