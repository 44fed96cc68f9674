import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sevenDays } from '../../bench/speed/scenarios.ts';
import { localClients } from '../../cli/local-clients.ts';
import { readHistory } from '../../cli/rehearsal/read-record.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { HISTORY_BUDGET } from '../../workflow/limits.ts';
import { type Plan, planDeployment } from '../../workflow/plan.ts';
import { parseRequest } from '../../workflow/request.ts';
import { example, sample } from './example.ts';
import { rehearse } from './recorded.ts';

/** Nobody uses these machines, and no alarm watches them: what is counted is the deployer's own. */
function quiet(scenario: Scenario, request: object): Scenario {
  const [first, ...others] = scenario.machines.map((machine) => ({
    ...machine,
    traffic: trafficOf({ warmUpSeconds: 0 }),
  }));
  return { ...scenario, machines: [first!, ...others], alarms: [], events: [], request };
}

function one(fields: object): Scenario {
  return quiet(example('sample-alias-machine-fixed'), { ...target('SampleAliasMachine'), ...fields });
}

function standard(scenario: Scenario): Scenario {
  const [machine, ...others] = scenario.machines;
  return { ...scenario, machines: [{ ...machine, type: 'STANDARD' }, ...others] };
}

function three(fields: object): Scenario {
  return quiet(example('three-targets'), { targets: ['Orders', 'Payments', 'Shipments'].map(target), ...fields });
}

function target(name: string): object {
  return { stateMachineArn: `arn:aws:states:us-east-1:123456789012:stateMachine:${name}`, alias: 'main' };
}

/** Rehearses, and counts what AWS would: events, and states entered. */
async function counted(scenario: Scenario) {
  let aws: LocalAws | undefined;
  const { record } = await rehearse(scenario, {
    beforeDeployment: async (local) => {
      aws = local;
    },
  });
  const events = await readHistory(localClients(aws!), record.deployment.executionArn);
  const transitions = events.filter(({ type }) => type!.endsWith('StateEntered')).length;
  const seconds = (Date.parse(record.endedAt!) - Date.parse(record.startedAt)) / 1000;
  return { outcome: record.outcome, events: events.length, transitions, seconds };
}

function planOf({ request }: Scenario): Plan {
  const parsed = parseRequest(request);
  if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.problems));
  const planned = planDeployment(parsed.value);
  if (planned.kind === 'refused') throw new Error(JSON.stringify(planned.problems));
  return planned.plan;
}

/** Short plans of any kind, always the same ones. */
const drawn = fc.sample(
  fc.record({
    strategy: fc.oneof(
      fc.record({
        type: fc.constantFrom('canary', 'linear', 'exponential'),
        percentage: fc.integer({ min: 10, max: 99 }),
        intervalSeconds: fc.integer({ min: 1, max: 900 }),
      }),
      fc
        .uniqueArray(fc.record({ weight: fc.integer({ min: 1, max: 100 }), bakeSeconds: fc.nat(900) }), {
          minLength: 1,
          maxLength: 8,
          selector: ({ weight }) => weight,
        })
        .map((steps) => ({ steps: steps.sort((one, other) => one.weight - other.weight) })),
    ),
    finalBakeSeconds: fc.nat(900),
    smokeTests: fc
      .uniqueArray(fc.constantFrom('a', 'b', 'c'))
      .map((names) => names.map((name) => ({ name, input: { type: 'B' } }))),
    keepVersions: fc.nat(2),
    onInconclusive: fc.constantFrom('extend', 'hold', 'promote', 'rollBack'),
  }),
  { seed: 6, numRuns: 6 },
);

/** Far more than they need, for machines that have much else to do. */
const PATIENCE = 180_000;

describe('the history of a deployment holds what its plan says', () => {
  test.each<[string, Scenario]>([
    ['not watched at all', one({ strategy: 'AllAtOnce', finalBakeSeconds: 0 })],
    ['the usual canary', one({ strategy: 'Canary10Percent5Minutes' })],
    ['a canary looked at each second', one({ strategy: 'Canary10Percent5Minutes', pollSeconds: 1 })],
    ['looked at less often than it bakes', one({ strategy: 'Linear50PercentEvery2Minutes', pollSeconds: 500 })],
    ['a hundred steps', one({ strategy: 'Linear1PercentEvery1Minutes' })],
    ['a hundred steps of a second', one({ strategy: { type: 'linear', percentage: 1, intervalSeconds: 1 } })],
    ['a day, looked at each minute', one({ strategy: 'Canary10Percent12Hours', pollSeconds: 60 })],
    ['a week in ten steps', one({ strategy: { type: 'linear', percentage: 10, intervalMinutes: 1008 } })],
    [
      'smoke tests, and old versions to prune',
      standard(
        one({
          strategy: 'AllAtOnce',
          smokeTests: [
            { name: 'a', input: { type: 'B' } },
            { name: 'b', input: { type: 'C' } },
          ],
          keepVersions: 1,
        }),
      ),
    ],
    ['three targets', three({ strategy: 'Linear10PercentEvery5Minutes' })],
    ...drawn.map((fields) => [JSON.stringify(fields), standard(one(fields))] as [string, Scenario]),
  ])(
    '%s',
    async (_, scenario) => {
      const plan = planOf(scenario);
      expect(plan.historyEvents).toBeLessThanOrEqual(HISTORY_BUDGET);
      expect(await counted(scenario)).toEqual({
        outcome: 'Succeeded',
        events: plan.historyEvents,
        transitions: plan.stateTransitions,
        seconds: plan.totalSeconds,
      });
    },
    PATIENCE,
  );
});

describe('the history of a week in use', () => {
  test(
    'is within the budget, with 20 executions an hour and looked at all the time',
    async () => {
      const { record, machines } = await rehearse(sevenDays());
      expect(record.outcome).toBe('Succeeded');
      expect(record.plan?.totalSeconds).toBe(7 * 86_400);
      const [{ executions }] = machines;
      expect(executions.stable.started + executions.candidate.started).toBeGreaterThan(3000);
      expect(record.historyEvents).toBeGreaterThan(HISTORY_BUDGET / 2);
      expect(record.historyEvents).toBeLessThanOrEqual(HISTORY_BUDGET);
    },
    PATIENCE,
  );
});

describe('the history of a deployment that cannot tell', () => {
  const gone = {
    atSeconds: 60,
    kind: 'call',
    service: 'cloudwatch',
    operation: 'DeleteAlarms',
    input: { AlarmNames: ['SampleAliasMachine-failures'] },
  } as const;

  // An alarm that is deleted midway once had the step extended at the request's own pace, until the history was full and AWS ended the execution.
  test.each([1, 2])(
    'stays within the budget, where the request wants a look every so many seconds: %d',
    async (pollSeconds) => {
      const { record } = await rehearse(sample('good', { pollSeconds }, { events: [gone] }));
      expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NeverConclusive', cause: { recovery: 'done' } });
      expect(record.historyEvents).toBeGreaterThan(HISTORY_BUDGET / 2);
      expect(record.historyEvents).toBeLessThanOrEqual(HISTORY_BUDGET);
    },
    PATIENCE,
  );
});
