import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../../cli/exit-codes.ts';
import { answering } from '../answering.ts';
import { folderWith, PASSING_MACHINE } from '../folder.ts';
import { type RunningCommand, startCommand } from '../real-command.ts';
import { command, type ServedAws, servedAws } from '../served-aws.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const folder = folderWith({
  'request.json': { stateMachineArn, alias: 'live', compare: 'off', strategy: 'Canary10Percent5Minutes' },
  'next.asl.json': { ...PASSING_MACHINE, Comment: 'next' },
});

let served: ServedAws;
let instead: Server | undefined;
let executionArn: string;

/** A deployment that has just given the candidate its first share. */
beforeEach(async () => {
  served = await servedAws();
  await served.createMachine('orders');
  const deploy = ['deploy', join(folder, 'request.json'), '--detach', '--endpoint-url', served.url];
  await command(...deploy);
  await served.pass(3600);
  executionArn = (await command(...deploy, '--definition', join(folder, 'next.asl.json'))).out.trim();
  await served.pass(10);
});
afterEach(async () => {
  await served.goAway().catch(() => {});
  instead?.close();
});

function start(...argv: string[]): RunningCommand {
  return startCommand(argv, { cwd: folder, env: { AWS_ENDPOINT_URL: served.url } });
}

describe('watching that is cut short', () => {
  test('by Ctrl-C while no answer comes ends at once, and says that the deployment goes on', async () => {
    const { says, child, ended } = start('watch', 'orders:live');
    await says(/candidate gets 10 %/);
    await served.goAway();
    instead = createServer().listen(served.port, '127.0.0.1');
    await once(instead, 'connection');
    const from = Date.now();
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect(Date.now() - from).toBeLessThan(5000);
    expect(err).toContain(`Stopped watching. The deployment goes on by itself:\n  stepshift watch ${executionArn}\n`);
    expect(code).toBe(130);
  });

  test('by Ctrl-C on the way back says that this goes on', async () => {
    const { says, child, ended } = start('rollback', 'orders:live');
    await says(/Told/);
    await says(/candidate gets 10 %/);
    child.kill('SIGINT');
    const { code, err } = await ended;
    expect(err).toMatch(/\nStopped watching\. The way back goes on by itself:\n {2}stepshift watch arn:\S+\n$/);
    expect(code).toBe(130);
  });

  test('by SIGTERM, as a pipeline ends its steps, says that it goes on', async () => {
    const { says, child, ended } = start('watch', 'orders:live');
    await says(/candidate gets 10 %/);
    child.kill('SIGTERM');
    const { code, err } = await ended;
    expect(err).toContain('Stopped watching. The deployment goes on by itself:');
    expect(code).toBe(143);
  });

  test('by credentials that have expired says so, and that the deployment goes on', async () => {
    const { says, ended } = start('watch', 'orders:live');
    await says(/candidate gets 10 %/);
    await served.goAway();
    instead = await answering(400, { __type: 'ExpiredTokenException', message: 'The token is expired' }, served.port);
    const { code, err } = await ended;
    expect(err).toContain(`Watching ends here, and the deployment goes on: stepshift watch ${executionArn}\n`);
    expect(err).toMatch(/stepshift: Your AWS credentials have expired: sign in/);
    expect(code).toBe(EXIT.fault);
  });
});
