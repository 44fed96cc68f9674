import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { RunningServer } from '../../../local/http-server.ts';
import { LocalAws } from '../../../local/local-aws.ts';
import { runMachine } from '../../../local/run-machine.ts';
import { serve } from '../../../local/serve.ts';

let functions: LocalAws;
let server: RunningServer;
let endpoint: string;
const events: unknown[] = [];

beforeEach(async () => {
  events.length = 0;
  functions = new LocalAws();
  const greet = async (event: { readonly name?: string }): Promise<unknown> => {
    events.push(event);
    if (event.name === undefined) throw Object.assign(new Error('nobody to greet'), { name: 'NoName' });
    return `hello ${event.name}`;
  };
  functions.lambda.register('greet', greet);
  functions.lambda.register('greet:7', async () => 'hello of old');
  functions.lambda.register('slow', async () => functions.sleep(2000).then(() => 'at last'));
  server = await serve(functions, 0);
  endpoint = `http://127.0.0.1:${server.port}`;
});
afterEach(() => server.close());

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:greet';

const NESTED = `${'['.repeat(5000)}${']'.repeat(5000)}`;

describe('Lambda’s Invoke of a served local AWS', () => {
  async function invoke(name: string, body: string, headers: Record<string, string> = {}) {
    const response = await fetch(`${endpoint}/2015-03-31/functions/${name}`, { method: 'POST', body, headers });
    const { status } = response;
    const failed = response.headers.get('x-amz-function-error');
    const errorType = response.headers.get('x-amzn-errortype');
    const version = response.headers.get('x-amz-executed-version');
    return { status, failed, errorType, version, body: await response.text() };
  }

  test.each([
    ['its name', 'greet/invocations', '$LATEST', '"hello Ann"'],
    ['its ARN', `${ARN}/invocations`, '$LATEST', '"hello Ann"'],
    ['its ARN, encoded', `${encodeURIComponent(ARN)}/invocations`, '$LATEST', '"hello Ann"'],
    ['a version', 'greet/invocations?Qualifier=7', '7', '"hello of old"'],
    ['an ARN with a version', `${ARN}:7/invocations`, '7', '"hello of old"'],
  ])('runs a function by %s', async (_, name, version, body) => {
    const answer = { status: 200, failed: null, errorType: null, version, body };
    expect(await invoke(name, '{"name":"Ann"}')).toEqual(answer);
  });

  test('answers what a function throws as its error, and no body as an empty event', async () => {
    const { status, failed, body } = await invoke('greet/invocations', '');
    expect([status, failed]).toEqual([200, 'Unhandled']);
    expect(JSON.parse(body)).toMatchObject({ errorType: 'NoName', errorMessage: 'nobody to greet' });
    expect(events).toEqual([{}]);
  });

  test('lets virtual time pass for a function that waits for it', async () => {
    expect(await invoke('slow/invocations', '{}')).toMatchObject({ status: 200, body: '"at last"' });
  });

  test('waits for no answer of an event, and runs nothing when it is only asked whether it could', async () => {
    const typed = (type: string) => invoke('greet/invocations', '{"name":"Ann"}', { 'x-amz-invocation-type': type });
    expect(await typed('DryRun')).toMatchObject({ status: 204, body: '' });
    expect(events).toEqual([]);
    expect(await typed('Event')).toMatchObject({ status: 202, body: '' });
    expect(events).toEqual([{ name: 'Ann' }]);
    expect(await typed('Shouted')).toMatchObject({ status: 400, errorType: 'InvalidParameterValueException' });
  });

  test('refuses what a page in a browser sends, and runs nothing', async () => {
    const fromPage = { origin: 'https://example.com', 'content-type': 'text/plain' };
    const refused = { status: 403, errorType: 'AccessDeniedException' };
    expect(await invoke('greet/invocations', '{"name":"Ann"}', fromPage)).toMatchObject(refused);
    expect(events).toEqual([]);
  });

  test.each([
    ['a function that is not there', 'none/invocations', '{}', 404, 'ResourceNotFoundException'],
    ['no name of a function', '%E0%A4%A/invocations', '{}', 404, 'ResourceNotFoundException'],
    ['an event that is no JSON', 'greet/invocations', '{', 400, 'InvalidRequestContentException'],
    ['one that is nested too deeply', 'greet/invocations', NESTED, 400, 'InvalidRequestContentException'],
  ])('refuses %s', async (_, name, body, status, errorType) => {
    expect(await invoke(name, body)).toMatchObject({ status, errorType });
  });
});

describe('a local AWS that is given Lambda’s endpoint', () => {
  const calling = (Resource: string, Parameters: object) => ({
    StartAt: 'Greet',
    States: { Greet: { Type: 'Task', Resource, Parameters, End: true } },
  });

  test('has functions run there that it does not know itself, by their ARN', async () => {
    const aws = new LocalAws({ lambdaEndpoint: `${endpoint}/` });
    const { output, seconds } = await runMachine(aws, calling(ARN, { name: 'Ann' }));
    expect([output, seconds]).toEqual(['hello Ann', 0]);
    aws.lambda.register('greet', async () => 'here');
    expect((await runMachine(aws, calling(ARN, { name: 'Ann' }))).output).toBe('here');
  });

  test('has a version of one run there by lambda:invoke', async () => {
    const aws = new LocalAws({ lambdaEndpoint: endpoint });
    const invoke = calling('arn:aws:states:::lambda:invoke', { FunctionName: 'greet', Qualifier: '7' });
    expect((await runMachine(aws, invoke)).output).toMatchObject({ ExecutedVersion: '7', Payload: 'hello of old' });
  });

  test('fails by the function’s own error', async () => {
    const { error, cause } = await runMachine(new LocalAws({ lambdaEndpoint: endpoint }), calling(ARN, {}));
    expect([error, JSON.parse(cause!)]).toEqual([
      'NoName',
      expect.objectContaining({ errorMessage: 'nobody to greet' }),
    ]);
  });

  test('fails by Lambda’s error where there is no such function, and by the client’s where nobody answers', async () => {
    const other = calling(ARN.replace('greet', 'other'), {});
    const { error, cause } = await runMachine(new LocalAws({ lambdaEndpoint: endpoint }), other);
    expect([error, cause]).toEqual([
      'Lambda.ResourceNotFoundException',
      expect.stringContaining('Function not found: other'),
    ]);
    await server.close();
    const unanswered = await runMachine(new LocalAws({ lambdaEndpoint: endpoint }), other);
    expect([unanswered.error, unanswered.cause]).toEqual([
      'Lambda.SdkClientException',
      expect.stringContaining(`no answer of Lambda's endpoint ${endpoint}`),
    ]);
  });
});
