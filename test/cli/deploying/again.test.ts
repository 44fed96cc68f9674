import { join } from 'node:path';
import { UpdateStateMachineAliasCommand } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../../cli/exit-codes.ts';
import { folderWith, PASSING_MACHINE } from '../folder.ts';
import { type Answered, command, type ServedAws, servedAws } from '../served-aws.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const folder = folderWith({
  'request.json': { stateMachineArn: ORDERS, alias: 'live', compare: 'off', strategy: 'Canary10Percent5Minutes' },
  'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' },
});
const request = join(folder, 'request.json');

let served: ServedAws;
beforeAll(async () => {
  served = await servedAws();
  await served.createMachine('orders');
});
afterAll(() => served.goAway());
afterEach(() => {
  delete process.env.GITHUB_RUN_ID;
});

/** A step of a pipeline's run. */
async function step(run: string, ...argv: string[]): Promise<Answered> {
  process.env.GITHUB_RUN_ID = run;
  return command(...argv, '--endpoint-url', served.url);
}

describe('a pipeline step that is tried again', () => {
  test('deploys once: what runs is followed, what has ended well is that', async () => {
    const first = await step('1', 'deploy', request, '--detach');
    const second = await step('1', 'deploy', request, '--detach');
    expect(second).toMatchObject({ code: EXIT.ok, out: first.out });
    await served.pass(3600);
    const third = await step('1', 'deploy', request);
    expect(third.err).toMatch(
      /This was deployed before, by orders-live-\w+, and every alias is there still: nothing to do\.\n$/,
    );
    expect(third.code).toBe(EXIT.ok);
    expect(JSON.parse((await step('1', 'list', '--json')).out).deployments).toHaveLength(1);
  });

  test('is followed by whoever asks for a running deployment with another reason', async () => {
    await step('2', 'deploy', request, '--definition', join(folder, 'next.asl.json'), '--detach');
    await served.pass(10);
    const again = await step('2', 'deploy', request, '--reason', 'I was not there', '--detach', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ started: 'before' });
    await step('2', 'rollback', 'orders:live', '--detach');
    await served.pass(60);
  });

  test('answers a roll-back again, and another run deploys the same revision anew', async () => {
    const again = await step('2', 'deploy', request);
    expect(again).toMatchObject({ code: EXIT.rolledBack });
    expect(again.err).toMatch(/which ended in RolledBack\. To deploy it again: --attempt 2\n$/);
    const anew = await step('3', 'deploy', request, '--detach', '--json');
    expect(JSON.parse(anew.out)).toMatchObject({ started: 'started' });
    await served.pass(3600);
    expect((await step('3', 'deploy', request)).code).toBe(EXIT.ok);
  });

  test('is not green where it had ended well and the alias was moved since', async () => {
    const routingConfiguration = [{ stateMachineVersionArn: `${ORDERS}:1`, weight: 100 }];
    await served.clients.sfn.send(
      new UpdateStateMachineAliasCommand({ stateMachineAliasArn: `${ORDERS}:live`, routingConfiguration }),
    );
    const { code, err } = await step('3', 'deploy', request);
    expect(err).toMatch(/, but orders:live is on 100 % on version 1 now\. To deploy it again: --attempt 2\n$/);
    expect(code).toBe(EXIT.validationError);
  });

  test('names an attempt that was not made yet', async () => {
    const second = await step('2', 'deploy', request, '--attempt', '2', '--detach');
    expect(second.code).toBe(EXIT.ok);
    await served.pass(3600);
    expect((await step('2', 'deploy', request)).err).toMatch(/--attempt 3\n$/);
  });
});
