import { fileURLToPath } from 'node:url';
import { readScenario } from '../cli/scenario/read.ts';
import type { Scenario } from '../cli/scenario/scenario.ts';
import { trafficOf } from '../cli/scenario/traffic.ts';

const EXECUTIONS_AN_HOUR = 20;

/** The longest deployment that CodePipeline waits for, of a machine that is used now and then: 10 % more every 16.8 hours. */
export function sevenDays(): Scenario {
  const example = readScenario(fileURLToPath(new URL('../examples/sample-alias-machine-fixed', import.meta.url)));
  const [machine] = example.machines;
  const traffic = trafficOf({
    perMinute: EXECUTIONS_AN_HOUR / 60,
    poisson: true,
    inputs: [{ type: 'B' }],
    warmUpSeconds: 86_400,
  });
  return {
    ...example,
    machines: [{ ...machine, type: 'STANDARD', traffic }],
    alarms: [],
    events: [],
    request: {
      ...(example.request as object),
      alarms: [],
      strategy: { type: 'linear', percentage: 10, intervalMinutes: 1008 },
    },
  };
}
