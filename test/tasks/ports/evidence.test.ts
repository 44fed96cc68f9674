import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Wire } from '../../../local/aws-json.ts';
import { LocalAws } from '../../../local/local-aws.ts';
import { awsAlarms } from '../../../tasks/ports/alarms.ts';
import { awsExecutionCounts } from '../../../tasks/ports/execution-counts.ts';
import { awsFailedExecutions } from '../../../tasks/ports/failed-executions.ts';
import type { Ports } from '../../../tasks/ports/ports.ts';
import { minuteOf } from '../../../workflow/minutes.ts';
import { emptyWorld, inMemoryPorts } from '../in-memory-ports.ts';
import { LIVE, ORDERS } from '../targets.ts';

type Outcome = 'succeeds' | 'fails' | 'timesOut' | 'isAborted' | 'runs';

/** The ports under test, and the means to bring about what they are to count. The candidate is version 2, and the alias `live` is wholly on it. */
interface Place {
  readonly ports: Pick<Ports, 'counts' | 'failed'>;
  /** Starts an execution of version 2 by this ARN; what ends does so in the same minute. */
  run(arn: string, outcome: Outcome, redriven?: boolean): Promise<void>;
  pass(seconds: number): Promise<void>;
  /** Milliseconds; at first the beginning of a minute. */
  now(): number;
}

const FIRST = `${ORDERS}:1`;
const SECOND = `${ORDERS}:2`;
const STATUS = { succeeds: 'SUCCEEDED', fails: 'FAILED', timesOut: 'TIMED_OUT', isAborted: 'ABORTED' } as const;

async function inMemory(): Promise<Place> {
  const world = emptyWorld();
  return {
    ports: inMemoryPorts(world),
    async run(arn, outcome, redriven = false) {
      const seconds = outcome === 'timesOut' ? 1 : 0;
      const startedAt = world.clock;
      world.clock += seconds * 1000;
      world.runs.push({
        versionArn: arn === LIVE ? SECOND : arn,
        ...(arn === LIVE && { aliasArn: LIVE }),
        startedAt,
        ...(outcome !== 'runs' && { end: { at: world.clock, status: STATUS[outcome] } }),
        ...(redriven && { redriveCount: 1 }),
      });
    },
    async pass(seconds) {
      world.clock += seconds * 1000;
    },
    now: () => world.clock,
  };
}

/** A machine whose executions end as their input says. */
const DEFINITION = {
  StartAt: 'How',
  TimeoutSeconds: 1,
  States: {
    How: {
      Type: 'Choice',
      Choices: [
        { Variable: '$', StringEquals: 'fails', Next: 'Fails' },
        { Variable: '$', StringEquals: 'succeeds', Next: 'Succeeds' },
      ],
      Default: 'Runs',
    },
    Fails: { Type: 'Fail' },
    Succeeds: { Type: 'Succeed' },
    Runs: { Type: 'Wait', Seconds: 600, End: true },
  },
};

async function onLocalAws(): Promise<Place> {
  const aws = new LocalAws();
  const call = async (operation: string, input: Wire): Promise<Wire> =>
    aws.states.operations[operation]!(input, aws.context);
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  const patient = { ...DEFINITION, TimeoutSeconds: 3600 };
  await call('CreateStateMachine', { name: 'orders', roleArn, definition: JSON.stringify(patient), publish: true });
  await call('UpdateStateMachine', { stateMachineArn: ORDERS, definition: JSON.stringify(DEFINITION), publish: true });
  const routingConfiguration = [{ stateMachineVersionArn: SECOND, weight: 100 }];
  await call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: aws.requestHandler(),
    maxAttempts: 1,
  };
  return {
    ports: {
      counts: awsExecutionCounts(new CloudWatchClient(options)),
      failed: awsFailedExecutions(new SFNClient(options)),
    },
    async run(arn, outcome, redriven = false) {
      const { executionArn } = await call('StartExecution', { stateMachineArn: arn, input: JSON.stringify(outcome) });
      await aws.clock.advanceBy(0);
      if (outcome === 'timesOut') await aws.clock.advanceBy(1000);
      if (outcome === 'isAborted') await call('StopExecution', { executionArn });
      if (redriven) await call('RedriveExecution', { executionArn });
      await aws.clock.advanceBy(0);
    },
    pass: (seconds) => aws.clock.advanceBy(seconds * 1000),
    now: () => aws.clock.now(),
  };
}

const ALIAS = { stateMachineArn: ORDERS, alias: 'live', candidate: 2, stable: 1 };

describe.each([
  ['in memory', inMemory],
  ['of AWS, on local AWS', onLocalAws],
])('the ports %s', (_, open) => {
  let place: Place;
  let began: number;

  beforeEach(async () => {
    place = await open();
    began = place.now();
  });

  /** What is counted in the minutes since the beginning, when all of them can be seen. */
  async function counted() {
    await place.pass(300);
    const from = minuteOf(began / 1000);
    const [minutes] = await place.ports.counts.perMinute([ALIAS], from, minuteOf(place.now() / 1000));
    return minutes!.map(({ minute, ...counts }) => ({ after: minute - from, ...counts }));
  }

  describe('to counts', () => {
    test('count by version and minute, those that failed and those that timed out together', async () => {
      await place.run(LIVE, 'succeeds');
      await place.run(LIVE, 'fails');
      await place.run(LIVE, 'timesOut');
      await place.pass(60);
      await place.run(FIRST, 'succeeds');
      expect(await counted()).toEqual([
        {
          after: 0,
          candidate: { started: 3, succeeded: 1, failed: 2 },
          alias: { started: 3, succeeded: 1, failed: 2 },
        },
        { after: 1, stable: { started: 1, succeeded: 1 } },
      ]);
    });

    test('count starts once, in the minute of the start, and aborted ones apart', async () => {
      await place.run(FIRST, 'runs');
      await place.pass(60);
      await place.run(LIVE, 'isAborted');
      expect(await counted()).toEqual([
        { after: 0, stable: { started: 1 } },
        { after: 1, candidate: { started: 1, aborted: 1 }, alias: { started: 1 } },
      ]);
    });

    test('count several aliases at once, each its own, and none in no time', async () => {
      await place.run(LIVE, 'succeeds');
      const other = { ...ALIAS, alias: 'other' };
      await place.pass(300);
      const from = minuteOf(began / 1000);
      const [live, others] = await place.ports.counts.perMinute([ALIAS, other], from, from + 1);
      expect(live).toEqual([
        { minute: from, candidate: { started: 1, succeeded: 1 }, alias: { started: 1, succeeded: 1 } },
      ]);
      expect(others).toEqual([{ minute: from, candidate: { started: 1, succeeded: 1 } }]);
      expect(await place.ports.counts.perMinute([ALIAS, other], from, from)).toEqual([[], []]);
    });

    test('know how an alias is used: what was started through it and in all, since when, and how long it took', async () => {
      const usual = async () =>
        place.ports.counts.usual({ stateMachineArn: ORDERS, alias: 'live' }, new Date(place.now()).toISOString());
      expect(await usual()).toEqual({ throughAlias: 0, inAll: 0, observedSeconds: 0 });
      await place.run(LIVE, 'timesOut');
      await place.run(LIVE, 'runs');
      await place.run(SECOND, 'succeeds');
      await place.pass(599);
      expect(await usual()).toEqual({ throughAlias: 2, inAll: 3, observedSeconds: 600, longestSeconds: 1 });
    });

    test('know a version’s last day: what ended, what failed, and how long the longest took', async () => {
      const lastDay = async (version: number) =>
        place.ports.counts.lastDay({ stateMachineArn: ORDERS, version }, new Date(place.now()).toISOString());
      expect(await lastDay(2)).toEqual({ executions: 0, failures: 0 });
      for (const outcome of ['succeeds', 'succeeds', 'fails', 'timesOut', 'isAborted'] as const)
        await place.run(SECOND, outcome);
      await place.pass(3600);
      expect(await lastDay(2)).toEqual({ executions: 4, failures: 2, longestSeconds: 1 });
      expect(await lastDay(1)).toEqual({ executions: 0, failures: 0 });
      await place.pass(2 * 86_400);
      expect(await lastDay(2)).toEqual({ executions: 0, failures: 0 });
    });
  });

  describe('to failed executions', () => {
    test('know those that failed or timed out through the alias, at once', async () => {
      for (const outcome of ['fails', 'succeeds', 'timesOut', 'runs', 'isAborted'] as const)
        await place.run(LIVE, outcome);
      await place.run(SECOND, 'fails');
      await place.run(LIVE, 'fails', true);
      const reading = await place.ports.failed.since(LIVE, began / 1000);
      expect(reading).toEqual({
        kind: 'all',
        executions: expect.arrayContaining([
          { versionArn: SECOND, startedAtSeconds: began / 1000, atSeconds: began / 1000 },
          { versionArn: SECOND, startedAtSeconds: began / 1000, atSeconds: began / 1000 + 1 },
        ]),
      });
      expect(reading.kind === 'all' && reading.executions.length).toBe(2);
    });

    test('leave out what ended before', async () => {
      await place.run(LIVE, 'fails');
      await place.pass(60);
      await place.run(LIVE, 'fails');
      const since = async (seconds: number) => {
        const reading = await place.ports.failed.since(LIVE, began / 1000 + seconds);
        return reading.kind === 'all' ? reading.executions.length : reading.kind;
      };
      expect([await since(0), await since(60), await since(61)]).toEqual([2, 1, 0]);
    });
  });
});

describe('the port to failed executions of AWS', () => {
  const failed = (ended: number, aliasArn = LIVE) => ({
    executionArn: `${ORDERS}:${ended}`,
    stateMachineAliasArn: aliasArn,
    stateMachineVersionArn: SECOND,
    startDate: new Date(ended * 1000),
    stopDate: new Date(ended * 1000),
  });

  /** Lists of so many, latest first, ended a second after the other; each page overlaps the one before by one. */
  function listing(total: number) {
    const calls: { readonly maxResults: number }[] = [];
    const all = Array.from({ length: total }, (_, i) => failed(total - i));
    const send = async ({ input }: { input: { statusFilter: string; nextToken?: string; maxResults: number } }) => {
      calls.push(input);
      if (input.statusFilter !== 'FAILED') return { executions: [] };
      const start = Number(input.nextToken ?? 0);
      const next = start + input.maxResults - 1;
      return {
        executions: all.slice(start, start + input.maxResults),
        ...(next < total && { nextToken: String(next) }),
      };
    };
    return { calls, port: awsFailedExecutions({ send } as never) };
  }

  test('stops at the first one that is too old, and counts none twice', async () => {
    const { calls, port } = listing(3000);
    const reading = await port.since(LIVE, 2301);
    expect(reading.kind === 'all' && reading.executions.length).toBe(700);
    expect(calls).toHaveLength(3);
    expect(await port.since(LIVE, 2900)).toMatchObject({ kind: 'all' });
    expect(calls).toHaveLength(5);
  });

  test('reads at most two pages a list, and says when that was not enough', async () => {
    const { calls, port } = listing(3000);
    expect(await port.since(LIVE, 1)).toEqual({ kind: 'tooMany' });
    expect(calls).toHaveLength(3);
  });
});

describe('the port to counts of AWS', () => {
  /** Answers a page of one point for each query, then another one. */
  function answering(statusCode = 'Complete') {
    const queries: number[] = [];
    const send = async ({ input }: { input: { MetricDataQueries: { Id: string }[]; NextToken?: string } }) => {
      queries.push(input.MetricDataQueries.length);
      const second = input.NextToken !== undefined;
      return {
        MetricDataResults: input.MetricDataQueries.map(({ Id }) => ({
          Id,
          StatusCode: statusCode,
          Timestamps: [new Date(second ? 60_000 : 120_000)],
          Values: [1],
        })),
        ...(!second && { NextToken: 'more' }),
      };
    };
    return { queries, port: awsExecutionCounts({ send } as never) };
  }

  test('reads all pages, and asks for at most 500 metrics a call', async () => {
    const { queries, port } = answering();
    const aliases = Array.from({ length: 60 }, (_, i) => ({ ...ALIAS, alias: `a${i}` }));
    const minutes = await port.perMinute(aliases, 0, 10);
    expect(queries).toEqual([500, 500, 340, 340]);
    const counts = { started: 1, succeeded: 1, failed: 2, aborted: 1 };
    for (const one of minutes)
      expect(one).toEqual(
        [1, 2].map((minute) => ({
          minute,
          candidate: counts,
          stable: counts,
          alias: { started: 1, succeeded: 1, failed: 2 },
        })),
      );
  });

  test('takes an answer that AWS could not complete for none', async () => {
    await expect(answering('InternalError').port.perMinute([ALIAS], 0, 10)).rejects.toMatchObject({ name: 'TryAgain' });
  });
});

describe('the port to alarms of AWS', () => {
  test('asks for every type at once, and reads all pages', async () => {
    const calls: object[] = [];
    const send = async ({ input }: { input: { NextToken?: string } }) => {
      calls.push(input);
      const alarm = (AlarmName: string) => [{ AlarmName, StateValue: 'OK', StateTransitionedTimestamp: new Date(0) }];
      return input.NextToken === undefined
        ? { MetricAlarms: alarm('metric'), CompositeAlarms: alarm('composite'), NextToken: 'more' }
        : { LogAlarms: alarm('log') };
    };
    const readings = await awsAlarms({ send } as never).read(['metric', 'composite', 'log']);
    expect(readings.map(({ name }) => name)).toEqual(['metric', 'composite', 'log']);
    expect(calls).toHaveLength(2);
    expect(calls[0]).toMatchObject({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] });
  });
});
