import { describe, expect, test } from '@jest/globals';
import { handler as inspectAlarms } from '../../tasks/inspect-alarms.ts';
import { handler as inspectTarget } from '../../tasks/inspect-target.ts';
import { handler as planDeployment } from '../../tasks/plan-deployment.ts';
import { handler as publishVersion } from '../../tasks/publish-version.ts';
import { handler as validateRequest } from '../../tasks/validate-request.ts';
import { ValidationError } from '../../workflow/errors.ts';
import type { AlarmReading } from '../../workflow/judge.ts';
import type { RequestedTarget } from '../../workflow/request.ts';
import { split } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { CANDIDATE, foundWorld, LIVE, newTarget, ORDERS, STABLE, target } from './targets.ts';

describe('ValidateRequest', () => {
  const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:stepshift:one';
  const startedAt = '2026-01-01T00:00:00.000Z';
  const validate = (input: unknown) => validateRequest.core({ input, executionArn, startedAt }, {} as never);

  test('begins the document', () => {
    expect(validate({ stateMachineArn: ORDERS, alias: 'live' })).toMatchObject({
      execution: { arn: executionArn, name: 'one', startedAt, dueAt: '2026-01-01T00:10:00.000Z' },
      request: { targets: [{ stateMachineArn: ORDERS, alias: 'live' }] },
      targets: [],
    });
  });

  test('refuses what does not fit, with everything that is wrong', () => {
    const refusal = caughtFrom(() => validate({ stateMachineArn: 'orders', alarms: 1 }));
    expect(refusal).toMatchObject({ name: 'ValidationError', reason: 'InvalidRequest' });
    expect(refusal.summary).toMatch(
      /request\.stateMachineArn: found "orders".*; request\.alias: .*; request\.alarms: /,
    );
  });

  test('refuses a plan that AWS could not run to its end', () => {
    const request = {
      stateMachineArn: ORDERS,
      alias: 'live',
      strategy: { type: 'linear', percentage: 1, intervalMinutes: 525_600 },
    };
    expect(caughtFrom(() => validate(request))).toMatchObject({ summary: expect.stringContaining('after a year') });
  });
});

describe('InspectTarget', () => {
  const inspect = (world: World, fields: Partial<RequestedTarget> = {}, request: Record<string, unknown> = {}) =>
    inspectTarget.core(
      { target: { stateMachineArn: ORDERS, alias: 'live', ...fields }, request: document({}, request).request },
      inMemoryPorts(world),
    );

  test('finds revision, type and alias', async () => {
    const { candidate, ...found } = target();
    const usual = { throughAlias: 0, inAll: 0, observedSeconds: 0 };
    expect(await inspect(foundWorld())).toEqual({ ...found, usual });
  });

  test('finds that there is no alias yet', async () => {
    const world = foundWorld();
    world.aliases.delete(LIVE);
    expect(await inspect(world)).toMatchObject({ found: { kind: 'absent' } });
  });

  test('looks at who goes past the alias, and for how long executions take, though versions are not compared', async () => {
    const world = foundWorld();
    const end = { at: world.clock - 1000, status: 'SUCCEEDED' } as const;
    world.runs.push({ versionArn: STABLE, startedAt: world.clock - 9000, end });
    world.runs.push({ versionArn: STABLE, aliasArn: LIVE, startedAt: world.clock - 8000, end });
    const usual = { throughAlias: 1, inAll: 2, observedSeconds: 8, longestSeconds: 7 };
    expect(await inspect(world, {}, { compare: 'off' })).toMatchObject({ usual });
    expect(await inspect(world, {}, { compare: 'off' })).not.toHaveProperty('past');
    world.aliases.delete(LIVE);
    expect(await inspect(world)).toMatchObject({ found: { kind: 'absent' }, usual });
  });

  test('takes a route of weight 0 for no route', async () => {
    const world = foundWorld();
    world.aliases.set(LIVE, { ...world.aliases.get(LIVE)!, routes: split(CANDIDATE, STABLE, 100) });
    expect(await inspect(world)).toMatchObject({ found: { kind: 'whole', versionArn: STABLE } });
  });

  test('looks for functions without a version in what is to be deployed', async () => {
    const ports = inMemoryPorts(foundWorld());
    const calling = (FunctionName: string) => {
      const Ship = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName } };
      return JSON.stringify({ States: { Ship } });
    };
    const stateMachines = {
      ...ports.stateMachines,
      definition: async (arn: string) => calling(arn === CANDIDATE ? 'of-the-version' : 'of-the-revision'),
    };
    const found = async (fields: Partial<RequestedTarget>) => {
      const one = { stateMachineArn: ORDERS, alias: 'live', ...fields };
      return inspectTarget.core({ target: one, request: document().request }, { ...ports, stateMachines });
    };
    expect(await found({})).toMatchObject({ unversionedFunctions: ['of-the-revision'] });
    expect(await found({ versionArn: CANDIDATE })).toMatchObject({ unversionedFunctions: ['of-the-version'] });
  });

  test('refuses an alias that is split, and offers the way to either side', async () => {
    const world = foundWorld();
    world.aliases.set(LIVE, { ...world.aliases.get(LIVE)!, routes: split(STABLE, CANDIDATE, 30) });
    await expect(inspect(world)).rejects.toMatchObject({
      reason: 'AliasIsSplit',
      summary: expect.stringContaining('30 % on version 2, 70 % on version 1'),
      repair: [expect.stringContaining(CANDIDATE), expect.stringContaining(STABLE)],
    });
  });

  test.each<[string, (world: World) => void, Partial<RequestedTarget>]>([
    ['StateMachineMissing', (world) => world.machines.clear(), {}],
    [
      'StateMachineDeleting',
      (world) => world.machines.set(ORDERS, { ...world.machines.get(ORDERS)!, status: 'DELETING' }),
      {},
    ],
    ['RevisionMismatch', () => {}, { revisionId: 'another' }],
    ['VersionMissing', () => {}, { versionArn: `${ORDERS}:9` }],
  ])('refuses with %s', async (reason, change, fields) => {
    const world = foundWorld();
    change(world);
    await expect(inspect(world, fields)).rejects.toMatchObject({ name: 'ValidationError', reason });
  });
});

describe('InspectAlarms', () => {
  const alarm = (name: string, state: AlarmReading['state']): AlarmReading => ({
    name,
    state,
    since: '',
    why: 'because',
  });
  const inspect = (alarms: AlarmReading[], request: Record<string, unknown>) =>
    inspectAlarms.core({ document: document({}, request) }, inMemoryPorts({ ...foundWorld(), alarms }));

  test('goes on when all are there and quiet; no data is quiet', async () => {
    const request = { alarms: ['a', 'b'] };
    expect(await inspect([alarm('a', 'OK'), alarm('b', 'INSUFFICIENT_DATA')], request)).toEqual({
      watched: ['a', 'b'],
      ignored: [],
    });
  });

  test('finds those that count both versions together, also inside composite ones', async () => {
    const alarms = [
      { ...alarm('version', 'OK') },
      { ...alarm('alias', 'OK'), onBoth: true },
      { ...alarm('inner', 'OK'), children: ['version', 'alias', 'gone'] },
      { ...alarm('outer', 'OK'), children: ['inner'] },
      { ...alarm('round', 'OK'), children: ['round'] },
    ];
    const names = ['version', 'alias', 'outer', 'round'];
    expect(await inspect(alarms, { alarms: names })).toMatchObject({ onBoth: ['alias', 'outer'] });
  });

  test('refuses names that CloudWatch does not know', async () => {
    await expect(inspect([alarm('a', 'OK')], { alarms: ['a', 'b', 'c'] })).rejects.toMatchObject({
      reason: 'AlarmMissing',
      summary: expect.stringContaining('Alarms "b", "c" are not found'),
    });
  });

  test('refuses an alarm that fires already, unless it is accepted', async () => {
    const firing = [alarm('a', 'ALARM')];
    await expect(inspect(firing, { alarms: ['a'] })).rejects.toMatchObject({ reason: 'AlarmAlreadyFiring' });
    expect(await inspect(firing, { alarms: ['a'], ignoreFiring: ['a'] })).toEqual({
      watched: ['a'],
      ignored: [{ name: 'a', since: '' }],
    });
  });
});

describe('PublishVersion', () => {
  const startedAt = '2026-01-01T00:00:00.000Z';
  const publish = (world: World, one = target(), request: Record<string, unknown> = {}, now = startedAt) =>
    publishVersion.core({ target: one, request: document({}, request).request, startedAt, now }, inMemoryPorts(world));

  test('publishes the inspected revision', async () => {
    const world = foundWorld();
    world.machines.set(ORDERS, { type: 'STANDARD', status: 'ACTIVE', revisionId: 'new', versions: ['old'] });
    expect(await publish(world, target({ revisionId: 'new' }))).toEqual({ versionArn: `${ORDERS}:2` });
  });

  test('describes the version by the reason of the request, as far as AWS lets it', async () => {
    const world = foundWorld();
    world.machines.set(ORDERS, { type: 'STANDARD', status: 'ACTIVE', revisionId: 'new', versions: ['old'] });
    const described = async (reason: string): Promise<string | undefined> => {
      let description: string | undefined;
      const { stateMachines, ...ports } = inMemoryPorts(world);
      const publishing = async (...[arn, revisionId, text]: Parameters<typeof stateMachines.publish>) => {
        description = text;
        return stateMachines.publish(arn, revisionId, text);
      };
      const { request } = document({}, { reason });
      const input = { target: target({ revisionId: 'new' }), request, startedAt, now: startedAt };
      await publishVersion.core(input, { ...ports, stateMachines: { ...stateMachines, publish: publishing } });
      return description;
    };
    expect(await described('order 4711')).toBe('published by Stepshift: order 4711');
    expect(await described('x'.repeat(1024))).toHaveLength(256);
  });

  test('finds the version that the revision has already', async () => {
    const world = foundWorld();
    expect(await publish(world)).toEqual({ versionArn: CANDIDATE });
    expect(await publish(world)).toEqual({ versionArn: CANDIDATE });
  });

  test('takes the version that the request names, or the newest one, without publishing', async () => {
    expect(await publish(foundWorld(), target({ requestedVersionArn: STABLE }))).toEqual({ versionArn: STABLE });
    expect(await publish(foundWorld(), target({ revisionId: 'unpublished' }), { publish: false })).toEqual({
      versionArn: CANDIDATE,
    });
  });

  test('refuses publish: false where nothing was ever published', async () => {
    const world = foundWorld();
    world.machines.get(ORDERS)!.versions.length = 0;
    await expect(publish(world, target(), { publish: false })).rejects.toMatchObject({ reason: 'VersionMissing' });
  });

  test('leads back to the inspection when the machine was updated meanwhile', async () => {
    await expect(publish(foundWorld(), target({ revisionId: 'older' }))).rejects.toMatchObject({
      name: 'ReadAgain',
    });
  });

  test('refuses instead when the request pins the revision', async () => {
    const pinned = target({ revisionId: 'older', revisionPinned: true });
    await expect(publish(foundWorld(), pinned)).rejects.toMatchObject({
      name: 'ValidationError',
      reason: 'RevisionMismatch',
    });
  });

  test('gives up on a machine that is updated again and again', async () => {
    const late = '2026-01-01T00:10:01.000Z';
    await expect(publish(foundWorld(), target({ revisionId: 'older' }), {}, late)).rejects.toMatchObject({
      reason: 'RevisionKeepsMoving',
    });
  });
});

describe('PlanDeployment', () => {
  const plan = (...parameters: Parameters<typeof document>) =>
    planDeployment.core({ document: document(...parameters) }, {} as never);
  const there = target({ candidate: { versionArn: STABLE } });

  test('lays out the steps', () => {
    expect(plan()).toMatchObject({ decision: 'deploy', steps: [{ weightPercent: 10 }, { weightPercent: 100 }] });
  });

  test('goes straight to the last step where no target has an alias', () => {
    expect(plan({ targets: [newTarget()] })).toMatchObject({
      decision: 'deploy',
      steps: [{ weightPercent: 100, bakeSeconds: 300 }],
    });
  });

  test('looks a second time before it believes that there is nothing to do', () => {
    const first = plan({ targets: [there] });
    expect(first).toMatchObject({ decision: 'lookAgain' });
    expect(plan({ targets: [there], plan: { ...first } as never })).toMatchObject({ decision: 'nothingToDo' });
  });

  test('believes it at once where the request pins what is deployed', () => {
    expect(plan({ targets: [{ ...there, revisionPinned: true }] })).toMatchObject({ decision: 'nothingToDo' });
    expect(plan({ targets: [{ ...there, requestedVersionArn: STABLE }] })).toMatchObject({ decision: 'nothingToDo' });
  });

  test('deploys as soon as one target of a set is not there', () => {
    expect(plan({ targets: [there, target()] })).toMatchObject({ decision: 'deploy' });
  });

  test('throws the worst of what PublishVersions kept', () => {
    const error = new ValidationError({ reason: 'RevisionMismatch', summary: 'x' });
    const failed = target({ failure: { Error: error.name, Cause: JSON.stringify({ errorMessage: error.message }) } });
    expect(caughtFrom(() => plan({ targets: [target(), failed] }))).toMatchObject({
      name: 'ValidationError',
      reason: 'RevisionMismatch',
    });
  });
});

function caughtFrom(run: () => unknown): ValidationError {
  try {
    run();
  } catch (error) {
    return error as ValidationError;
  }
  throw new Error('nothing was thrown');
}
