import { fileURLToPath } from 'node:url';
import { localClients } from '../../cli/local-clients.ts';
import { readHistory } from '../../cli/rehearsal/read-record.ts';
import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../../cli/scenario/read.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { Plan } from '../../workflow/plan.ts';
import { type Bill, transitionsOf } from './bill.ts';
import { type Counted, countCalls } from './counted-calls.ts';
import type { Release } from './release.ts';

/** A deployment as it was rehearsed, what its plan had said, and what the watchdog took meanwhile. */
export interface Rehearsed {
  readonly bill: Bill;
  readonly plan: Plan;
  readonly watchdog: Pick<Bill, 'invocations' | 'calls'>;
}

const WATCHDOG = 'stepshift-RecoverDeployment';
/** Evidence enough at each step, and few enough for a month to be rehearsed in seconds. */
const EXECUTIONS = 3000;
const DAY_SECONDS = 86_400;

/** Deploys a good release by the whole deployer on local AWS, and counts what it really does. */
export async function ourDeployment(release: Release): Promise<Rehearsed> {
  let aws: LocalAws | undefined;
  let counted: ReadonlyMap<string, Counted> = new Map();
  const { record } = await rehearse(scenarioOf(release), {
    beforeDeployment: async (local) => {
      aws = local;
      counted = countCalls(local);
    },
  });
  if (record.outcome !== 'Succeeded' || !record.plan)
    throw new Error(`the rehearsal ended as ${record.outcome}: nothing was measured`);
  const ours = [...counted].filter(([name]) => name.startsWith('stepshift-') && name !== WATCHDOG);
  const { invocations = 0, calls = {} } = counted.get(WATCHDOG) ?? {};
  const watchdog = { invocations, calls: { ...calls } };
  const { metrics, ...sum } = summed(ours.map(([, one]) => one));
  const events = await readHistory(localClients(aws!), record.deployment.executionArn);
  const seconds = (Date.parse(record.endedAt!) - Date.parse(record.startedAt)) / 1000;
  const bill = { ...sum, metrics, transitions: transitionsOf(events), events: events.length, seconds };
  return { bill, plan: record.plan, watchdog };
}

function summed(all: readonly Counted[]): Counted {
  const sum: Counted = { invocations: 0, metrics: 0, calls: {} };
  for (const { invocations, metrics, calls } of all) {
    sum.invocations += invocations;
    sum.metrics += metrics;
    for (const [name, count] of Object.entries(calls)) sum.calls[name] = (sum.calls[name] ?? 0) + count;
  }
  return sum;
}

/** Machines that are STANDARD, like most that are worth such care, each with its own alarm on failures. */
function scenarioOf({ seconds, steps, targets = 1, pollSeconds, alarmsAlone }: Release): Scenario {
  const example = readScenario(fileURLToPath(new URL('../../examples/sample-alias-machine-fixed', import.meta.url)));
  const [machine] = example.machines;
  const traffic = trafficOf({
    perMinute: EXECUTIONS / (seconds / 60),
    poisson: true,
    inputs: [{ type: 'B' }],
    warmUpSeconds: Math.min(DAY_SECONDS, seconds),
  });
  const names = Array.from({ length: targets }, (_, i) => (i === 0 ? machine.name : `${machine.name}${i + 1}`));
  const [first, ...others] = names.map((name) => ({ ...machine, name, type: 'STANDARD' as const, traffic }));
  const arnOf = (name: string) => `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`;
  return {
    ...example,
    machines: [first!, ...others],
    events: [],
    request: {
      targets: names.map((name) => ({ stateMachineArn: arnOf(name), alias: 'main' })),
      alarms: (example.request as { alarms: readonly string[] }).alarms,
      strategy: { steps: stepsOf(steps, seconds) },
      ...(pollSeconds !== undefined && { pollSeconds }),
      ...(alarmsAlone && { compare: 'off' }),
    },
  };
}

function stepsOf(steps: number, seconds: number) {
  return Array.from({ length: steps }, (_, i) => ({
    weight: Math.round((100 * (i + 1)) / steps),
    bakeSeconds: seconds / steps,
  }));
}
