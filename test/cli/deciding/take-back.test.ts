import { join } from 'node:path';
import { UpdateStateMachineAliasCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../../cli/exit-codes.ts';
import { folderWith, PASSING_MACHINE } from '../folder.ts';
import { type Answered, command, type ServedAws, servedAws } from '../served-aws.ts';

const MACHINES = 'arn:aws:states:us-east-1:123456789012:stateMachine';
const HARMLESS = { alias: 'live', compare: 'off', strategy: 'Canary10Percent5Minutes' };
const folder = folderWith({
  'orders.json': { stateMachineArn: `${MACHINES}:orders`, ...HARMLESS },
  'both.json': {
    compare: 'off',
    targets: ['orders', 'payments'].map((name) => ({ stateMachineArn: `${MACHINES}:${name}`, alias: 'live' })),
  },
  ...Object.fromEntries(['2', '3'].map((n) => [`${n}.asl.json`, { ...PASSING_MACHINE, Comment: n }])),
});
const file = (name: string): string => join(folder, name);

let served: ServedAws;
beforeEach(async () => {
  served = await servedAws();
  await served.createMachine('orders');
});
afterEach(() => served.goAway());

function stepshift(...argv: string[]): Promise<Answered> {
  return command(...argv, '--endpoint-url', served.url);
}

/** Starts it, and lets it come to its end. */
async function done(...argv: string[]): Promise<Answered> {
  const answered = await stepshift(...argv, '--detach');
  await served.pass(3600);
  return answered;
}

/** Follows it while time passes. */
async function followed(...argv: string[]): Promise<Answered> {
  const following = stepshift(...argv);
  const over = following.then(() => true);
  while (!(await Promise.race([over, served.pass(30).then(() => false)])));
  return following;
}

async function alias(): Promise<string> {
  const { aliases } = JSON.parse((await stepshift('list', '--json')).out);
  const routes = aliases.find((one: { stateMachineArn: string }) => one.stateMachineArn.endsWith(':orders')).routes;
  return routes.map(({ versionArn }: { versionArn: string }) => versionArn.split(':').at(-1)).join();
}

describe('rollback after a success', () => {
  test('goes back again, one deployment further each time: never to what was taken back', async () => {
    await done('deploy', file('orders.json'));
    await done('deploy', file('orders.json'), '--definition', file('2.asl.json'));
    await done('deploy', file('orders.json'), '--definition', file('3.asl.json'));
    expect(await alias()).toBe('3');
    await done('rollback', 'orders:live');
    expect(await alias()).toBe('2');
    await done('rollback', 'orders:live');
    expect(await alias()).toBe('1');
    const { code, err } = await done('rollback', 'orders:live');
    expect(err).toMatch(
      /does not tell what was before on orders:live, which is on version 1: name the version by --to/,
    );
    expect(code).toBe(EXIT.validationError);
    expect(await alias()).toBe('1');
  });

  test('restores one target of several that were deployed together, where that is named', async () => {
    await served.createMachine('payments');
    await done('deploy', file('both.json'));
    await done('deploy', file('orders.json'), '--definition', file('2.asl.json'));
    await done('rollback', 'orders:live');
    await done('deploy', file('both.json'), '--attempt', '2');
    expect(await alias()).toBe('2');
    expect(await done('rollback', 'orders:live')).toMatchObject({ code: EXIT.ok });
    expect(await alias()).toBe('1');
  });
});

describe('rollback of a deployment under way', () => {
  beforeEach(async () => {
    await done('deploy', file('orders.json'));
    await stepshift('deploy', file('orders.json'), '--definition', file('2.asl.json'), '--detach');
    await served.pass(10);
  });

  test('is well when the alias is back', async () => {
    expect(await followed('rollback', 'orders:live')).toMatchObject({ code: EXIT.ok });
    expect(await alias()).toBe('1');
  });

  test('follows one that is on its way back already', async () => {
    await stepshift('rollback', 'orders:live', '--detach');
    const { executions = [] } = (await served.aws.states.operations.ListExecutions!(
      { stateMachineArn: `${MACHINES}:Stepshift`, statusFilter: 'RUNNING' },
      served.aws.context,
    )) as { executions?: { executionArn: string }[] };
    const { deployments } = served.deployer!.ledger;
    const stored = (await deployments.read(executions[0]!.executionArn))!;
    await deployments.write({ ...stored.entry, phase: 'back' }, stored.revision);
    const { code, err } = await followed('rollback', 'orders:live');
    expect(err).toMatch(/^It is on its way back already: arn:/);
    expect(code).toBe(EXIT.ok);
  });

  test('is critical where somebody else has moved the alias', async () => {
    const routingConfiguration = [{ stateMachineVersionArn: `${MACHINES}:orders:2`, weight: 100 }];
    const stateMachineAliasArn = `${MACHINES}:orders:live`;
    await served.clients.sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
    const { code, out } = await followed('rollback', 'orders:live');
    expect(out).toMatch(/CriticalError \(RoutingDrifted\)/);
    expect(code).toBe(EXIT.criticalError);
  });
});
