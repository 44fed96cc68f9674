import { describe, expect, test } from '@jest/globals';
import type { Stage } from '../../cli/rehearsal/set-up.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import { trafficOf } from '../../cli/scenario/traffic.ts';
import { AwsError, type Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import type { AuditRecord, Shift } from '../../workflow/audit-record.ts';
import { example, sample } from './example.ts';
import { instead } from './failing-calls.ts';
import { rehearse, withMachine } from './one-machine.ts';

/** No alarm watches. */
const ALONE = { alarms: [] };
const ON_STABLE = [{ version: 1, weight: 100 }];
const ON_CANDIDATE = [{ version: 2, weight: 100 }];
const TEN_PERCENT = { strategy: 'Canary10Percent5Minutes' };

type Type = 'STANDARD' | 'EXPRESS';
type Stages = readonly [Stage, ...Stage[]];

/** The sample in this many starts a minute, one in `oneIn` of which fails whatever the version; 0: none. */
function noisy(
  kind: 'bad' | 'good',
  type: Type,
  perMinute: number,
  oneIn: number,
  request: object = TEN_PERCENT,
): Scenario {
  const works = kind === 'bad' ? { type: 'B' } : { type: 'C' };
  const inputs = oneIn === 0 ? [works] : [{ type: 'A' }, ...Array.from({ length: oneIn - 1 }, () => works)];
  const traffic = trafficOf({ perMinute, inputs, warmUpSeconds: 3600 });
  return withMachine(sample(kind, { ...ALONE, ...request }), { type, traffic });
}

/** CloudWatch counts, but not under dimensions of these names. */
function countingNothingUnder(dimensions: RegExp): (aws: LocalAws) => Promise<void> {
  return async (aws) =>
    instead(aws, 'cloudwatch', 'GetMetricData', async (input, real) => {
      const { MetricDataResults, ...rest } = await real(input);
      const isOfThese = (id: string): boolean =>
        dimensions.test(JSON.stringify(input.MetricDataQueries.find(({ Id }: Wire) => Id === id)));
      return { ...rest, MetricDataResults: MetricDataResults.filter(({ Id }: Wire) => !isOfThese(Id)) };
    });
}

function seconds({ startedAt, endedAt }: AuditRecord): number {
  return (Date.parse(endedAt!) - Date.parse(startedAt)) / 1000;
}

function lastShift(record: AuditRecord): Shift {
  return (record.shifts as readonly Shift[]).at(-1)!;
}

describe('a release with a defect and no alarm', () => {
  test('of a STANDARD machine comes back seconds after it failed three times', async () => {
    const { record, alias, executions } = await rehearse(noisy('bad', 'STANDARD', 60, 0));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore', cause: { recovery: 'done' } });
    expect(seconds(record)).toBeLessThan(90);
    expect(executions.candidate.failed).toBeLessThanOrEqual(6);
    expect(alias).toEqual(ON_STABLE);
  });

  test('of an EXPRESS machine comes back when CloudWatch shows it', async () => {
    const { record, alias } = await rehearse(noisy('bad', 'EXPRESS', 60, 0));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(seconds(record)).toBeLessThan(360);
    expect(alias).toEqual(ON_STABLE);
  });

  test('says why in words and in numbers, in the cause and in the record', async () => {
    const { record } = await rehearse(noisy('bad', 'EXPRESS', 60, 0));
    const words =
      /^\d+ of \d+ executions of version 2 failed, 0 of \d+ of version 1: evidence [\w ]+ : 1, limit 125 : 1$/;
    expect(record.cause?.evidence).toEqual([expect.stringMatching(words)]);
    const { comparisons, reason } = record.checks.at(-1)!;
    expect(reason).toBe('FailsMore');
    expect(comparisons).toMatchObject([{ finding: 'failsMore', limit: 125, candidate: { succeeded: 0 } }]);
    expect(comparisons![0]!.logEvidence).toBeGreaterThan(Math.log(125));
    expect(record.checks[0]?.reason).toBe('Settling');
  });

  test('that never ends its executions comes back, as successes are missing', async () => {
    const { stable } = example('sample-alias-machine-fixed').machines[0];
    const hanging = { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 86_400, End: true } } };
    const candidate = { file: 'hanging', text: JSON.stringify(hanging) };
    const scenario = withMachine(noisy('good', 'STANDARD', 60, 0), { stable, candidate });
    const { record, executions } = await rehearse(scenario);
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(executions.candidate).toMatchObject({ succeeded: 0, failed: 0 });
    expect(record.cause?.evidence.join()).toMatch(/ran on for longer than any of version 1 took/);
  });

  test('all at once is held against stable’s past, where that is asked for: FailsMoreThanBefore', async () => {
    const request = { strategy: 'AllAtOnce', compare: { finalBake: 'on' } };
    const { record, alias } = await rehearse(noisy('bad', 'EXPRESS', 60, 50, request));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMoreThanBefore' });
    expect(record.cause?.evidence.join()).toMatch(/at 100 % \d+ of \d+ executions of version 2 failed/);
    expect(alias).toEqual(ON_STABLE);
  });
});

describe('a harmless release', () => {
  test.each<[Type, number]>([
    ['STANDARD', 1],
    ['EXPRESS', 2],
    ['STANDARD', 3],
  ])('of a machine that always fails now and then succeeds (%s, seed %d)', async (type, seed) => {
    const { record, alias, executions } = await rehearse(noisy('good', type, 60, 20), { seed });
    expect(record.outcome).toBe('Succeeded');
    expect(executions.stable.failed + executions.candidate.failed).toBeGreaterThan(20);
    expect(alias).toEqual(ON_CANDIDATE);
  });

  test.each<[Type]>([['STANDARD'], ['EXPRESS']])('survives an outage of both versions (%s)', async (type) => {
    const { record } = await rehearse(noisy('good', type, 60, 0, { strategy: 'Linear20PercentEvery5Minutes' }), {
      beforeDeployment: async (aws, [{ stateMachineArn }]) => {
        const began = aws.clock.now();
        let count = 0;
        instead(aws, 'states', 'StartExecution', (input, real) => {
          const minutes = (aws.clock.now() - began) / 60_000;
          const fails =
            input.stateMachineArn.startsWith(stateMachineArn) && minutes > 7 && minutes < 12 && count++ % 2 === 0;
          return real(fails ? { ...input, input: '{"type":"A"}' } : input);
        });
      },
    });
    expect(record.outcome).toBe('Succeeded');
  });

  test.each<[Type]>([['STANDARD'], ['EXPRESS']])(
    'survives that its version is also started past the alias, and fails there (%s)',
    async (type) => {
      const { record } = await rehearse(noisy('good', type, 60, 20), {
        beforeDeployment: async (aws, [{ stateMachineArn }]) =>
          startBeside(aws, `${stateMachineArn}:2`, '{"type":"A"}', 10),
      });
      expect(record.outcome).toBe('Succeeded');
      expect(record.checks.at(-1)?.reasons.join()).toContain('executions come past the alias');
    },
  );

  test('waits for the executions that were asked for', async () => {
    const steps = [{ weight: 10, bakeSeconds: 300, minimumExecutions: 60 }];
    const { record } = await rehearse(noisy('good', 'EXPRESS', 60, 0, { strategy: { steps } }));
    expect(record.outcome).toBe('Succeeded');
    const [, second] = record.shifts as readonly Shift[];
    expect(second!.atSeconds).toBeGreaterThan(500);
    expect(record.checks.find(({ atSeconds }) => atSeconds > 300)).toMatchObject({ reason: 'TooFew' });
  });
});

/** Usually used a lot, but hardly since the deployment began. */
function driedUp(scenario: Scenario): Scenario {
  const starts = { inputs: [{ type: 'C' }] };
  const traffic = trafficOf([
    { ...starts, fromSeconds: -3600, perMinute: 60 },
    { ...starts, fromSeconds: 0, perMinute: 0.1 },
  ]);
  return withMachine(scenario, { traffic });
}

describe('evidence that does not come', () => {
  test('because too little is started ends as NeverConclusive', async () => {
    const { record, alias } = await rehearse(driedUp(noisy('good', 'EXPRESS', 60, 0)));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NeverConclusive', cause: { recovery: 'done' } });
    expect(record.cause?.evidence.join()).toContain('too few to tell');
    expect(lastShift(record).atSeconds).toBe(300 + 3600);
    expect(alias).toEqual(ON_STABLE);
  });

  test('because the extension is short ends sooner', async () => {
    const { record } = await rehearse(
      driedUp(noisy('good', 'EXPRESS', 60, 0, { ...TEN_PERCENT, maximumExtensionSeconds: 600 })),
    );
    expect(record.reason).toBe('NeverConclusive');
    expect(lastShift(record).atSeconds).toBe(300 + 600);
  });

  test('because CloudWatch counts nothing under the versions is inconclusive: EvidenceUnreadable', async () => {
    const beforeDeployment = countingNothingUnder(/"Version"/);
    const { record } = await rehearse(noisy('good', 'EXPRESS', 60, 0), { beforeDeployment });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NeverConclusive' });
    expect(record.checks.at(-1)).toMatchObject({ verdict: 'inconclusive', reason: 'EvidenceUnreadable' });
    expect(record.cause?.evidence.join()).toContain('CloudWatch counts none under either version');
  });

  // Nobody can tell this from callers who start the machine by its bare ARN: the warnings are all there is.
  test.each([
    ['STANDARD', 'RolledBack', /^\d of \d executions of version 2 failed/],
    ['EXPRESS', 'Succeeded', /^not tested by traffic/],
  ] as const)(
    'because it is counted under the machine alone looks like none: %s ends as %s, with warnings',
    async (type, outcome, reason) => {
      const beforeDeployment = countingNothingUnder(/"Version"|"Alias"/);
      const { record } = await rehearse(noisy('bad', type, 60, 0), { beforeDeployment });
      expect(record.outcome).toBe(outcome);
      expect(record.checks.at(-1)?.reasons).toEqual([expect.stringMatching(reason)]);
      const warnings = [
        expect.stringMatching(/^Nothing was started through .* the release may not be tested by traffic/),
        expect.stringMatching(/^3540 of 3540 starts in the last day went past /),
      ];
      expect(record).toMatchObject({ plan: { warnings } });
    },
  );

  test('because CloudWatch is too busy is inconclusive, and no error: the candidate comes back when that lasts', async () => {
    const { record } = await rehearse(noisy('good', 'EXPRESS', 60, 0), {
      beforeDeployment: busy('GetMetricData', () => true),
    });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NeverConclusive' });
    expect(record.checks.at(-1)).toMatchObject({ reason: 'EvidenceUnreadable' });
    expect(record.cause?.evidence.join()).toMatch(/CloudWatch could not be read \d+ times in a row/);
  });

  test('now and then does no harm', async () => {
    let count = 0;
    const often = busy('GetMetricData', () => count++ % 3 !== 0);
    expect((await rehearse(noisy('good', 'EXPRESS', 60, 0), { beforeDeployment: often })).record.outcome).toBe(
      'Succeeded',
    );
    const { record } = await rehearse(noisy('bad', 'EXPRESS', 60, 0), { beforeDeployment: often });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
  });

  test('of alarms lets nothing go on that they could veto: AlarmsUnreadable', async () => {
    const scenario = { ...noisy('good', 'EXPRESS', 60, 0), request: sample('good', TEN_PERCENT).request };
    const { record } = await rehearse(scenario, { beforeDeployment: busy('DescribeAlarms', (calls) => calls > 1) });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'NeverConclusive' });
    expect(record.checks.at(-1)).toMatchObject({ reason: 'AlarmsUnreadable', verdict: 'inconclusive' });
  });

  test.each([150, 600])('but late, by %d seconds, is waited for, and judged as it comes', async (late) => {
    const weather = { metricDelaySeconds: late };
    const good = await rehearse(noisy('good', 'EXPRESS', 60, 20), { weather });
    expect(good.record.outcome).toBe('Succeeded');
    const [, second] = good.record.shifts as readonly Shift[];
    expect(second!.atSeconds).toBeGreaterThanOrEqual(120 + late);
    const bad = await rehearse(noisy('bad', 'EXPRESS', 60, 20), { weather });
    expect(bad.record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect((bad.record.shifts as readonly Shift[]).map(({ candidateWeight }) => candidateWeight)).toEqual([10, 0]);
  });

  test('but later for the new version than for the old one, blames nobody', async () => {
    const strategy = { steps: [{ weight: 1, bakeSeconds: 600 }] };
    const { record } = await rehearse(noisy('good', 'EXPRESS', 600, 0, { strategy, finalBakeSeconds: 240 }), {
      beforeDeployment: async (aws) => {
        instead(aws, 'cloudwatch', 'GetMetricData', async (input, real) => {
          const { MetricDataResults, ...rest } = await real(input);
          const isLate = (id: string): boolean =>
            JSON.stringify(input.MetricDataQueries.find(({ Id }: Wire) => Id === id)).includes('"Value":"2"');
          const told = (at: number): boolean => at * 1000 < aws.clock.now() - 5 * 60_000;
          const points = ({ Id, Timestamps, Values, ...others }: Wire): Wire => {
            const shown = Timestamps.map((at: number, i: number) => [at, Values[i]]).filter(
              ([at]: [number]) => told(at) || !isLate(Id),
            );
            return {
              Id,
              Timestamps: shown.map(([at]: Wire) => at),
              Values: shown.map(([, value]: Wire) => value),
              ...others,
            };
          };
          return { ...rest, MetricDataResults: MetricDataResults.map(points) };
        });
      },
    });
    expect(record.outcome).toBe('Succeeded');
  });
});

/** Starts an execution of this version so many times a minute. */
function startBeside(aws: LocalAws, stateMachineArn: string, input: string, perMinute: number): void {
  const start = (): void => {
    aws.clock.schedule(aws.clock.now() + 60_000 / perMinute, start, { daemon: true });
    // It is not published yet when the deployment begins.
    Promise.resolve()
      .then(() => aws.states.operations.StartExecution!({ stateMachineArn, input }, aws.context))
      .catch(() => {});
  };
  start();
}

/** CloudWatch throttles an operation when it says so, given how often it was called. */
function busy(operation: string, when: (calls: number) => boolean) {
  return async (aws: LocalAws, _: Stages): Promise<void> => {
    let calls = 0;
    let began = false;
    instead(aws, 'cloudwatch', operation, (input, real) => {
      calls++;
      // Before anything was changed it is simply tried again.
      began ||=
        operation === 'DescribeAlarms' ||
        input.MetricDataQueries?.some(
          ({ MetricStat: { Period, Metric } }: Wire) => Period === 60 && JSON.stringify(Metric).includes('"Version"'),
        );
      if (began && when(calls)) throw new AwsError('ThrottlingException', 'Rate exceeded');
      return real(input);
    });
  };
}
