import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { folderWith, PASSING_MACHINE } from './folder.ts';
import { type LocalWorld, localWorld } from './real-command.ts';

const DEPLOYER = 'arn:aws:states:us-east-1:123456789012:execution:Stepshift';
const REQUEST = {
  stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders',
  alias: 'live',
  compare: 'off',
  strategy: {
    steps: [
      { weight: 20, bakeSeconds: 60, approval: true },
      { weight: 100, bakeSeconds: 60 },
    ],
  },
};

let world: LocalWorld;
const folder = folderWith({
  'first.asl.json': PASSING_MACHINE,
  'second.asl.json': { ...PASSING_MACHINE, Comment: 'second' },
  'request.json': REQUEST,
});
beforeAll(async () => {
  world = await localWorld(folder);
});
afterAll(() => world.stop());

/** One after the other, as somebody types them: each goes on where the one before has left. */
describe('a day with the command, on local AWS', () => {
  test('the first deployment takes two commands, this one and the server: it makes the machine and the alias', async () => {
    const deploy = ['deploy', '--state-machine', 'orders', '--alias', 'live', '--definition', 'first.asl.json'];
    const { code, out, err } = await world.run(...deploy);
    expect(out).toContain('✔ Succeeded after 5 minutes\n  Alias live of orders is wholly on version 1.');
    expect(err).toContain('version 1 of orders:live: one step, about 5 minutes');
    expect(code).toBe(0);
  });

  test('deploy uploads a revision and shows each step and verdict, a line each; Ctrl-C ends the watching only', async () => {
    await world.pass(0);
    const deploy = world.start('deploy', 'request.json', '--definition', 'second.asl.json', '--reason', 'faster');
    await deploy.says(/candidate gets 20 %/);
    await deploy.says(/step 1 of 2: watched for 1 minute, then about 1 minute more/);
    deploy.child.kill('SIGINT');
    const { code, err } = await deploy.ended;
    expect(code).toBe(130);
    expect(err).toMatch(/Stopped watching\. The deployment goes on by itself:\n {2}stepshift watch arn:/);
    expect((await world.run('status', 'orders:live')).out).toMatch(
      /^orders:live \(1 → 2\) {2}Running .*\n {2}step 1 of 2 {2}━━─{8} 20 % {2}\d+ seconds left, about /,
    );
  });

  test('a paused deployment stays where it is, and goes on when it is resumed and approved', async () => {
    const watch = world.start('watch');
    expect(await world.run('pause', 'orders:live', '--by', 'kim', '--reason', 'lunch')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/: pause\. It is heard at the next look at the evidence, within 10 seconds\.\n$/),
    });
    await world.pass(120);
    await watch.says(/kim decides: pause \(lunch\)/);
    await watch.says(/waiting for a person: stepshift resume orders:live, or rollback/);
    await world.run('resume', 'orders:live', '--by', 'kim');
    await world.pass(60);
    await watch.says(/waiting for a person: stepshift approve orders:live, or rollback/);
    await world.run('approve', 'orders:live', '--by', 'kim');
    await world.pass(60);
    await watch.says(/approved by kim/);
    await watch.says(/candidate gets 100 %/);
    watch.child.kill('SIGINT');
    await watch.ended;
  });

  test('rollback tells the deployment, follows it, and is well when the alias is back', async () => {
    const rollback = world.start('rollback', 'orders:live', '--reason', 'orders are lost', '--by', 'kim');
    const { code, out, err } = await world.passAfter(rollback, /Told/);
    expect(out).toContain('↩ RolledBack (RefusedByPerson)');
    expect(err).toContain('back on stable');
    expect(code).toBe(0);
  });

  test('the same deployment again answers its end, and says which attempt deploys it anew', async () => {
    const { code, err } = await world.run('deploy', 'request.json');
    expect(code).toBe(3);
    expect(err).toMatch(/ended in RolledBack\. To deploy it again: --attempt 2\n$/);
  });

  test('an attempt that is asked for twice is started once, and abort has the watchdog bring it back', async () => {
    const again = ['deploy', 'request.json', '--attempt', '2', '--detach', '--json'];
    const [first, second] = [await world.run(...again), await world.run(...again)];
    const { executionArn } = JSON.parse(first.out);
    expect(JSON.parse(second.out).executionArn).toBe(executionArn);
    await world.pass(10);
    const abort = world.start('abort', executionArn, '--reason', 'wrong machine', '--by', 'kim');
    const { code, out, err } = await world.passAfter(abort, /Stopped/);
    expect(err).toMatch(/the deployment was stopped.*completed by the watchdog: RolledBack/s);
    expect(out).toContain('↩ RolledBack (DeploymentStopped)');
    expect(code).toBe(0);
  });

  test('promote gives the candidate everything at once, and rollback after that restores what was before', async () => {
    const deploy = world.start('deploy', 'request.json', '--attempt', '3');
    await deploy.says(/candidate gets 20 %/);
    await world.run('promote', 'orders:live', '--by', 'kim');
    expect(await world.passAfter(deploy, /candidate/)).toMatchObject({ code: 0 });
    const { code, out, err } = await world.passAfter(world.start('rollback', 'orders:live'), /Deploying/);
    expect(err).toContain('Restoring version 1 on orders:live');
    expect(out).toContain('Alias live of orders is wholly on version 1.');
    expect(code).toBe(0);
    const forward = await world.passAfter(world.start('rollback', 'orders:live', '--to', '2'), /Deploying/);
    expect(forward.out).toContain('Alias live of orders is wholly on version 2.');
  });

  test('history tells all of it, the newest first, and list where the alias stands', async () => {
    await world.pass(600);
    const { out } = await world.run('history', 'orders:live');
    expect(out).toMatch(/^orders:live is on version 2 since .*, after 6 deployments\.\n/);
    expect(out).toMatch(/\nversion 2 is stable since .*\nversion 1 is superseded since .*\n$/);
    const { chapters, versions } = JSON.parse((await world.run('history', 'orders:live', '--json')).out);
    expect(chapters).toMatchObject([
      { outcome: 'Succeeded', candidate: 1 },
      { outcome: 'RolledBack', stable: 1, candidate: 2 },
      { outcome: 'RolledBack', stable: 1, candidate: 2 },
      { outcome: 'Succeeded', stable: 1, candidate: 2 },
      { outcome: 'Succeeded', stable: 2, candidate: 1 },
      { outcome: 'Succeeded', stable: 1, candidate: 2 },
    ]);
    expect(versions).toMatchObject([{ standing: 'superseded' }, { standing: 'stable' }]);
    const list = JSON.parse((await world.run('list', '--json')).out);
    expect(list.deployments).toHaveLength(6);
    expect(list.deployments[0].executionArn).toMatch(new RegExp(`^${DEPLOYER}:orders-live-[0-9a-f]{16}$`));
    expect(list.aliases).toMatchObject([{ alias: 'live', routes: [{ weight: 100 }] }]);
    expect((await world.run('list')).out).toContain('Aliases\n  orders:live  wholly on version 2\n');
  });
});
