import { describe, expect, test } from '@jest/globals';
import { handler as finishDeployment } from '../../tasks/finish-deployment.ts';
import { handler as finishRollBack } from '../../tasks/finish-roll-back.ts';
import { handler as refuseDeployment } from '../../tasks/refuse-deployment.ts';
import type { DeploymentDocument, End, Health, Target } from '../../workflow/document.ts';
import type { EndCause } from '../../workflow/ends.ts';
import { NotAllowed, RoutingDrifted, ValidationError } from '../../workflow/errors.ts';
import { isUnfinished } from '../../workflow/ledger.ts';
import { baking, document } from './documents.ts';
import { inMemoryPorts } from './in-memory-ports.ts';
import { deploymentOf, foundWorld, newTarget, OWNER, STABLE, target, writeDeployment } from './targets.ts';

const promoted = target({ promoted: { kind: 'written', candidateWeight: 100, updatedAt: 'then' } });
const restored = target({ rolledBack: { kind: 'restored', updatedAt: 'then' } });
const unhealthy: Health = {
  ...baking().health!,
  verdict: 'unhealthy',
  decision: 'rollBack',
  reason: 'AlarmFiring',
  reasons: ['alarm "a" is firing'],
};

async function causeOf(ending: Promise<End> | End): Promise<EndCause> {
  const end = await ending;
  if (!('cause' in end)) throw new Error(`${end.name} has no cause`);
  return JSON.parse(end.cause) as EndCause;
}

function caught(error: Error) {
  return { Error: error.name, Cause: JSON.stringify({ errorMessage: error.message }) };
}

describe('FinishDeployment', () => {
  const finish = (...targets: Target[]) => {
    const world = foundWorld();
    if (targets.some(({ promoted: write }) => write)) writeDeployment(world, { phase: 'promoted' });
    return finishDeployment.core({ document: document({ targets }), owner: OWNER }, inMemoryPorts(world));
  };

  test('succeeds when every target is promoted or was there already', async () => {
    const there = target({ candidate: { versionArn: STABLE } });
    expect(await finish(promoted, there)).toEqual({
      name: 'Succeeded',
      next: 'Succeeded',
      summary: 'Alias live of orders is wholly on version 2. Alias live of orders is wholly on version 1.',
    });
  });

  test('leads back when no target could be promoted', async () => {
    await expect(finish(target({ failure: { Error: 'Lambda.Unknown' } }))).rejects.toMatchObject({
      name: 'TargetFailed',
      reason: 'Lambda.Unknown',
    });
  });

  test('goes only forward once one is promoted: the rest is told to a person with the exact command', async () => {
    const end = await finish(promoted, target({ failure: { Error: 'Lambda.Unknown', Cause: 'down' } }));
    expect(end.name).toBe('CriticalError');
    expect(await causeOf(end)).toMatchObject({
      reason: 'PromotionIncomplete',
      recovery: 'pending',
      repair: [
        expect.stringMatching(
          /^aws stepfunctions update-state-machine-alias --region us-east-1 .*orders:2","weight":100/,
        ),
      ],
    });
  });
});

describe('FinishRollBack', () => {
  const finish = (fields: Partial<DeploymentDocument>) =>
    finishRollBack.core({ document: baking(fields), owner: OWNER }, inMemoryPorts(foundWorld()));

  test('ends as RolledBack when the candidate was the reason and every alias is proven on stable', async () => {
    const end = await finish({ targets: [restored], health: unhealthy });
    expect(end.name).toBe('RolledBack');
    expect(await causeOf(end)).toEqual({
      reason: 'AlarmFiring',
      summary:
        'Unhealthy: version 2 of orders, with 10 % of the traffic: alarm "a" is firing. Alias live of orders: wholly on version 1 again, read back.',
      targets: [
        {
          stateMachineArn: restored.stateMachineArn,
          alias: 'live',
          stable: 1,
          candidate: 2,
          standing: 'wholly on version 1 again, read back',
        },
      ],
      evidence: ['alarm "a" is firing'],
      recovery: 'done',
      repair: [],
      help: 'docs/operating.md#alarmfiring',
    });
  });

  test('says so when it never became conclusive', async () => {
    expect(await causeOf(finish({ targets: [restored] }))).toMatchObject({ reason: 'NeverConclusive' });
  });

  test('is critical when something unforeseen led back, even though everything is restored', async () => {
    const end = await finish({ targets: [restored], error: { Error: 'States.Timeout' } });
    expect(end.name).toBe('CriticalError');
    expect(await causeOf(end)).toMatchObject({ reason: 'States.Timeout', recovery: 'done', repair: [] });
  });

  test('is critical when an alias could not be restored, and gives the command that does it', async () => {
    const end = await finish({
      targets: [restored, target({ failure: { Error: 'States.Timeout' } })],
      health: unhealthy,
    });
    expect(end.name).toBe('CriticalError');
    expect(await causeOf(end)).toMatchObject({
      reason: 'AlarmFiring',
      recovery: 'pending',
      repair: [expect.stringMatching(/^aws stepfunctions update-state-machine-alias .*orders:1","weight":100/)],
    });
  });

  test('says that the candidate’s executions could not be looked after, and why', async () => {
    const afterCareError = caught(new NotAllowed({ reason: 'NotAllowed', summary: 'May not list.' }));
    const end = await finish({ targets: [restored], health: unhealthy, afterCareError });
    expect(end.name).toBe('RolledBack');
    expect((await causeOf(end)).summary).toContain(
      "The candidate's executions could not be looked after: May not list.",
    );
  });

  test('is critical with RoutingDrifted when somebody else moved an alias', async () => {
    const error = caught(new RoutingDrifted({ reason: 'RoutingDrifted', summary: 'It was moved.' }));
    const end = await finish({
      targets: [target({ rolledBack: { kind: 'handedOver', routing: '100 % on version 7' } })],
      error,
    });
    expect(await causeOf(end)).toMatchObject({
      reason: 'RoutingDrifted',
      recovery: 'handedOver',
      summary: expect.stringContaining('left as found: 100 % on version 7'),
    });
  });

  test('is critical when there is no way back', async () => {
    const end = await finish({ targets: [newTarget({ rolledBack: { kind: 'inUse' } })], health: unhealthy });
    expect(end.name).toBe('CriticalError');
    expect(await causeOf(end)).toMatchObject({
      reason: 'NoWayBack',
      summary: expect.stringContaining('decide whether it may stay'),
      recovery: 'handedOver',
      repair: [expect.stringContaining('delete-state-machine-alias')],
      help: 'docs/operating.md#nowayback',
    });
  });
});

describe('RefuseDeployment', () => {
  const error = caught(new ValidationError({ reason: 'AlarmMissing', summary: 'Not there.', repair: ['create it'] }));
  const refuse = (targets: Target[], why: { Error: string; Cause?: string } = error) =>
    refuseDeployment.core({ document: { targets, error: why }, owner: OWNER }, inMemoryPorts(foundWorld()));

  test('says why, and what helps', async () => {
    expect(await causeOf(refuse([]))).toEqual({
      reason: 'AlarmMissing',
      summary: 'Not there.',
      targets: [],
      evidence: [],
      recovery: 'notNeeded',
      repair: ['create it'],
      help: 'docs/operating.md#alarmmissing',
    });
  });

  test('has the record made anew where an execution was redriven that was refused before', async () => {
    const world = foundWorld();
    writeDeployment(world, { open: false, ended: 'ValidationError', recorded: 0 });
    const owner = { ...OWNER, redriveCount: 1 };
    await refuseDeployment.core({ document: { targets: [], error }, owner }, inMemoryPorts(world));
    expect(isUnfinished(deploymentOf(world))).toBe(true);
  });

  test('names a version that was published, for it stays', async () => {
    expect((await causeOf(refuse([target()]))).summary).toContain(
      'Version 2 of arn:aws:states:us-east-1:123456789012:stateMachine:orders is published and stays.',
    );
  });

  test('explains an input that is too large', async () => {
    expect(await causeOf(refuse([], { Error: 'States.DataLimitExceeded' }))).toMatchObject({
      reason: 'InvalidRequest',
      summary: expect.stringContaining('256 KiB'),
    });
  });
});
