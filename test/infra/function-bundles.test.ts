import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { FUNCTION_NAMES, functionBundles } from '../../infra/function-bundles.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { RealClock } from '../../local/real-clock.ts';
import { clientOptions, serve } from '../../stepshift-local.ts';
import { ledgerTable } from '../../tasks/ports/dynamo-ledger.ts';

const run = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

/** What Lambda's runtime does: loads the file, calls the handler, and tells of an error by its name. */
const RUNTIME = `require(process.argv[1]).handler(JSON.parse(process.argv[2]), { awsRequestId: 'request-1' }).then(
  (answer) => console.error(JSON.stringify({ answer })),
  ({ name, message }) => console.error(JSON.stringify({ name, message })),
);`;

describe('the bundled functions, each in a process of its own as in Lambda, over local AWS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepshift-test-'));
  let local = {} as Awaited<ReturnType<typeof serve>>;
  const aws = new LocalAws({ clock: new RealClock() });

  beforeAll(async () => {
    await build(functionBundles(PROJECT, folder));
    local = await serve(aws, 0);
    const dynamodb = new DynamoDBClient(clientOptions(aws));
    await dynamodb.send(new CreateTableCommand(ledgerTable('ledger')));
  });
  afterAll(() => local.close());

  async function invoke(name: string, event: object) {
    const env = {
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${local.port}`,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      STEPSHIFT_LEDGER: 'ledger',
    };
    const args = ['--eval', RUNTIME, join(folder, name, 'index.js'), JSON.stringify(event)];
    const { stdout, stderr } = await run(process.execPath, args, { env });
    const log = stdout.split('\n').filter((line) => line.startsWith('{'));
    return { ...JSON.parse(stderr.trim().split('\n').at(-1)!), log: log.map((line) => JSON.parse(line)) };
  }

  const execution = {
    executionArn: 'arn:aws:states:us-east-1:123456789012:execution:Stepshift:one',
    startedAt: '2026-01-01T00:00:00.000Z',
  };

  test('are one for each Task, the watchdog, and what starts gradual deployments', () => {
    expect(readdirSync(folder).sort()).toEqual([...FUNCTION_NAMES].sort());
  });

  test('answer', async () => {
    const input = { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', alias: 'live' };
    const { answer } = await invoke('ValidateRequest', { input, defaults: { strategy: 'AllAtOnce' }, ...execution });
    expect(answer).toMatchObject({ request: { strategy: 'AllAtOnce', targets: [input] }, targets: [] });
  });

  test('keep the names of their errors, which Step Functions matches, though they are minified', async () => {
    const refused = await invoke('ValidateRequest', { input: {}, ...execution });
    expect(refused).toMatchObject({ name: 'ValidationError', message: expect.stringContaining('InvalidRequest') });
  });

  test('call AWS, and log a line of JSON that filters can read', async () => {
    const { answer, log } = await invoke('RecoverDeployment', {});
    expect(answer).toEqual([]);
    expect(log).toMatchObject([{ message: 'RecoverDeployment answered', task: 'RecoverDeployment', output: [] }]);
  });
});
