import { describe, expect, test } from '@jest/globals';
import type { Aws } from '../../../cli/aws.ts';
import { checkRequest } from '../../../cli/checkup/target.ts';
import { checked } from '../../../cli/deploying/wanted.ts';
import { FREE } from '../../../workflow/ledger.ts';
import { split } from '../../../workflow/routes.ts';
import { inMemoryPorts, type World } from '../../tasks/in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, ORDERS, OWNER, STABLE, writeEntry } from '../../tasks/targets.ts';

/** What `doctor` says of a request, a line each. */
async function findings(
  world: World,
  fields: Record<string, unknown> = {},
  targets: object = { stateMachineArn: ORDERS, alias: 'live' },
): Promise<readonly string[]> {
  const aws = { ports: inMemoryPorts(world) } as Aws;
  const found = await checkRequest(checked({ ...targets, ...fields }), aws);
  return found.map(({ kind, text }) => `${kind}: ${text}`);
}

/** Nobody deploys; started through the alias so often, once an hour. */
function quiet(starts: number): World {
  const world = foundWorld();
  writeEntry(world, FREE);
  for (let hour = 1; hour <= starts; hour++) {
    const startedAt = world.clock - hour * 3_600_000;
    world.runs.push({ versionArn: STABLE, aliasArn: LIVE, startedAt, end: { at: startedAt + 1, status: 'SUCCEEDED' } });
  }
  return world;
}

const FOUND = 'good: orders:live: STANDARD, its alias is wholly on version 1';
const COUNTED = 'good: executions are counted: both versions can be compared';

describe('doctor says of a request', () => {
  test('that nothing stands in its way, and what should be known', async () => {
    expect(await findings(quiet(0))).toEqual([
      FOUND,
      COUNTED,
      `warning: Nothing was started through ${LIVE} in the last day: the release may not be tested by traffic.`,
    ]);
  });

  test('who deploys it just now', async () => {
    expect(await findings(foundWorld(), { compare: 'off' })).toEqual([
      FOUND,
      `warning: orders:live is being deployed by ${OWNER.executionArn}`,
    ]);
  });

  test('all that stands in its way, not the first of it', async () => {
    const world = quiet(20);
    world.aliases.set(`${ORDERS}:other`, {
      routes: split(STABLE, CANDIDATE, 30),
      updatedAt: '2025-12-01T00:00:00.000Z',
    });
    const targets = ['live', 'other'].map((alias) => ({ stateMachineArn: ORDERS, alias }));
    expect(await findings(world, { alarms: ['gone'] }, { targets })).toEqual([
      FOUND,
      COUNTED,
      expect.stringMatching(/^bad: Alias other of .* is split .*\{"stateMachineArn":.*"restore":.*:1"\}\}$/),
      expect.stringMatching(/^bad: Alarm "gone" is not found/),
      expect.stringMatching(/^bad: .*:live is usually started once an hour/),
    ]);
  });

  test('that there is no alias yet, and that callers will have to use it', async () => {
    const world = quiet(20);
    world.aliases.clear();
    world.runs.splice(0, 20, { versionArn: STABLE, startedAt: world.clock - 60_000 });
    expect(await findings(world)).toEqual([
      'good: orders:live: STANDARD, it has no such alias yet: the first deployment makes it',
      expect.stringMatching(/^warning: 1 of 1 starts in the last day went past .*:live/),
    ]);
  });

  test('what the plan warns of, and which alarms are there', async () => {
    const world = quiet(0);
    world.alarms.push({ name: 'a', state: 'OK', since: '', why: '' });
    const said = await findings(world, { alarms: ['a'], strategy: 'Canary10Percent1Minutes' });
    expect(said).toContain('good: alarms: a');
    expect(said).toContainEqual(expect.stringMatching(/^warning: Bakes shorter than 240 seconds are lengthened/));
  });
});
