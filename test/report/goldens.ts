import { fileURLToPath } from 'node:url';
import { type Rehearsal, rehearse } from '../../cli/rehearsal/rehearsal.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { reportPage } from '../../report/html/report-page.ts';
import type { EndName } from '../../workflow/ends.ts';
import { example, sample } from '../scenarios/example.ts';

/** A deployment for each end, as short as it can be. */
export const GOLDENS: Readonly<Record<EndName, () => Scenario>> = {
  Succeeded: () => sample('good', { strategy: 'AllAtOnce', finalBakeSeconds: 180, pollSeconds: 60 }),
  NothingToDo: () => sample('good', { publish: false }),
  ValidationError: () => sample('good', { alarms: ['no-such-alarm'] }),
  RolledBack: () => sample('bad', { pollSeconds: 60 }),
  CriticalError: () => example('drift'),
};

export const folderOfGoldens = fileURLToPath(new URL('goldens/', import.meta.url));

/** What is kept of a rehearsal: its record, and the page as a person reads it. */
export async function golden(end: EndName): Promise<{ readonly record: string; readonly page: string }> {
  const rehearsal: Rehearsal = await rehearse(GOLDENS[end]());
  const record = `${JSON.stringify(rehearsal.record, null, 1)}\n`;
  return { record, page: readable(reportPage(rehearsal)) };
}

/** A page without its style sheet, and of its pictures only their words: so small that a change can be read. */
function readable(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
    .replace(/<svg class="(\w+)"[^>]*aria-label="([^"]*)"[\s\S]*?<\/svg>/g, (svg, kind: string, label: string) => {
      const words = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, word]) => word);
      return `<svg class="${kind}" aria-label="${label}">${words.join(' | ')}</svg>`;
    })
    .replace(/(<summary>Show the audit record<\/summary><pre>)[\s\S]*?<\/pre>/, '$1…</pre>')
    .replace(/(<\/(?:tr|p|h\d|li|div|section)>)(?!\n)/g, '$1\n');
}
