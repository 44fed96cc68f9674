import { fileURLToPath } from 'node:url';
import { rehearse } from '../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../cli/scenario/read.ts';
import type { Scenario } from '../cli/scenario/scenario.ts';
import type { Benchmark, Measurement } from './benchmark.ts';
import { sevenDays } from './seven-days.ts';

/** How fast virtual time passes through the whole deployer: fifty busy minutes, and a week in which little happens. */
export const rehearsalSpeed: Benchmark = {
  name: 'rehearsal-speed',
  about:
    'rehearsals of a linear 10 % every 5 minutes deployment with 30 executions a minute, and of one of seven days with 20 an hour',
  run: async () => [
    ...(await measured('50 minutes', linearTen(), 5)),
    ...(await measured('seven days', sevenDays(), 10)),
    { name: 'memory', value: process.memoryUsage().rss / 1e6, unit: 'MB' },
  ],
};

/** @param promisedSeconds of real time; the processor's time is told as well, as other work on the machine does not count in it */
async function measured(what: string, scenario: Scenario, promisedSeconds: number): Promise<readonly Measurement[]> {
  const [began, usage] = [performance.now(), process.cpuUsage()];
  const { record, machines, virtualSeconds } = await rehearse(scenario);
  const wallSeconds = (performance.now() - began) / 1000;
  const processorSeconds = process.cpuUsage(usage).user / 1e6;
  if (record.outcome !== 'Succeeded') throw new Error(`the rehearsal ended as ${record.outcome}: nothing was measured`);
  const [{ executions }] = machines;
  const count = executions.stable.started + executions.candidate.started;
  return [
    { name: `${what}: wall time`, value: wallSeconds, unit: 's', promise: { atMost: promisedSeconds } },
    { name: `${what}: processor time`, value: processorSeconds, unit: 's' },
    { name: `${what}: virtual seconds per wall second`, value: virtualSeconds / wallSeconds, unit: '' },
    { name: `${what}: executions per wall second`, value: count / wallSeconds, unit: '' },
  ];
}

function linearTen(): Scenario {
  const example = readScenario(fileURLToPath(new URL('../examples/sample-alias-machine-fixed', import.meta.url)));
  return {
    ...example,
    request: { ...(example.request as object), strategy: 'Linear10PercentEvery5Minutes' },
  };
}
