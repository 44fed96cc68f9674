import { fileURLToPath } from 'node:url';
import { readScenario } from '../../cli/scenario/read.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';

const EXECUTIONS_AN_HOUR = 20;

/** Fifty minutes and a busy machine. */
export function linearTen(): Scenario {
  const example = fixed();
  return { ...example, request: { ...(example.request as object), strategy: 'Linear10PercentEvery5Minutes' } };
}

/** The longest deployment that CodePipeline waits for, of a machine that is used now and then: 10 % more every 16.8 hours. */
export function sevenDays(): Scenario {
  return seldomUsed(7);
}

/** As long as a person is waited for, and more: 10 % more every three days. */
export function monthLong(): Scenario {
  return seldomUsed(30);
}

function seldomUsed(days: number): Scenario {
  const example = fixed();
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
      strategy: { type: 'linear', percentage: 10, intervalMinutes: days * 144 },
    },
  };
}

function fixed(): Scenario {
  return readScenario(fileURLToPath(new URL('../../examples/sample-alias-machine-fixed', import.meta.url)));
}
