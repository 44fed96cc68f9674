import { fileURLToPath } from 'node:url';
import { localClients } from '../cli/rehearsal/clients.ts';
import { readHistory } from '../cli/rehearsal/read-record.ts';
import { rehearse } from '../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../cli/scenario/read.ts';
import type { Scenario } from '../cli/scenario/scenario.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { auditRecord, type HistoryEvent } from '../workflow/audit-record.ts';
import type { Benchmark } from './benchmark.ts';

/** How long the longest history that a deployment may have takes to become a page, and how large that is. */
export const longReport: Benchmark = {
  name: 'long-report',
  about: 'a history of about 20,000 events becomes a report: record, charts, graph and page',
  run: async () => {
    const { events, execution } = await longHistory();
    // From source; bundled, as it is published, it takes a tenth of that.
    const loading = performance.now();
    const { reportPage } = await import('../report/html/report-page.ts');
    const began = performance.now();
    const record = auditRecord(execution, events);
    const derived = performance.now();
    const page = reportPage({ record, machines: [] });
    const drawn = performance.now();
    return [
      { name: 'history events', value: events.length, unit: '', promise: { atLeast: 19_000 } },
      { name: 'looks at the evidence', value: record.checks.length, unit: '' },
      { name: 'load the chart and the graph library', value: began - loading, unit: 'ms' },
      { name: 'derive the record', value: derived - began, unit: 'ms' },
      { name: 'draw the page', value: drawn - derived, unit: 'ms' },
      { name: 'history to page', value: (drawn - began) / 1000, unit: 's', promise: { atMost: 2 } },
      { name: 'size of the page', value: Buffer.byteLength(page) / 1000, unit: 'kB', promise: { atMost: 1000 } },
    ];
  },
};

async function longHistory() {
  let aws: LocalAws | undefined;
  const { record } = await rehearse(manyLooks(), {
    beforeDeployment: async (account) => {
      aws = account;
    },
  });
  const { executionArn, name } = record.deployment;
  const events: readonly HistoryEvent[] = await readHistory(localClients(aws!), executionArn);
  const [startDate, stopDate] = [new Date(record.startedAt), new Date(record.endedAt!)];
  return { events, execution: { executionArn, name, status: 'SUCCEEDED', startDate, stopDate } };
}

/** Nearly as many looks as the budget of history events allows. */
function manyLooks(): Scenario {
  const example = readScenario(fileURLToPath(new URL('../examples/sample-alias-machine-fixed', import.meta.url)));
  const [machine] = example.machines;
  const strategy = { type: 'linear', percentage: 10, intervalSeconds: 2160 };
  return {
    ...example,
    machines: [
      {
        ...machine,
        traffic: { ...machine.traffic, phases: machine.traffic.phases.map((phase) => ({ ...phase, perMinute: 6 })) },
      },
    ],
    request: { ...(example.request as object), strategy, pollSeconds: 10 },
  };
}
