import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import type { RunningServer } from '../../local/http-server.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';
import { dynamoLedger, ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';
import { month } from '../report/stories.ts';
import { recordingScreen } from './screens.ts';

const TARGET = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders:live';
let server: RunningServer;

beforeAll(async () => {
  server = await serve(new LocalAws({ clock: new RealClock({ keepsProcess: false }) }), 0);
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const dynamodb = new DynamoDBClient({ endpoint: endpoint(), region: 'us-east-1', credentials });
  await dynamodb.send(new CreateTableCommand(ledgerTable('stepshift-ledger')));
  const { records } = dynamoLedger(dynamodb, 'stepshift-ledger');
  for (const record of month()) await records.write(record);
});
afterAll(() => server.close());

const endpoint = (): string => `http://127.0.0.1:${server.port}`;

async function history(...argv: string[]) {
  const screen = recordingScreen();
  const code = await dispatch(['history', ...argv, '--endpoint-url', endpoint()], screen);
  return { code, out: screen.printed(), err: screen.noted() };
}

describe('history', () => {
  test('tells the story of a target', async () => {
    const { code, out, err } = await history(TARGET);
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    expect(out.split('\n')[0]).toBe('orders:live is on version 5 since 2026-01-20 10:00:00, after 4 deployments.');
  });

  test('prints it as JSON, or as a page', async () => {
    expect(JSON.parse((await history(TARGET, '--json')).out)).toMatchObject({
      target: { alias: 'live' },
      spans: expect.arrayContaining([{ version: 5, from: '2026-01-20T10:00:00.000Z' }]),
    });
    const { out } = await history(TARGET, '--html', '-');
    expect(out).toMatch(/^<!doctype html>/);
    expect(out).toContain('Somebody else moved the alias; found by the next deployment, 2026-01-10 09:00:00.');
  });

  test('of a target that was never deployed is short', async () => {
    expect(await history(`${TARGET}-not`)).toEqual({
      code: EXIT.ok,
      out: 'Nothing is known of any deployment of orders:live-not.\n',
      err: '',
    });
  });

  test.each([
    [[], 'No target given'],
    [[TARGET, TARGET], 'One target at a time, but 2 were given.'],
    [['orders'], 'TARGET: found "orders", expected a machine and its alias (orders:live)'],
    [[TARGET, '--json', '--open'], 'Either --json or --html'],
    [[TARGET, '--html', '-', '--open'], '--open needs a file'],
  ])('says what is wrong with %j', async (argv, message) => {
    const { code, err } = await history(...argv);
    expect(code).toBe(EXIT.usage);
    expect(err).toContain(message);
  });
});
