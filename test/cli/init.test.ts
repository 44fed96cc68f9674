import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStateMachineAliasCommand, UpdateStateMachineCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { EXIT } from '../../cli/exit-codes.ts';
import { parseRequest } from '../../workflow/request.ts';
import { folderWith, PASSING_MACHINE } from './folder.ts';
import { command, servedAws } from './served-aws.ts';

const CALLING_MACHINE = {
  StartAt: 'Charge',
  States: {
    Charge: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'charge', 'Payload.$': '$' },
      Next: 'Tell',
    },
    Tell: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Parameters: { TopicArn: 'arn:aws:sns:us-east-1:123456789012:orders', Message: 'done' },
      End: true,
    },
  },
};

function readJson(...path: string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

describe('init', () => {
  test('makes of a definition in a file what can be planned and rehearsed at once, whatever services it calls', async () => {
    const folder = folderWith({ 'orders.asl.json': CALLING_MACHINE });
    const dir = join(folder, 'deploy');
    const { code, out } = await command('init', join(folder, 'orders.asl.json'), '--dir', dir, '--alias', 'main');
    expect(out).toContain(`Written: ${join(dir, 'mocks.json')}`);
    expect(out).toContain('has an ARN of local AWS: mend it for your own account.');
    expect(code).toBe(EXIT.ok);
    expect(parseRequest(readJson(dir, 'request.json'))).toMatchObject({
      kind: 'valid',
      value: { targets: [{ alias: 'main' }] },
    });
    expect((await command('plan', join(dir, 'request.json'))).code).toBe(EXIT.ok);
    const rehearsed = await command('rehearse', join(dir, 'scenario.json'), '--json');
    expect(JSON.parse(rehearsed.out)).toMatchObject({ outcome: 'Succeeded', executions: { stable: { failed: 0 } } });
  });

  test('takes a machine from AWS: its alias, what that is on as stable, and the current revision as candidate', async () => {
    const served = await servedAws({ withDeployer: false });
    const { sfn } = served.clients;
    const stateMachineArn = await served.createMachine('orders');
    const routingConfiguration = [{ stateMachineVersionArn: `${stateMachineArn}:1`, weight: 100 }];
    await sfn.send(new CreateStateMachineAliasCommand({ name: 'production', routingConfiguration }));
    const definition = JSON.stringify({ ...PASSING_MACHINE, Comment: 'next' });
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    const dir = join(folderWith({}), 'orders');
    const { code, out } = await command('init', 'orders', '--dir', dir, '--json', '--endpoint-url', served.url);
    expect(JSON.parse(out)).toEqual({
      folder: dir,
      files: ['request.json', 'scenario.json', 'stable.asl.json', 'candidate.asl.json'],
    });
    expect(code).toBe(EXIT.ok);
    expect(readJson(dir, 'request.json')).toMatchObject({ stateMachineArn, alias: 'production' });
    expect(readJson(dir, 'stable.asl.json')).toEqual(PASSING_MACHINE);
    expect(readFileSync(join(dir, 'candidate.asl.json'), 'utf8')).toBe(definition);
    await served.goAway();
  });

  test('writes where npm run was called, not where that has gone', async () => {
    const folder = folderWith({ 'orders.asl.json': PASSING_MACHINE });
    const before = { ...process.env };
    Object.assign(process.env, { INIT_CWD: folder, npm_lifecycle_event: 'stepshift' });
    const { out } = await command('init', 'orders.asl.json');
    process.env = before;
    expect(out).toContain(`npm run -s stepshift -- rehearse ${join(folder, 'orders/scenario.json')}`);
    expect(parseRequest(readJson(folder, 'orders/request.json'))).toMatchObject({ kind: 'valid' });
  });

  test('writes over nothing: then it writes none', async () => {
    const folder = folderWith({ 'orders.asl.json': PASSING_MACHINE });
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out', 'scenario.json'), 'mine');
    const dir = join(folder, 'out');
    const { code, err } = await command('init', join(folder, 'orders.asl.json'), '--dir', dir);
    expect(err).toBe(
      `stepshift: ${join(dir, 'scenario.json')} is there already: name another folder by --dir. See stepshift init --help.\n`,
    );
    expect(code).toBe(EXIT.usage);
    expect(() => readJson(dir, 'request.json')).toThrow(/ENOENT/);
  });
});
