import { describe, expect, test } from '@jest/globals';
import type { Order, Peer, PeerEnd } from '../../bench/peers/peer-client.ts';
import { PEERS } from '../../bench/peers/peers.ts';
import { ALL_AT_ONCE, CANARY_10, LINEAR_10, LINEAR_50, type Plan } from '../../bench/releases/release.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';

interface Played {
  readonly end: PeerEnd;
  /** When it asked whether alarms fire, and what weights it gave the candidate. */
  readonly looks: readonly number[];
  readonly weights: readonly (readonly [seconds: number, weight: number])[];
}

type Routes = { stateMachineVersionArn: string; weight: number }[];

/** Plays a peer against an alarm that fires in some seconds of its clock, and an alias that may be moved by another hand. */
async function play(peer: Peer, plan: Plan, given: Partial<Circumstances> = {}): Promise<Played> {
  const { firesAt = () => false, isThere = true, movedAt } = given;
  let seconds = 0;
  let routing: Routes = [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }];
  const [looks, weights]: [number[], [number, number][]] = [[], []];
  const answers: Record<string, (input: never) => unknown> = {
    DescribeStateMachineAliasCommand: () =>
      movedAt !== undefined && seconds >= movedAt
        ? { routingConfiguration: [{ stateMachineVersionArn: `${MACHINE}:9`, weight: 100 }] }
        : { routingConfiguration: routing },
    PublishStateMachineVersionCommand: () => ({ stateMachineVersionArn: `${MACHINE}:2` }),
    UpdateStateMachineAliasCommand: ({ routingConfiguration }: { routingConfiguration: Routes }) => {
      routing = routingConfiguration;
      const route = routing.find(({ stateMachineVersionArn }) => stateMachineVersionArn === `${MACHINE}:2`);
      weights.push([seconds, route?.weight ?? 0]);
      return {};
    },
    DescribeAlarmsCommand: ({ StateValue }: { StateValue?: string }) => {
      if (StateValue === undefined) return { MetricAlarms: isThere ? [{ AlarmName: 'failures' }] : [] };
      looks.push(seconds);
      return { MetricAlarms: isThere && firesAt(seconds) ? [{ AlarmName: 'failures' }] : [] };
    },
  };
  const client = {
    send: async (command: { constructor: { name: string }; input: never }) =>
      answers[command.constructor.name]!(command.input),
  };
  const order = {
    clients: { sfn: client, cloudwatch: client },
    sleep: async (wait: number) => {
      seconds += wait;
    },
    stateMachineArn: MACHINE,
    aliasArn: `${MACHINE}:live`,
    plan,
    alarms: ['failures'],
  } as unknown as Order;
  return { end: await peer.deploy(order), looks, weights };
}

interface Circumstances {
  readonly firesAt: (seconds: number) => boolean;
  readonly isThere: boolean;
  readonly movedAt: number;
}

const peer = (name: string): Peer => PEERS.find((one) => one.name === name)!;
const CLOUDFORMATION = peer('CloudFormation');
const SCRIPT = peer('sfn-canary-deploy.sh');
const SFNDEPLOY = peer('sfndeploy.py');

describe.each(PEERS)('$name', (one) => {
  test.each([LINEAR_10, CANARY_10, LINEAR_50].filter((plan) => one.deploys(plan)))(
    'asks its alarms when it is said to, and promotes while they are quiet: $name',
    async (plan) => {
      const { end, looks, weights } = await play(one, plan);
      expect(end).toBe('promoted');
      expect([...new Set(looks)]).toEqual(one.looksAt(plan));
      expect(weights.at(-1)![1]).toBe(100);
    },
  );
});

describe('sfndeploy.py', () => {
  test('promotes through an alarm that fires at 200 s of an interval of 600 s: it has asked at 0 s only', async () => {
    const { end, looks, weights } = await play(SFNDEPLOY, CANARY_10, { firesAt: (seconds) => seconds >= 200 });
    expect([end, looks]).toEqual(['promoted', [0]]);
    expect(weights).toEqual([
      [0, 10],
      [600, 100],
    ]);
  });

  test('shifts first and rolls back then, where the alarm was firing before', async () => {
    const { end, weights } = await play(SFNDEPLOY, CANARY_10, { firesAt: () => true });
    expect([end, weights]).toEqual([
      'rolledBack',
      [
        [0, 10],
        [0, 0],
      ],
    ]);
  });

  test('asks once more at 100 % of a linear deployment and of one all at once', async () => {
    const late = await play(SFNDEPLOY, LINEAR_50, { firesAt: (seconds) => seconds >= 120 });
    expect([late.end, late.weights.at(-1)]).toEqual(['rolledBack', [120, 0]]);
    expect((await play(SFNDEPLOY, ALL_AT_ONCE)).looks).toEqual([0]);
  });

  test('refuses an alarm that is not there', async () => {
    expect((await play(SFNDEPLOY, CANARY_10, { isThere: false })).end).toBe('refused');
  });
});

describe('CloudFormation', () => {
  test('asks before the first shift, and does not begin while an alarm is firing', async () => {
    const { end, weights } = await play(CLOUDFORMATION, CANARY_10, { firesAt: () => true });
    expect([end, weights]).toEqual(['refused', []]);
  });

  test('comes back at the next full minute, and never once it has given the candidate 100 %', async () => {
    const soon = await play(CLOUDFORMATION, LINEAR_10, { firesAt: (seconds) => seconds >= 310 });
    expect([soon.end, soon.weights.at(-1)]).toEqual(['rolledBack', [360, 0]]);
    const last = await play(CLOUDFORMATION, LINEAR_50, { firesAt: (seconds) => seconds >= 120 });
    expect([last.end, last.weights.at(-1)]).toEqual(['rolledBack', [120, 0]]);
    const late = await play(CLOUDFORMATION, LINEAR_50, { firesAt: (seconds) => seconds > 120 });
    expect([late.end, late.weights.at(-1)]).toEqual(['promoted', [120, 100]]);
  });

  test('takes an alarm that is not there for one that is quiet', async () => {
    expect((await play(CLOUDFORMATION, CANARY_10, { isThere: false, firesAt: () => true })).end).toBe('promoted');
  });

  test('asks no alarm all at once', async () => {
    expect(await play(CLOUDFORMATION, ALL_AT_ONCE, { firesAt: () => true })).toMatchObject({
      end: 'promoted',
      looks: [],
    });
  });

  test('fails where somebody else has moved the alias', async () => {
    await expect(play(CLOUDFORMATION, CANARY_10, { movedAt: 90 })).rejects.toThrow('the alias has drifted');
  });
});

describe('sfn-canary-deploy.sh', () => {
  test('does not ask after its last sleep', async () => {
    const { end, looks } = await play(SCRIPT, CANARY_10, { firesAt: (seconds) => seconds > 540 });
    expect([end, looks.at(-1)]).toEqual(['promoted', 540]);
    expect((await play(SCRIPT, CANARY_10, { firesAt: (seconds) => seconds >= 540 })).end).toBe('rolledBack');
  });

  test('knows canaries only, which a linear plan of two weights is, too', () => {
    expect([LINEAR_10, CANARY_10, LINEAR_50].map((plan) => SCRIPT.deploys(plan))).toEqual([false, true, true]);
  });
});
