import { type SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import { recordingScreen } from './screens.ts';
import { type WaitingDeployer, waitingDeployer } from './waiting-deployer.ts';

let deployer: WaitingDeployer;
let endpoint: string;
let sfn: SFNClient;
let ledger: Ledger;
let executionArn: string;

/** A deployment that has locked a target, moved nothing yet, and is running. */
beforeEach(async () => {
  deployer = await waitingDeployer();
  ({ endpoint, sfn, executionArn } = deployer);
  ledger = await deployer.makeLedger();
  const owner = { executionArn, redriveCount: 0 };
  const target = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', alias: 'live' };
  await ledger.targets.write(target, { owner, stage: 0, intents: [] }, 0);
  const startedAt = new Date().toISOString();
  await ledger.deployments.write({ owner, phase: 'forward', life: 0, open: true, startedAt, targets: [target] }, 0);
});
afterEach(() => deployer.close());

async function recover(...argv: string[]) {
  const screen = recordingScreen();
  const code = await dispatch(['recover', ...argv, '--endpoint-url', endpoint], screen);
  return { code, out: screen.printed(), err: screen.noted() };
}

describe('recover', () => {
  test('touches nothing of a deployment that runs', async () => {
    const { code, out } = await recover(executionArn);
    expect({ code, out }).toEqual({
      code: EXIT.unexpected,
      out: 'It is running: nothing was touched. Stop it first, if it is to come back.\n',
    });
  });

  test('completes one that was stopped, in the name of whoever asks, and says so a second time', async () => {
    await sfn.send(new StopExecutionCommand({ executionArn }));
    expect(await recover(executionArn, '--by', 'kim')).toEqual({
      code: EXIT.ok,
      out: 'Completed as RolledBack. Its locks are free, and its record is stored.\n',
      err: '',
    });
    expect((await ledger.deployments.read(executionArn))?.entry).toMatchObject({
      open: false,
      recovered: { by: 'kim' },
    });
    expect(await ledger.records.read(executionArn)).toMatchObject({ outcome: 'RolledBack' });
    expect(await recover(executionArn)).toMatchObject({
      code: EXIT.ok,
      out: 'It was completed before, as RolledBack.\n',
    });
  });

  test('answers one JSON object with --json', async () => {
    await sfn.send(new StopExecutionCommand({ executionArn }));
    const { out } = await recover(executionArn, '--json');
    expect(JSON.parse(out)).toMatchObject({ executionArn, recovery: 'recovered', ledger: { open: false } });
  });

  test.each([
    [[], /No execution given/],
    [['orders-7'], /EXECUTION: found "orders-7", expected its ARN/],
    [['a', 'b'], /One execution at a time/],
  ])('says what is wrong with %j', async (argv, message) => {
    const { code, err } = await recover(...argv);
    expect(code).toBe(EXIT.usage);
    expect(err).toMatch(message);
  });

  test('says what is missing where there is no ledger of that name', async () => {
    const { code, err } = await recover(executionArn, '--ledger', 'another');
    expect(code).toBe(EXIT.fault);
    expect(err).toMatch(/^stepshift: There is no table another here: name the deployer.s ledger by --ledger/);
  });
});
