import { describe, expect, test } from '@jest/globals';
import { handler as inspectAlarms } from '../../tasks/inspect-alarms.ts';
import { handler as inspectTarget } from '../../tasks/inspect-target.ts';
import { handler as lockTargets } from '../../tasks/lock-targets.ts';
import { handler as planDeployment } from '../../tasks/plan-deployment.ts';
import { translated } from '../../tasks/ports/aws-errors.ts';
import type { Ports } from '../../tasks/ports/ports.ts';
import type { Published } from '../../tasks/ports/state-machines.ts';
import { handler as publishVersion } from '../../tasks/publish-version.ts';
import { handler as validateRequest } from '../../tasks/validate-request.ts';
import { ReadAgain } from '../../workflow/errors.ts';
import { FREE } from '../../workflow/ledger.ts';
import { REASONS } from '../../workflow/reasons.ts';
import type { RequestedTarget } from '../../workflow/request.ts';
import { split } from '../../workflow/routes.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import {
  CANDIDATE,
  FOUND_AT,
  foundWorld,
  LIVE,
  ORDERS,
  OWNER,
  STABLE,
  shifted,
  target,
  writeEntry,
} from './targets.ts';

/** What a newcomer reads. */
async function refusal(run: () => unknown): Promise<{ readonly reason: string; readonly says: string }> {
  try {
    await run();
  } catch (error) {
    const { reason, summary: says } = error as { readonly reason: string; readonly summary: string };
    return { reason, says };
  }
  throw new Error('nothing was refused');
}

const inspect = (change: (world: World) => void, fields: Partial<RequestedTarget> = {}) => {
  const world = foundWorld();
  change(world);
  const one = { stateMachineArn: ORDERS, alias: 'live', ...fields };
  return inspectTarget.core({ target: one, request: document().request }, inMemoryPorts(world));
};
const alarms = (state: 'OK' | 'ALARM') => {
  const alarm = { name: 'orders-failures', state, since: '', why: 'Threshold Crossed' };
  const named = state === 'OK' ? ['gone', 'orders-latency'] : ['orders-failures'];
  const ports = inMemoryPorts({ ...foundWorld(), alarms: [alarm] });
  return inspectAlarms.core({ document: document({}, { alarms: named }) }, ports);
};
const publish = (published: Published | undefined, one = target(), request = {}, now = FOUND_AT) => {
  const ports = inMemoryPorts(foundWorld());
  const stateMachines: Ports['stateMachines'] = {
    ...ports.stateMachines,
    publish: async () => published!,
    newestVersion: async () => undefined,
  };
  const input = { target: one, request: document({}, request).request, startedAt: FOUND_AT, now };
  return publishVersion.core(input, { ...ports, stateMachines });
};
const lock = (status: 'RUNNING' | 'ABORTED') => {
  const { world } = shifted(50);
  const { executionArn } = OWNER;
  world.executions.set(executionArn, { executionArn, name: 'one', status, startDate: new Date(0), redriveCount: 0 });
  const ports = inMemoryPorts(world);
  const read = async () => {
    throw Object.assign(new Error('no key.'), { name: 'KmsAccessDeniedException' });
  };
  const owner = { executionArn: `${executionArn}-next`, redriveCount: 0 };
  const broken = { ...ports, aliases: { ...ports.aliases, read } };
  return lockTargets.core({ document: document(), owner, retryCount: 0 }, status === 'RUNNING' ? ports : broken);
};

const CASES: readonly (readonly [reason: string, says: string, run: () => unknown])[] = [
  [
    'InvalidRequest',
    'request.alias: found nothing, expected a text; request.alarm: found an unknown field, expected only documented fields',
    () =>
      validateRequest.core(
        { input: { stateMachineArn: ORDERS, alarm: [] }, executionArn: OWNER.executionArn, startedAt: FOUND_AT },
        {} as never,
      ),
  ],
  [
    'StateMachineMissing',
    `State machine ${ORDERS} does not exist. Mend stateMachineArn (name, region, account), or create the machine first. Those that there are: aws stepfunctions list-state-machines --region us-east-1`,
    () => inspect((world) => world.machines.clear()),
  ],
  [
    'StateMachineDeleting',
    `State machine ${ORDERS} is being deleted, with its versions and aliases. When it is gone, create it anew; or name another one in stateMachineArn.`,
    () => inspect((world) => world.machines.set(ORDERS, { ...world.machines.get(ORDERS)!, status: 'DELETING' })),
  ],
  [
    'RevisionMismatch',
    `The request pins revision another of ${ORDERS}, but its current revision is revision-2. Start again with that one, or without revisionId.`,
    () => inspect(() => {}, { revisionId: 'another' }),
  ],
  [
    'VersionMissing',
    `Version 9 of ${ORDERS} does not exist. Name one that does: aws stepfunctions list-state-machine-versions --state-machine-arn ${ORDERS}`,
    () => inspect(() => {}, { versionArn: `${ORDERS}:9` }),
  ],
  [
    'AliasIsSplit',
    `Alias live of ${ORDERS} is split (30 % on version 2, 70 % on version 1), and no deployment is known to be at work on it. Put it wholly on one of the two first: start the deployer with one of the requests in repair.`,
    () =>
      inspect((world) =>
        world.aliases.set(LIVE, { ...world.aliases.get(LIVE)!, routes: split(STABLE, CANDIDATE, 30) }),
      ),
  ],
  [
    'NotSettled',
    `Alias live of ${ORDERS}: AWS still answers what was there before the last deployment's last write. Start again in a minute.`,
    () => inspect((world) => writeEntry(world, { ...FREE, written: { routing: null, updatedAt: FOUND_AT } })),
  ],
  [
    'AlarmMissing',
    'Alarms "gone", "orders-latency" are not found in CloudWatch in this account and region. Create what is missing, or mend the names in request.alarms.',
    () => alarms('OK'),
  ],
  [
    'AlarmAlreadyFiring',
    'Alarm "orders-failures" is firing before anything was changed (Threshold Crossed). Deploy when it is quiet, or accept it by request.ignoreFiring.',
    () => alarms('ALARM'),
  ],
  [
    'VersionMissing',
    `The request says publish: false, but ${ORDERS} has no published version. Leave publish out to publish its current revision.`,
    () => publish(undefined, target(), { publish: false }),
  ],
  [
    'StateMachineMissing',
    `${ORDERS} was deleted while this deployment began (gone). Create it anew, or leave it out of the request.`,
    () => publish({ kind: 'gone', message: 'gone' }),
  ],
  [
    'TooManyVersions',
    `${ORDERS} cannot have another version (1000 versions). Delete some that nobody needs (aws stepfunctions delete-state-machine-version), and start again with keepVersions, which does that after each success.`,
    () => publish({ kind: 'full', message: '1000 versions' }),
  ],
  [
    'RevisionMismatch',
    `The request pins revision revision-2 of ${ORDERS}, which is not the current one any more (moved). Start again with the current one, or without revisionId.`,
    () => publish({ kind: 'moved', message: 'moved' }, target({ revisionPinned: true })),
  ],
  [
    'RevisionKeepsMoving',
    `${ORDERS} was updated again each time its revision was to be published, for 600 seconds. Pin the revision to deploy by revisionId.`,
    () => publish({ kind: 'moved', message: 'moved' }, target(), {}, '2026-01-01T00:10:01.000Z'),
  ],
  [
    'TargetLocked',
    `Alias live of ${ORDERS} is being deployed by ${OWNER.executionArn}. Wait for its end (stepshift watch ${OWNER.executionArn}), or take it back (stepshift rollback ${OWNER.executionArn}); then start again.`,
    () => lock('RUNNING'),
  ],
  [
    'TargetLocked',
    `${OWNER.executionArn} died holding a target, and could not be completed: KmsAccessDeniedException: no key. Start again when this has completed it: stepshift recover ${OWNER.executionArn}`,
    () => lock('ABORTED'),
  ],
  [
    'HopelessPlan',
    `${LIVE} is usually started once an hour. The first step (10 % for 5 minutes, and up to 60 minutes more) would give the candidate about 0.11 executions, and a verdict needs 3. Ways out: a larger first weight, for longer (25 % for 12 hours in all); a first step of 30 hours in all (bakeSeconds, or maximumExtensionSeconds); "onInconclusive": "promote"; or smoke tests or alarms with "compare": "off".`,
    () => {
      const usual = { throughAlias: 24, inAll: 24, observedSeconds: 86_400 };
      const past = { executions: 24, failures: 0 };
      return planDeployment.core({ document: document({ targets: [target({ past, usual })] }) }, {} as never);
    },
  ],
  [
    'NotAllowed',
    `The deployer may not states:DescribeStateMachine on ${ORDERS}: User x is not authorized. Grant its role that action on that resource.`,
    () =>
      translated('states:DescribeStateMachine', ORDERS, async () => {
        throw Object.assign(new Error('User x is not authorized.'), { name: 'AccessDeniedException' });
      }),
  ],
];

describe('what is refused before anything was changed says what was found, what was expected, and what to do', () => {
  test.each(CASES)('%s: %s', async (reason, says, run) => {
    expect(await refusal(run)).toEqual({ reason, says });
  });

  test('for every reason that a ValidationError has', () => {
    const first = REASONS.slice(0, REASONS.indexOf('SmokeTestFailed'));
    expect([...new Set(CASES.map(([reason]) => reason))].sort()).toEqual([...first, 'HopelessPlan'].sort());
  });

  test('while an update that is not pinned is read again, without a word', async () => {
    await expect(publish({ kind: 'moved', message: 'moved' })).rejects.toBeInstanceOf(ReadAgain);
  });
});
