import { describe, expect, test } from '@jest/globals';
import type { Rehearsal } from '../../../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../../../cli/scenario/read.ts';
import { rehearse } from '../../scenarios/recorded.ts';
import { folderWith, scenarioFiles } from '../folder.ts';

/** A deployment of five minutes, all at once. */
async function rehearsed(traffic: unknown, more: { readonly changes?: object; readonly seed?: number } = {}) {
  const scenario = readScenario(folderWith(scenarioFiles({ traffic, ...more.changes })));
  return rehearse(scenario, { seed: more.seed ?? 1 });
}

function startsOf({ machines: [{ executions }] }: Rehearsal) {
  return { stable: executions.stable.started, candidate: executions.candidate.started };
}

describe('the traffic of a rehearsal', () => {
  test('has phases by the time since the deployment’s start', async () => {
    const traffic = [
      { fromSeconds: 240, perMinute: 60 },
      { fromSeconds: -30, perMinute: 600 },
      { fromSeconds: 60, perMinute: 1 },
    ];
    const over = await rehearsed(traffic);
    expect(over.record.outcome).toBe('Succeeded');
    expect(over.virtualSeconds).toBe(330);
    const { stable, candidate } = startsOf(over);
    expect(stable + candidate).toBe(600 + 3 + 60);
  });

  test('goes past the deployed alias where it says so, through another alias or on a version itself', async () => {
    const traffic = [
      { fromSeconds: 0, perMinute: 30, through: 'night' },
      { fromSeconds: 60, perMinute: 6, through: 2 },
    ];
    const { machines, record } = await rehearsed(traffic);
    expect(record.outcome).toBe('Succeeded');
    expect(machines[0]).toMatchObject({
      alias: [{ version: 2, weight: 100 }],
      executions: { stable: { started: 150 }, candidate: { started: 24 } },
    });
  });

  test('follows another alias where an event moves it', async () => {
    const traffic = [{ fromSeconds: 0, perMinute: 30, through: 'night' }];
    const arn = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small';
    const move = {
      atSeconds: 60,
      call: 'states.UpdateStateMachineAlias',
      input: {
        stateMachineAliasArn: `${arn}:night`,
        routingConfiguration: [{ stateMachineVersionArn: `${arn}:2`, weight: 100 }],
      },
    };
    expect(startsOf(await rehearsed(traffic, { changes: { events: [move] } }))).toEqual({ stable: 30, candidate: 120 });
  });

  test('is lost on a version that is not there', async () => {
    const over = await rehearsed([{ fromSeconds: -60, perMinute: 60, through: 3 }]);
    expect(startsOf(over)).toEqual({ stable: 0, candidate: 0 });
  });

  test('is the same for the same seed, and another one for another', async () => {
    const traffic = {
      perMinute: 60,
      poisson: true,
      inputShares: [
        { input: 'x', share: 0.5 },
        { input: {}, share: 0.5 },
      ],
      warmUpSeconds: 60,
    };
    const first = startsOf(await rehearsed(traffic));
    expect(startsOf(await rehearsed(traffic))).toEqual(first);
    expect(startsOf(await rehearsed(traffic, { seed: 2 }))).not.toEqual(first);
  });
});
