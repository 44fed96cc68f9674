import { fileURLToPath } from 'node:url';
import { rehearse } from '../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../cli/scenario/read.ts';
import type { Scenario } from '../cli/scenario/scenario.ts';
import type { Benchmark } from './benchmark.ts';

/** How fast virtual time passes: a linear deployment of 50 minutes with 30 executions a minute, through the whole deployer. */
export const rehearsalSpeed: Benchmark = {
  name: 'rehearsal-speed',
  about: 'a linear 10 % every 5 minutes deployment with 30 executions a minute, rehearsed',
  run: async () => {
    const began = performance.now();
    const { record, machines, virtualSeconds } = await rehearse(linearTen());
    const wallSeconds = (performance.now() - began) / 1000;
    if (record.outcome !== 'Succeeded')
      throw new Error(`the rehearsal ended as ${record.outcome}: nothing was measured`);
    const [{ executions }] = machines;
    const count = executions.stable.started + executions.candidate.started;
    return [
      { name: 'wall time', value: wallSeconds, unit: 's', promise: { atMost: 5 } },
      { name: 'virtual seconds per wall second', value: virtualSeconds / wallSeconds, unit: '' },
      { name: 'executions per wall second', value: count / wallSeconds, unit: '' },
      { name: 'memory', value: process.memoryUsage().rss / 1e6, unit: 'MB' },
    ];
  },
};

function linearTen(): Scenario {
  const example = readScenario(fileURLToPath(new URL('../examples/sample-alias-machine-fixed', import.meta.url)));
  return {
    ...example,
    request: { ...(example.request as object), strategy: 'Linear10PercentEvery5Minutes' },
  };
}
