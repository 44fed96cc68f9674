import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateStateMachineCommand, SFNClient, StartExecutionCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import type { RunningServer } from '../../local/http-server.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';
import { dynamoLedger, ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';
import type { Ledger } from '../../tasks/ports/ledger.ts';
import { recordingScreen } from './screens.ts';

const roleArn = 'arn:aws:iam::123456789012:role/any';
const definition = JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } } });

let server: RunningServer;
let endpoint: string;
let sfn: SFNClient;
let ledger: Ledger;
let executionArn: string;

/** A deployment that has locked a target, moved nothing yet, and is running. */
beforeEach(async () => {
  server = await serve(new LocalAws({ clock: new RealClock({ keepsProcess: false }) }), 0);
  endpoint = `http://127.0.0.1:${server.port}`;
  const options = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  sfn = new SFNClient(options);
  const dynamodb = new DynamoDBClient(options);
  await dynamodb.send(new CreateTableCommand(ledgerTable('stepshift-ledger')));
  ledger = dynamoLedger(dynamodb, 'stepshift-ledger');
  const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand({ name: 'Stepshift', definition, roleArn }));
  executionArn = (await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'one' }))).executionArn!;
  const owner = { executionArn, redriveCount: 0 };
  const target = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', alias: 'live' };
  await ledger.targets.write(target, { owner, stage: 0, intents: [] }, 0);
  const startedAt = new Date().toISOString();
  await ledger.deployments.write({ owner, phase: 'forward', life: 0, open: true, startedAt, targets: [target] }, 0);
});
afterEach(() => server.close());

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

  test('finds the ledger of the deployer that the execution is one of', async () => {
    const definedAt = { name: 'Orders-Deployer', definition, roleArn };
    const { stateMachineArn } = await sfn.send(new CreateStateMachineCommand(definedAt));
    const other = (await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'two' }))).executionArn!;
    expect(await recover(other)).toMatchObject({
      code: EXIT.fault,
      err: expect.stringMatching(/table orders-deployer-ledger/),
    });
    expect(await recover(other, '--deployer', 'Stepshift')).toMatchObject({ code: EXIT.ok });
  });

  test('says what is missing where there is no ledger of that name', async () => {
    const { code, err } = await recover(executionArn, '--ledger', 'another');
    expect(code).toBe(EXIT.fault);
    expect(err).toMatch(/^stepshift: There is no table another here: name the deployer.s ledger by --ledger/);
  });
});
