import { connect } from 'node:net';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StartSyncExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunningServer } from '../../local/http-server.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { serve } from '../../local/serve.ts';

const MINUTE = JSON.stringify({ StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 60, End: true } } });
const roleArn = 'arn:aws:iam::123456789012:role/any';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

let server: RunningServer;
let endpoint: string;

beforeEach(async () => {
  server = await serve(new LocalAws(), 0);
  endpoint = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

function sfnClient(): SFNClient {
  return new SFNClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1, disableHostPrefix: true });
}

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${endpoint}${path}`, { method: 'POST', body, headers });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
}

const target = (name: string) => ({ 'x-amz-target': name });

describe('the clock of a served local AWS', () => {
  async function startWaiting(sfn: SFNClient): Promise<string> {
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'minute', definition: MINUTE, roleArn }),
    );
    return (await sfn.send(new StartExecutionCommand({ stateMachineArn }))).executionArn!;
  }

  test('jumps while an execution waits and nothing runs', async () => {
    const sfn = sfnClient();
    const executionArn = await startWaiting(sfn);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { status, startDate, stopDate } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect([status, stopDate!.getTime() - startDate!.getTime()]).toEqual(['SUCCEEDED', 60_000]);
  });

  test('is the time that answers bear', async () => {
    const moved = await fetch(`${endpoint}/clock`, { method: 'POST', body: '{"seconds": 90}' });
    expect(moved.headers.get('date')).toBe('Thu, 01 Jan 2026 00:01:30 GMT');
  });

  test('is never moved by alarm ticks alone', async () => {
    const before = await (await fetch(`${endpoint}/clock`)).json();
    const alarm = {
      AlarmName: 'a',
      Namespace: 'N',
      MetricName: 'M',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
    };
    await post('/', JSON.stringify(alarm), target('GraniteServiceVersion20100801.PutMetricAlarm'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await (await fetch(`${endpoint}/clock`)).json()).toEqual(before);
  });

  test('moves only by hand once it was moved by hand, by 0 seconds too', async () => {
    const sfn = sfnClient();
    expect(await post('/clock', '{"seconds": 0}')).toEqual({ status: 200, body: { now: '2026-01-01T00:00:00.000Z' } });
    const executionArn = await startWaiting(sfn);
    await post('/clock', '{"seconds": 59}');
    expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('RUNNING');
    expect((await post('/clock', '{"seconds": 1}')).body).toEqual({ now: '2026-01-01T00:01:00.000Z' });
    expect((await sfn.send(new DescribeExecutionCommand({ executionArn }))).status).toBe('SUCCEEDED');
  });

  test('lets a synchronous start wait for virtual time', async () => {
    const sfn = sfnClient();
    const { stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name: 'express', type: 'EXPRESS', definition: MINUTE, roleArn }),
    );
    expect((await sfn.send(new StartSyncExecutionCommand({ stateMachineArn }))).status).toBe('SUCCEEDED');
  });

  test.each(['', '{', '{"seconds": -1}', '{"seconds": "1"}', '[]', 'null'])(
    'refuses to be moved by %j',
    async (body) => {
      expect(await post('/clock', body)).toMatchObject({
        status: 400,
        body: { message: expect.stringContaining('expected {"seconds"') },
      });
    },
  );

  test('refuses to be moved past the years that timestamps have, and goes on', async () => {
    expect(await post('/clock', '{"seconds": 1e300}')).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('9999-12-31') },
    });
    expect(await post('/clock', '{"seconds": 60}')).toEqual({ status: 200, body: { now: '2026-01-01T00:01:00.000Z' } });
  });

  test('cannot be moved where it is real', async () => {
    const real = await serve(new LocalAws({ clock: new RealClock() }), 0);
    const response = await fetch(`http://127.0.0.1:${real.port}/clock`, { method: 'POST', body: '{"seconds": 1}' });
    expect(response.status).toBe(409);
    await real.close();
  });
});

describe('the door of a served local AWS', () => {
  test('leads to DynamoDB too', async () => {
    const dynamodb = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
    await dynamodb.send(
      new CreateTableCommand({
        TableName: 'ledger',
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    const put = () =>
      dynamodb.send(
        new PutItemCommand({
          TableName: 'ledger',
          Item: { pk: { S: 'a' } },
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    await put();
    await expect(put()).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: 'ledger', Key: { pk: { S: 'a' } } }));
    expect(Item).toEqual({ pk: { S: 'a' } });
  });

  test.each<[string, string, Record<string, string>, string]>([
    ['an operation it does not have', '{}', target('AWSStepFunctions.NoSuchThing'), 'AWSStepFunctions.NoSuchThing'],
    [
      'a table operation it does not have',
      '{}',
      target('DynamoDB_20120810.TransactWriteItems'),
      'DynamoDB_20120810.TransactWriteItems',
    ],
    ['a service it does not have', '{}', target('AmazonSQS.SendMessage'), 'AmazonSQS.SendMessage'],
    [
      'a request in another protocol',
      'Action=ListMetrics&Version=2010-08-01',
      {},
      'AWS JSON only, neither Query nor CBOR',
    ],
    ['a member of every object', '{}', target('AWSStepFunctions.constructor'), 'AWSStepFunctions.constructor'],
  ])('answers %s with UnknownOperationException, naming it', async (_, body, headers, named) => {
    expect(await post('/', body, headers)).toEqual({
      status: 400,
      body: { __type: 'UnknownOperationException', message: expect.stringContaining(named) },
    });
  });

  test.each(['{', 'null', '[]', '"text"', '\u0000'])(
    'answers the body %j with SerializationException',
    async (body) => {
      expect(await post('/', body, target('AWSStepFunctions.ListStateMachines'))).toMatchObject({
        status: 400,
        body: { __type: 'SerializationException' },
      });
    },
  );

  test('answers a body that is nested too deeply with SerializationException', async () => {
    const body = `{"name":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(await post('/', body, target('AWSStepFunctions.CreateStateMachine'))).toMatchObject({
      status: 400,
      body: { __type: 'SerializationException', message: 'the body is nested more than 1000 levels deep' },
    });
  });

  // Any page that is open in a browser here can post to this machine, and by a name that is bound anew it may even send AWS's own headers.
  test.each([
    ['that moves the clock', '/clock', '{"seconds": 60}', {}],
    ['that speaks as AWS’s clients do', '/', '{}', target('AWSStepFunctions.ListStateMachines')],
  ])('refuses what a page in a browser sends, also %s', async (_, path, body, headers) => {
    const time = async (): Promise<unknown> => (await fetch(`${endpoint}/clock`)).json();
    const before = await time();
    expect(await post(path, body, { ...headers, origin: 'https://example.com' })).toMatchObject({
      status: 403,
      body: { __type: 'AccessDeniedException' },
    });
    expect(await time()).toEqual(before);
  });

  test('answers a body of 10 MB with an error or closes the socket, and lives on', async () => {
    const large = JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) });
    const outcome = await post('/', large, target('AWSStepFunctions.CreateStateMachine')).catch(() => 'closed');
    if (outcome !== 'closed') expect(outcome).toMatchObject({ status: 413 });
    expect(await post('/', '{}', target('AWSStepFunctions.ListStateMachines'))).toMatchObject({ status: 200 });
  });

  test('lives on when connections break off, stall or talk nonsense', async () => {
    const says = async (text: string): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect(server.port, '127.0.0.1', () => {
          socket.write(text);
          setTimeout(() => {
            socket.destroy();
            resolve();
          }, 20);
        });
        socket.on('error', () => {});
      });
    await Promise.all([
      says(
        'POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: AWSStepFunctions.ListStateMachines\r\ncontent-length: 100\r\n\r\n{"half',
      ),
      says('nonsense\r\n\r\n'),
      says('POST / HTTP/1.1\r\ncontent-length: -1\r\n\r\n'),
      says(''),
    ]);
    expect(await post('/', '{}', target('AWSStepFunctions.ListStateMachines'))).toMatchObject({ status: 200 });
  });

  test('is open to this machine only', async () => {
    const { networkInterfaces } = await import('node:os');
    const outside = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4');
    if (!outside) return; // a machine without a network has no outside
    await expect(fetch(`http://${outside.address}:${server.port}/clock`)).rejects.toThrow();
  });

  test('loses nothing of 100 clients at once', async () => {
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', End: true } } });
    const { stateMachineArn } = await sfnClient().send(
      new CreateStateMachineCommand({ name: 'busy', definition, roleArn }),
    );
    const clients = Array.from({ length: 100 }, sfnClient);
    const starts = clients.flatMap((client, c) =>
      Array.from({ length: 5 }, async (_, i) =>
        client.send(
          new StartExecutionCommand({ stateMachineArn, name: `c${c}-${i}`, input: JSON.stringify({ c, i }) }),
        ),
      ),
    );
    await Promise.all(starts);
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await clients[0]!.send(
        new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED', maxResults: 77, nextToken }),
      );
      names.push(...page.executions!.map(({ name }) => name!));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(new Set(names).size).toBe(500);
    expect(names).toHaveLength(500);
  });
});
