import { describe, expect, test } from '@jest/globals';
import { handler as abandonDeployment } from '../../tasks/abandon-deployment.ts';
import { handler as beginStep } from '../../tasks/begin-step.ts';
import { handler as checkHealth } from '../../tasks/check-health.ts';
import { handler as confirmPromotion } from '../../tasks/confirm-promotion.ts';
import { handler as confirmShift } from '../../tasks/confirm-shift.ts';
import { handler as confirmSmokeTests } from '../../tasks/confirm-smoke-tests.ts';
import { handler as finishDeployment } from '../../tasks/finish-deployment.ts';
import { handler as finishRollBack } from '../../tasks/finish-roll-back.ts';
import { handler as inspectAlarms } from '../../tasks/inspect-alarms.ts';
import { handler as inspectTarget } from '../../tasks/inspect-target.ts';
import { handler as judgeSmokeTest } from '../../tasks/judge-smoke-test.ts';
import { handler as lockTargets } from '../../tasks/lock-targets.ts';
import { handler as planDeployment } from '../../tasks/plan-deployment.ts';
import { handler as promote } from '../../tasks/promote.ts';
import { handler as pruneVersions } from '../../tasks/prune-versions.ts';
import { handler as publishVersion } from '../../tasks/publish-version.ts';
import { handler as refuseDeployment } from '../../tasks/refuse-deployment.ts';
import { handler as rollBack } from '../../tasks/roll-back.ts';
import { handler as sayWhatIsKnown } from '../../tasks/say-what-is-known.ts';
import { handler as shiftTraffic } from '../../tasks/shift-traffic.ts';
import { handler as tendExecutions } from '../../tasks/tend-executions.ts';
import { handler as validateRequest } from '../../tasks/validate-request.ts';
import { TASK_NAMES, type TaskName } from '../../workflow/definition.ts';
import { STAGE_BACK } from '../../workflow/ledger.ts';
import type { SmokeTestRun } from '../../workflow/smoke-test.ts';
import { baking, document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import {
  CANDIDATE,
  entryOf,
  foundWorld,
  LIVE,
  newTarget,
  ORDERS,
  OWNER,
  shifted,
  target,
  writeDeployment,
  writeEntry,
} from './targets.ts';

interface Case {
  readonly core: (input: never, ports: never) => unknown;
  readonly input: unknown;
  readonly world?: World;
}

const now = '2026-01-01T00:01:00.000Z';
const restored = target({ rolledBack: { kind: 'restored', updatedAt: now } });
const smokeTestRun: SmokeTestRun = {
  type: 'STANDARD',
  versionArn: CANDIDATE,
  executionName: 'any',
  test: { name: 'a', input: {}, expect: {}, timeoutSeconds: 60 },
  answer: { Status: 'SUCCEEDED' },
};
/** Nobody holds the target yet. */
const unlocked = (): World => {
  const world = foundWorld();
  world.ledger.targets.clear();
  world.ledger.deployments.clear();
  return world;
};
/** One execution of the candidate failed, long enough ago for AWS to list it. */
const withFailedExecution = (): World => {
  const world = foundWorld();
  world.clock = Date.parse(now) + 61_000;
  const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:orders:one';
  world.candidateExecutions.push({
    executionArn,
    versionArn: CANDIDATE,
    aliasArn: LIVE,
    status: 'FAILED',
    startedAt: now,
    input: '{}',
  });
  return world;
};
/** An earlier life of the deployment is over and written down. */
const recorded = (): World => {
  const world = foundWorld();
  writeDeployment(world, { open: false, recorded: 0 });
  return world;
};
const unpublished = (): World => {
  const world = foundWorld();
  world.machines.set(ORDERS, { ...world.machines.get(ORDERS)!, versions: ['revision-1'] });
  return world;
};

/** Each task with an input on which it does whatever it can do to the world. */
const CASES: Readonly<Record<TaskName, Case>> = {
  ValidateRequest: {
    core: validateRequest.core,
    input: {
      input: { stateMachineArn: ORDERS, alias: 'live' },
      executionArn: 'arn:aws:states:us-east-1:123456789012:execution:s:e',
      startedAt: now,
    },
  },
  LockTargets: { core: lockTargets.core, input: { document: document(), retryCount: 0 }, world: unlocked() },
  InspectTarget: {
    core: inspectTarget.core,
    input: { target: { stateMachineArn: ORDERS, alias: 'live' }, request: document().request },
  },
  InspectAlarms: { core: inspectAlarms.core, input: { document: document() } },
  PublishVersion: {
    core: publishVersion.core,
    input: { target: target(), request: document().request, startedAt: now, now },
    world: unpublished(),
  },
  PlanDeployment: { core: planDeployment.core, input: { document: document() } },
  JudgeSmokeTest: { core: judgeSmokeTest.core, input: { run: smokeTestRun } },
  ConfirmSmokeTests: {
    core: confirmSmokeTests.core,
    input: {
      document: document({ smokeTests: [judgeSmokeTest.core({ run: smokeTestRun }, {} as never) as never] }),
      now,
    },
  },
  BeginStep: { core: beginStep.core, input: { document: baking() } },
  ShiftTraffic: { core: shiftTraffic.core, input: { target: target(), weightPercent: 10, stepNumber: 1 } },
  ConfirmShift: { core: confirmShift.core, input: { document: baking(), now } },
  CheckHealth: { core: checkHealth.core, input: { document: baking(), now, retryCount: 0 } },
  ConfirmPromotion: {
    core: confirmPromotion.core,
    input: { document: document({ targets: [shifted(100).target] }) },
    world: shifted(100).world,
  },
  Promote: { core: promote.core, input: { target: shifted(100).target }, world: shifted(100).world },
  FinishDeployment: {
    core: finishDeployment.core,
    input: {
      document: document({
        targets: [target({ promoted: { kind: 'notTouched' }, candidate: { versionArn: `${ORDERS}:1` } })],
      }),
    },
  },
  PruneVersions: { core: pruneVersions.core, input: { document: document() } },
  RollBack: { core: rollBack.core, input: { target: shifted(50).target, now }, world: shifted(50).world },
  TendExecutions: {
    core: tendExecutions.core,
    input: { document: baking({ targets: [{ ...shifted(50).target, ...restored }] }, { replay: 'failed' }) },
    world: withFailedExecution(),
  },
  FinishRollBack: { core: finishRollBack.core, input: { document: baking({ targets: [restored] }) } },
  AbandonDeployment: { core: abandonDeployment.core, input: { document: document() }, world: recorded() },
  SayWhatIsKnown: {
    core: sayWhatIsKnown.core,
    input: { document: { ...document(), accountError: { Error: 'TryAgain' } } },
  },
  RefuseDeployment: {
    core: refuseDeployment.core,
    input: { document: { targets: [], error: { Error: 'ValidationError' } } },
  },
};

async function runTwice({ core, input, world = foundWorld() }: Case) {
  const ports = inMemoryPorts(world);
  const { targets, deployments, versions } = world.ledger;
  const state = () =>
    JSON.stringify(
      [world.aliases, world.machines, targets, deployments, versions, world.candidateExecutions].map((map) => [...map]),
    );
  const first = await core({ owner: OWNER, ...(input as object) } as never, ports as never);
  const after = state();
  const second = await core({ owner: OWNER, ...(input as object) } as never, ports as never);
  return { first, second, after, afterBoth: state() };
}

describe('a lost reply: the task run a second time', () => {
  test.each(TASK_NAMES)('%s answers the same and changes nothing more', async (name) => {
    const { first, second, after, afterBoth } = await runTwice(CASES[name]);
    expect(second).toEqual(first);
    expect(afterBoth).toBe(after);
  });

  test('ShiftTraffic that creates an alias and RollBack that removes one do so once', async () => {
    const world = foundWorld();
    world.aliases.delete(LIVE);
    const created = await runTwice({
      core: shiftTraffic.core,
      input: { target: newTarget(), weightPercent: 100, stepNumber: 1, owner: OWNER },
      world,
    });
    expect(created.second).toEqual(created.first);
    const mine = newTarget({ shifted: created.first as never });
    writeEntry(world, { ...entryOf(world), stage: STAGE_BACK, backAt: now });
    world.clock = Date.parse(now) + 61_000; // by then AWS lists what was started through it
    const removed = await runTwice({ core: rollBack.core, input: { target: mine, now }, world });
    expect(removed.second).toEqual(removed.first);
    expect(world.aliases.has(LIVE)).toBe(false);
  });
});
