import { describe, expect, test } from '@jest/globals';
import { handler as abandon } from '../../tasks/abandon-deployment.ts';
import { handler as sayWhatIsKnown } from '../../tasks/say-what-is-known.ts';
import { isUnfinished, type TargetEntry, taken } from '../../workflow/ledger.ts';
import { document } from './documents.ts';
import { inMemoryPorts, type World } from './in-memory-ports.ts';
import { deploymentOf, foundWorld, OWNER, target, writeDeployment, writeEntry } from './targets.ts';

const FREE: TargetEntry = { stage: 0, intents: [] };
const error = { Error: 'DeploymentClosed', Cause: '{"reason":"DeploymentClosed","summary":"It was closed."}' };

async function causeOf(world: World) {
  const end = await abandon.core({ document: document({ error }), owner: OWNER }, inMemoryPorts(world));
  expect(end.name).toBe('CriticalError');
  return JSON.parse((end as { cause: string }).cause) as object;
}

describe('AbandonDeployment', () => {
  test('says that this deployment still holds what recovery has to complete, and how to have that done', async () => {
    expect(await causeOf(foundWorld())).toMatchObject({
      reason: 'DeploymentClosed',
      summary: 'It was closed.',
      targets: [{ alias: 'live', standing: 'locked by this deployment, to be completed' }],
      recovery: 'pending',
      repair: [`stepshift recover ${OWNER.executionArn}`],
    });
  });

  test('names another deployment that holds the target now, and leaves nothing to do', async () => {
    const world = foundWorld();
    writeEntry(world, taken(FREE, { executionArn: 'another', redriveCount: 1 })!);
    writeDeployment(world, { open: false });
    expect(await causeOf(world)).toMatchObject({
      targets: [{ standing: 'locked by another (redriven 1 times)' }],
      recovery: 'done',
      repair: [],
    });
  });

  test('says so when recovery had to leave an alias to somebody else', async () => {
    const world = foundWorld();
    writeEntry(world, FREE);
    const [one] = document().request.targets;
    const completed = [
      { stateMachineArn: one!.stateMachineArn, alias: 'live', kind: 'handedOver', at: 'then' } as const,
    ];
    writeDeployment(world, { open: false, completed });
    expect(await causeOf(world)).toMatchObject({
      targets: [{ standing: 'locked by nobody' }],
      recovery: 'handedOver',
    });
  });

  test('has the record of the earlier life made anew', async () => {
    const world = foundWorld();
    writeDeployment(world, { open: false, recorded: 0 });
    const owner = { ...OWNER, redriveCount: 1 };
    await abandon.core({ document: document({ error }), owner }, inMemoryPorts(world));
    expect(isUnfinished(deploymentOf(world))).toBe(true);
  });
});

describe('SayWhatIsKnown', () => {
  test.each([
    ['deploy', 'ValidationError'],
    ['restore', 'CriticalError'],
  ] as const)(
    'does not promise of a %s that was refused something that no alias was changed, unless that is so',
    async (road, name) => {
      const { request, ...rest } = document({ error: { Error: 'NotAllowed', Cause: 'no ledger' } });
      const accountError = { Error: 'NotAllowed', Cause: 'no ledger' };
      const refused = { ...rest, request: { ...request, road }, accountError };
      const end = await sayWhatIsKnown.core({ document: refused, owner: OWNER }, inMemoryPorts(foundWorld()));
      expect(end.name).toBe(name);
    },
  );

  test('tells nobody to move an alias that is not this deployment’s any more', async () => {
    const closed = document({
      targets: [target({ failure: error })],
      accountError: { Error: 'TryAgain', Cause: 'no ledger' },
    });
    const end = await sayWhatIsKnown.core(
      { document: { ...closed, accountError: closed.accountError! }, owner: OWNER },
      inMemoryPorts(foundWorld()),
    );
    expect(JSON.parse((end as { cause: string }).cause)).toMatchObject({
      reason: 'DeploymentClosed',
      recovery: 'pending',
      repair: [`stepshift recover ${OWNER.executionArn}`],
    });
  });
});
