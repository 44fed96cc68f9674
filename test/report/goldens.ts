import { fileURLToPath } from 'node:url';
import { localClients } from '../../cli/local-clients.ts';
import { readHistory } from '../../cli/rehearsal/read-record.ts';
import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { reportPage } from '../../report/html/report-page.ts';
import type { Reported } from '../../report/reported.ts';
import { auditRecord } from '../../workflow/audit-record.ts';
import type { EndName } from '../../workflow/ends.ts';
import { example, sample } from '../scenarios/example.ts';

/** A deployment for each end, as short as it can be; one that was stopped, and one under way. */
export const GOLDENS: Readonly<Record<EndName | 'Stopped' | 'Running', () => Promise<Reported>>> = {
  Succeeded: () => rehearse(sample('good', { strategy: 'AllAtOnce', finalBakeSeconds: 180, pollSeconds: 60 })),
  NothingToDo: () => rehearse(sample('good', { publish: false })),
  ValidationError: () => rehearse(sample('good', { alarms: ['no-such-alarm'] })),
  RolledBack: () => rehearse(sample('bad', { pollSeconds: 60 })),
  CriticalError: () => rehearse(example('drift')),
  Stopped: () => rehearse(example('stop-execution')),
  Running: () => underWay(sample('good', { pollSeconds: 60 })),
};

/** As it is told when the first half of its history is all there is. */
async function underWay(scenario: Scenario): Promise<Reported> {
  let aws: LocalAws | undefined;
  const { record } = await rehearse(scenario, {
    beforeDeployment: async (account) => {
      aws = account;
    },
  });
  const { executionArn, name } = record.deployment;
  const events = await readHistory(localClients(aws!), executionArn);
  const execution = { executionArn, name, status: 'RUNNING', startDate: new Date(record.startedAt) };
  return { record: auditRecord(execution, events.slice(0, events.length / 2)), machines: [] };
}

export const folderOfGoldens = fileURLToPath(new URL('goldens/', import.meta.url));

/** What is kept of a deployment: its record, and the page as a person reads it. */
export async function golden(name: keyof typeof GOLDENS): Promise<{ readonly record: string; readonly page: string }> {
  const reported = await GOLDENS[name]();
  const record = `${JSON.stringify(reported.record, null, 1)}\n`;
  return { record, page: readable(reportPage(reported)) };
}

/** A page without its style sheet, and of its pictures only their words: so small that a change can be read. */
function readable(page: string): string {
  return page
    .replace(/<style>[\s\S]*?<\/style>/, '<style>…</style>')
    .replace(/<svg class="(\w+)"[^>]*aria-label="([^"]*)"[\s\S]*?<\/svg>/g, (svg, kind: string, label: string) => {
      const words = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text]) => text!.replace(/<[^>]*>/g, ''));
      return `<svg class="${kind}" aria-label="${label}">${words.join(' | ')}</svg>`;
    })
    .replace(/(<summary>Show the audit record<\/summary><pre>)[\s\S]*?<\/pre>/, '$1…</pre>')
    .replace(/(<\/(?:tr|p|h\d|li|div|section)>)(?!\n)/g, '$1\n');
}
