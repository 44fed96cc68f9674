import { SFNClient, UpdateStateMachineAliasCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../../cli/exit-codes.ts';
import { folderWith, PASSING_MACHINE } from '../folder.ts';
import { type Ended, type LocalWorld, localWorld, startCommand } from '../real-command.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const REQUEST = { stateMachineArn: ORDERS, alias: 'live', compare: 'off', strategy: 'Canary10Percent5Minutes' };
const folder = folderWith({
  'request.json': REQUEST,
  'newest.json': { ...REQUEST, publish: false },
  'first.asl.json': PASSING_MACHINE,
  'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' },
});

let world: LocalWorld;
let sfn: SFNClient;
beforeAll(async () => {
  world = await localWorld(folder);
  await world.pass(0);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  sfn = new SFNClient({ endpoint: world.url, region: 'us-east-1', credentials });
});
afterAll(() => world.stop());

/** A step of a pipeline's run, as a process of its own. */
function step(run: string, ...argv: string[]): Promise<Ended> {
  return startCommand(argv, { cwd: folder, env: { AWS_ENDPOINT_URL: world.url, GITHUB_RUN_ID: run } }).ended;
}

async function started(run: string, ...argv: string[]) {
  const { code, out } = await step(run, ...argv, '--detach', '--json');
  expect(code).toBe(EXIT.ok);
  return JSON.parse(out) as { readonly started: string; readonly executionArn: string };
}

describe('a pipeline step that is tried again', () => {
  test('deploys once: what runs is followed, what has ended well is that', async () => {
    const definition = ['--definition', 'first.asl.json'];
    const first = await started('1', 'deploy', 'request.json', ...definition);
    const again = startCommand(['deploy', 'request.json', ...definition, '--reason', 'I was not there'], {
      cwd: folder,
      env: { AWS_ENDPOINT_URL: world.url, GITHUB_RUN_ID: '1' },
    });
    const second = await world.passAfter(again, /This was started before/);
    expect(second.err).toContain(`This was started before: ${first.executionArn}\n`);
    expect(second.code).toBe(EXIT.ok);
    const third = await step('1', 'deploy', 'request.json', ...definition);
    expect(third.err).toMatch(
      /This was deployed before, by orders-live-\w+, and every alias is there still: nothing to do\.\n$/,
    );
    expect(third.code).toBe(EXIT.ok);
    expect(JSON.parse((await step('1', 'list', '--json')).out).deployments).toHaveLength(1);
  });

  test('answers a roll-back again, and another run deploys the same revision anew', async () => {
    await started('2', 'deploy', 'request.json', '--definition', 'next.asl.json');
    await world.pass(10);
    await step('2', 'rollback', 'orders:live', '--detach');
    await world.pass(60);
    const again = await step('2', 'deploy', 'request.json');
    expect(again).toMatchObject({ code: EXIT.rolledBack });
    expect(again.err).toMatch(/which ended in RolledBack\. To deploy it again: --attempt 2\n$/);
    expect(await started('3', 'deploy', 'request.json')).toMatchObject({ started: 'started' });
    await world.pass(3600);
    expect((await step('3', 'deploy', 'request.json')).code).toBe(EXIT.ok);
  });

  test('is not green where it had ended well and the alias was moved since', async () => {
    const routingConfiguration = [{ stateMachineVersionArn: `${ORDERS}:1`, weight: 100 }];
    const stateMachineAliasArn = `${ORDERS}:live`;
    await sfn.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, routingConfiguration }));
    const { code, err } = await step('3', 'deploy', 'request.json');
    expect(err).toMatch(/, but orders:live is on 100 % on version 1 now\. To deploy it again: --attempt 2\n$/);
    expect(code).toBe(EXIT.validationError);
  });

  test('names an attempt that was not made yet', async () => {
    await started('2', 'deploy', 'request.json', '--attempt', '2');
    await world.pass(3600);
    expect((await step('2', 'deploy', 'request.json')).err).toMatch(/--attempt 3\n$/);
  });

  test('deploys the newest version where it publishes none, though the request is the same', async () => {
    await started('4', 'deploy', 'newest.json');
    await world.pass(3600);
    expect(await started('4', 'deploy', 'newest.json')).toMatchObject({ started: 'before' });
    const definition = JSON.stringify({ ...PASSING_MACHINE, Comment: 'published by somebody else' });
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn: ORDERS, definition, publish: true }));
    expect(await started('4', 'deploy', 'newest.json')).toMatchObject({ started: 'started' });
  });
});
