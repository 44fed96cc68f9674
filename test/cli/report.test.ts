import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStateMachineCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { openInBrowser } from '../../cli/report/open-in-browser.ts';
import { rolledBack } from '../report/records.ts';
import { target } from '../report/targets.ts';
import { requireDocumented } from '../scenarios/recorded.ts';
import { folderWith } from './folder.ts';
import { recordingScreen } from './screens.ts';
import { type WaitingDeployer, waitingDeployer } from './waiting-deployer.ts';

async function run(...argv: string[]) {
  const screen = recordingScreen();
  const code = await dispatch(argv, screen);
  return { code, out: screen.printed(), err: screen.noted() };
}

describe('report of a file', () => {
  const executions = {
    stable: { started: 40, succeeded: 40, failed: 0 },
    candidate: { started: 35, succeeded: 7, failed: 28 },
  };
  const record = rolledBack({ targets: [target()] });
  const folder = folderWith({
    'record.json': record,
    'rehearsal.json': { ...record, alias: [{ version: 1, weight: 100 }], executions, virtualSeconds: 800 },
    'broken.json': '{',
    'other.json': { version: 7 },
  });
  const file = (name: string): string => join(folder, name);

  test('shows the summary', async () => {
    const { code, out, err } = await run('report', file('record.json'));
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out).toContain('↩ RolledBack (AlarmFiring) after 2 minutes 31 seconds');
    expect(out).not.toContain('Executions');
  });

  test('takes what rehearse --json prints, with its executions', async () => {
    expect((await run('report', file('rehearsal.json'))).out).toMatch(/candidate, version 2 +35 +7 +28/);
  });

  test('prints Markdown, the record, or a page', async () => {
    expect((await run('report', file('record.json'), '--markdown')).out).toMatch(/^### ↩ Rolled back: /);
    expect(JSON.parse((await run('report', file('record.json'), '--json')).out)).toEqual(record);
    expect((await run('report', file('record.json'), '--html', '-')).out).toMatch(/^<!doctype html>/);
  });

  test('writes a page to a file, and says so', async () => {
    const page = file('page.html');
    expect(await run('report', file('rehearsal.json'), '--html', page)).toEqual({
      code: EXIT.ok,
      out: '',
      err: `Written: ${page}\n`,
    });
    expect(readFileSync(page, 'utf8')).toContain('28 of 35');
  });

  test.each([
    [[], 'Nothing to report'],
    [['a', 'b'], 'One deployment at a time, but 2 were given.'],
    [['a', '--json', '--markdown'], 'One of --html (or --open), --markdown and --json, not 2.'],
    [['a', '--html', '-', '--open'], '--open needs a file'],
    [[file('nothing.json')], 'found no file there, expected the ARN of an execution, or a file with an audit record'],
    [[file('broken.json')], 'line 1, column 2'],
    [[file('other.json')], 'record.version: found 7, expected one of 1 (and'],
    [[file('record.json'), '--html', file('no/such/folder.html')], 'cannot be written'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { code, out, err } = await run('report', ...argv);
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toContain(message);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('report of an execution', () => {
  let deployer: WaitingDeployer;
  let executionArn: string;
  let sfn: SFNClient;

  beforeEach(async () => {
    deployer = await waitingDeployer({ alias: 'live' });
    ({ executionArn, sfn } = deployer);
  });
  afterEach(() => deployer.close());

  const report = (...options: string[]) => run('report', ...options, '--endpoint-url', deployer.endpoint);

  test('tells one that is running', async () => {
    await deployer.makeLedger();
    const { code, out, err } = await report(executionArn, '--json');
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    const record = JSON.parse(out);
    requireDocumented(record);
    expect(record).toMatchObject({
      outcome: 'Running',
      recovered: null,
      request: { alias: 'live' },
      path: ['Bake'],
      states: [{ name: 'Bake', visits: 1, retries: 0 }],
    });
    expect(record).not.toHaveProperty('endedAt');
  });

  test('says that recovery is unknown of one that was stopped, where there is no ledger', async () => {
    await sfn.send(new StopExecutionCommand({ executionArn }));
    const { code, out, err } = await report(executionArn, '--html', '-');
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('Recovery unknown:');
    expect(err).toMatch(/^stepshift: without the ledger, which could not be read: .*\n$/);
    expect(JSON.parse((await report(executionArn, '--json')).out)).toMatchObject({
      outcome: 'ABORTED',
      reason: 'DeploymentStopped',
      recovered: null,
    });
  });

  test('tells by the ledger how one that was stopped was completed', async () => {
    const ledger = await deployer.makeLedger();
    await sfn.send(new StopExecutionCommand({ executionArn }));
    const at = '2026-01-01T00:13:17.000Z';
    const recovered = { outcome: 'RolledBack', at, by: 'kim', targets: [] } as const;
    const owner = { executionArn, redriveCount: 0 };
    await ledger.deployments.write(
      { owner, phase: 'back', life: 0, open: false, recorded: 0, startedAt: at, targets: [], recovered },
      0,
    );
    expect(JSON.parse((await report(executionArn, '--json')).out)).toMatchObject({ outcome: 'RolledBack', recovered });
  });

  test('tells of one that AWS has forgotten by the record that was stored', async () => {
    const ledger = await deployer.makeLedger();
    await ledger.records.write(rolledBack());
    const { out } = await report(rolledBack().deployment.executionArn, '--json');
    expect(JSON.parse(out)).toEqual(rolledBack());
  });

  test('refuses the execution of a machine that is no deployer', async () => {
    const pass = JSON.stringify({ StartAt: 'Charge', States: { Charge: { Type: 'Pass', End: true } } });
    const roleArn = 'arn:aws:iam::123456789012:role/any';
    const { stateMachineArn } = await deployer.sfn.send(
      new CreateStateMachineCommand({ name: 'orders', definition: pass, roleArn }),
    );
    const other = (await deployer.sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'two' }))).executionArn!;
    const { code, out, err } = await report(other);
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toContain('found an execution of orders, which begins with the state Charge as no deployer does');
  });

  test('looks into the ledger of the deployer that the execution names', async () => {
    const ledger = await deployer.makeLedger('payments-deployer-ledger');
    const other = executionArn.replace(':Stepshift:', ':Payments-Deployer:');
    await ledger.records.write(rolledBack({ deployment: { executionArn: other, name: 'one' } }));
    expect(JSON.parse((await report(other, '--json')).out)).toMatchObject({ outcome: 'RolledBack' });
  });

  test('says where it has looked for one that nobody knows', async () => {
    await deployer.makeLedger();
    const { code, err } = await report(`${executionArn}-not`);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain('found no such execution, neither on AWS');
  });
});

describe('rehearse --report', () => {
  const scenario = 'examples/strategies/all-at-once.json';

  test('writes the page beside what is printed otherwise', async () => {
    const page = join(folderWith({}), 'report.html');
    const { out, err } = await run('rehearse', scenario, '--report', page);
    expect(out).toContain('Succeeded');
    expect(err).toContain(`Written: ${page}\n`);
    expect(existsSync(page)).toBe(true);
  });

  test('needs a file', async () => {
    expect((await run('rehearse', scenario, '--report', '-')).code).toBe(EXIT.usage);
  });
});

test('a browser is opened where there is one', async () => {
  expect(await openInBrowser('page.html', { BROWSER: 'true' })).toBe(true);
  expect(await openInBrowser('page.html', { BROWSER: '/no/such/browser' })).toBe(false);
});
