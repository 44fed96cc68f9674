import { describe, expect, test } from '@jest/globals';
import { isKept } from '../../bench/benchmark.ts';
import { callsOf, transitionsOf } from '../../bench/cost/bill.ts';
import { loopDeployment } from '../../bench/cost/loop-deployment.ts';
import { ourDeployment } from '../../bench/cost/our-deployment.ts';
import { againstPlan } from '../../bench/cost/plan-held.ts';
import { dollarsOf } from '../../bench/cost/prices.ts';
import { scriptDeployment } from '../../bench/cost/script-deployment.ts';
import { planFigures } from '../../report/plan-table.ts';

/** Far more than it needs, for machines that have much else to do. */
const PATIENCE = 180_000;

describe('what AWS charges', () => {
  test('is the transitions, the invocations and the metrics that were asked for, each at its price', () => {
    const nothing = { transitions: 0, invocations: 0, metrics: 0 };
    expect(dollarsOf({ ...nothing, transitions: 4320 })).toBeCloseTo(0.108, 10);
    expect(dollarsOf({ ...nothing, metrics: 1000 })).toBeCloseTo(0.01, 10);
    // A fifth of a second of half a gigabyte, on arm64, beside the request itself.
    expect(dollarsOf({ ...nothing, invocations: 1_000_000 })).toBeCloseTo(0.2 + 1.33334, 5);
  });

  test('for a state that is tried again is a transition a try', () => {
    const types = ['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskFailed', 'TaskScheduled'];
    const ended = ['TaskSucceeded', 'TaskStateExited', 'WaitStateEntered', 'WaitStateExited', 'ExecutionSucceeded'];
    expect(transitionsOf([...types, ...ended].map((type) => ({ type })))).toBe(3);
  });
});

describe('a deployment by ours', () => {
  test(
    'is counted as its plan says: the deployer’s own calls, and none of traffic’s or the watchdog’s',
    async () => {
      const rehearsed = await ourDeployment({ seconds: 600, steps: 2 });
      const { bill, plan, watchdog } = rehearsed;
      expect(againstPlan([rehearsed]).filter((one) => !isKept(one))).toEqual([]);
      expect(planFigures({ targets: [], plan, request: {} as never, warnings: [] })).toMatchObject({
        stateTransitions: bill.transitions,
        historyEvents: bill.events,
        priceDollars: Number(dollarsOf({ ...bill, invocations: 0, metrics: 0 }).toFixed(6)),
      });
      const { calls } = bill;
      // Two steps: a shift each, and the promotion.
      expect(calls).toMatchObject({ PublishStateMachineVersion: 1, UpdateStateMachineAlias: 3 });
      expect(calls.StartExecution).toBeUndefined();
      expect(calls.DescribeAlarms).toBeGreaterThan(50);
      expect(bill.metrics).toBeGreaterThan(calls.GetMetricData!);
      // A look, six tasks and three Maps around it all, and of each step BeginStep, ShiftTraffic and ConfirmShift; the alarms are read once before.
      expect(bill.invocations).toBe(calls.DescribeAlarms! - 1 + 6 + 3 + 2 * 3);
      expect(watchdog.invocations).toBe(2);
    },
    PATIENCE,
  );

  test(
    'takes fewer of everything with a look a minute, and asks for no metrics where alarms alone judge',
    async () => {
      const minutes = { seconds: 600, steps: 2 };
      const usual = (await ourDeployment(minutes)).bill;
      const slow = (await ourDeployment({ ...minutes, pollSeconds: 60 })).bill;
      const alarmsAlone = (await ourDeployment({ ...minutes, pollSeconds: 60, alarmsAlone: true })).bill;
      expect(slow.transitions).toBeLessThan(usual.transitions / 2);
      expect(callsOf(slow)).toBeLessThan(callsOf(usual) / 2);
      expect(alarmsAlone.transitions).toBe(slow.transitions);
      expect(alarmsAlone.metrics).toBeLessThan(10);
    },
    PATIENCE,
  );
});

describe('a deployment by the loop that looks each minute', () => {
  test('takes nine events and three transitions a look, and no function', async () => {
    const [ten, twenty] = [
      await loopDeployment({ seconds: 600, steps: 2 }),
      await loopDeployment({ seconds: 1200, steps: 2 }),
    ];
    expect(ten).toMatchObject({ status: 'SUCCEEDED', bill: { invocations: 0, seconds: 600 } });
    expect(ten.bill.calls).toEqual({
      PublishStateMachineVersion: 1,
      DescribeStateMachineAlias: 1,
      UpdateStateMachineAlias: 2,
      DescribeAlarms: 10,
    });
    expect(twenty.bill.events - ten.bill.events).toBe(10 * 9);
    expect(twenty.bill.transitions - ten.bill.transitions).toBe(10 * 3);
  });

  test(
    'costs 4,320 transitions a day, and dies of its full history on the second',
    async () => {
      const day = await loopDeployment({ seconds: 86_400, steps: 1 });
      expect(day.status).toBe('SUCCEEDED');
      expect(day.bill.transitions).toBe(4320 + 4);
      const week = await loopDeployment({ seconds: 604_800, steps: 2 });
      expect(week).toMatchObject({ status: 'FAILED', error: 'States.Runtime', bill: { events: 25_000 } });
      expect(week.bill.seconds / 3600).toBeCloseTo(46.3, 1);
    },
    PATIENCE,
  );
});

describe('a deployment by the script', () => {
  test('looks at its alarms when they are there to be found, and once a step', async () => {
    const { calls } = await scriptDeployment({ seconds: 604_800, steps: 10 });
    expect(calls).toMatchObject({ DescribeAlarms: 11, UpdateStateMachineAlias: 10, PublishStateMachineVersion: 1 });
  });
});
