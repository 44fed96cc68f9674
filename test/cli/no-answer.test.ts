import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { answering } from './answering.ts';
import { folderWith } from './folder.ts';
import { recordingScreen } from './screens.ts';
import { command, type ServedAws, servedAws } from './served-aws.ts';

const ORDERS = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const folder = folderWith({ 'good.json': { stateMachineArn: ORDERS, alias: 'live', compare: 'off' } });
const file = (name: string): string => join(folder, name);

let served: ServedAws;
beforeAll(async () => {
  served = await servedAws();
});
afterAll(() => served.goAway());

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('what AWS refuses', () => {
  let refusing: Server | undefined;
  afterEach(() => void refusing?.close());

  async function refusingAws(type: string, message: string): Promise<string> {
    refusing = await answering(400, { __type: type, message });
    return urlOf(refusing);
  }

  test.each([
    [
      'AccessDeniedException',
      `User: arn:aws:iam::123456789012:user/kim is not authorized to perform: states:DescribeStateMachine on resource: ${ORDERS} because no identity-based policy allows the states:DescribeStateMachine action`,
      `stepshift: arn:aws:iam::123456789012:user/kim may not states:DescribeStateMachine on ${ORDERS} (because no identity-based policy allows the states:DescribeStateMachine action): have that action allowed on that resource.\n`,
    ],
    [
      'AccessDeniedException',
      'no',
      `stepshift: You may not states:DescribeStateMachine on ${ORDERS} (no): have that action allowed on that resource.\n`,
    ],
    [
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'stepshift: Your AWS credentials have expired: sign in (aws sso login, aws configure), or name a profile that has some by --profile or AWS_PROFILE.\n',
    ],
    [
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
      'stepshift: AWS does not know these credentials (The security token included in the request is invalid): sign in (aws sso login, aws configure), or name a profile that has some by --profile or AWS_PROFILE.\n',
    ],
    ['KmsAccessDeniedException', 'not this key.', 'stepshift: AWS answered KmsAccessDeniedException: not this key.\n'],
  ])('%s is told by who, what and on what', async (type, message, said) => {
    const url = await refusingAws(type, message);
    expect(await command('deploy', file('good.json'), '--endpoint-url', url)).toEqual({
      code: EXIT.fault,
      err: said,
      out: '',
    });
  });

  test('doctor goes on past what it may not, and counts it as standing in the way', async () => {
    const url = await refusingAws('AccessDeniedException', 'no');
    const { code, out } = await command('doctor', file('good.json'), '--json', '--endpoint-url', url);
    const { findings } = JSON.parse(out) as {
      readonly findings: readonly { readonly kind: string; readonly text: string }[];
    };
    expect(findings.filter(({ kind }) => kind === 'bad').map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^You may not states:ListExecutions on arn:.*:stateMachine:Stepshift \(no\)/),
        expect.stringMatching(/^You may not dynamodb:PutItem on stepshift-ledger \(no\)/),
        expect.stringMatching(/^You may not states:DescribeStateMachine on arn:.*:stateMachine:orders \(no\)/),
      ]),
    );
    expect(code).toBe(EXIT.validationError);
  });
});

describe('where nobody answers', () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });

  test('no credentials: says how to sign in', async () => {
    process.env = { PATH: before.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'eu-west-1' };
    const { code, err } = await command('list');
    expect(err).toMatch(
      /^stepshift: No AWS credentials were found \(.*\): sign in \(aws sso login, aws configure\), or name/,
    );
    expect(code).toBe(EXIT.fault);
  });

  test('no region: says how to name one', async () => {
    process.env = { PATH: before.PATH, HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };
    const { code, err } = await command('list');
    expect(err).toBe('stepshift: No region is named: give --region, or set AWS_REGION.\n');
    expect(code).toBe(EXIT.usage);
  });

  test('a profile that is for another AWS keeps nobody from local AWS', async () => {
    process.env = { PATH: before.PATH, HOME: folder, AWS_PROFILE: 'expired' };
    expect(await command('list', '--endpoint-url', served.url)).toMatchObject({ code: EXIT.ok, err: '' });
  });

  test.each([
    [200, '<html>hello</html>'],
    [404, '{"error":"no such page"}'],
  ])('something else at the endpoint that answers %d: says so', async (status, body) => {
    const other = await answering(status, body);
    const url = urlOf(other);
    const { code, err } = await command('list', '--endpoint-url', url);
    other.close();
    expect(err).toBe(`stepshift: What answers at ${url} is no AWS: mend --endpoint-url or AWS_ENDPOINT_URL.\n`);
    expect(code).toBe(EXIT.fault);
  });

  test('nothing at the endpoint: says what to start', async () => {
    const away = await servedAws({ withDeployer: false });
    await away.goAway();
    const { code, err } = await command('list', '--endpoint-url', away.url);
    expect(err).toBe(
      `stepshift: Nothing answers at ${away.url} (ECONNREFUSED): start stepshift local there, or mend --endpoint-url or AWS_ENDPOINT_URL.\n`,
    );
    expect(code).toBe(EXIT.fault);
  });

  test('the network is gone while watching: it tries again, goes on, and tells what it missed', async () => {
    const aws = await servedAws();
    await aws.createMachine('orders');
    await command('deploy', file('good.json'), '--detach', '--endpoint-url', aws.url);
    const screen = recordingScreen();
    const watching = dispatch(['watch', 'orders:live', '--endpoint-url', aws.url], screen);
    const said = async (text: string): Promise<void> => {
      while (!screen.noted().includes(text)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await aws.pass(10);
    await said('candidate gets 100 %');
    await aws.goAway();
    await said('Trying again; the deployment goes on meanwhile.');
    await aws.comeBack();
    await said('AWS answers again.');
    await aws.pass(1200);
    expect(await watching).toBe(EXIT.ok);
    expect(screen.noted()).toMatch(/AWS answers again\.\n.*healthy, promote/s);
    expect(screen.noted().match(/Trying again/g)).toHaveLength(1);
    await aws.goAway();
  });
});
