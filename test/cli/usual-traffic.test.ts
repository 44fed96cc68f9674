import { afterEach, describe, expect, test } from '@jest/globals';
import { dispatch } from '../../cli/dispatch.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { LocalAws } from '../../local/local-aws.ts';
import { serve } from '../../local/serve.ts';
import { VirtualClock } from '../../local/virtual-clock.ts';
import { folderWith } from './folder.ts';
import { recordingScreen } from './screens.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:stateMachine:Orders';
const MACHINE = {
  StartAt: 'Only',
  States: {
    Only: { Type: 'Choice', Choices: [{ Variable: '$.bad', IsPresent: true, Next: 'No' }], Default: 'Yes' },
    Yes: { Type: 'Succeed' },
    No: { Type: 'Fail' },
  },
};

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of ended.splice(0)) await close();
});

/** Serves an account with a machine of one version and two aliases. */
async function served(aws: LocalAws): Promise<{ url: string; start: Start }> {
  const call = async (operation: string, input: object) => aws.states.operations[operation]!(input, aws.context);
  await call('CreateStateMachine', {
    name: 'Orders',
    definition: JSON.stringify(MACHINE),
    roleArn: 'arn:aws:iam::123456789012:role/any',
  });
  await call('PublishStateMachineVersion', { stateMachineArn: ARN });
  for (const name of ['live', 'other']) {
    await call('CreateStateMachineAlias', {
      name,
      routingConfiguration: [{ stateMachineVersionArn: `${ARN}:1`, weight: 100 }],
    });
  }
  const { port, close } = await serve(aws, 0);
  ended.push(close);
  const start: Start = async (alias, input) => {
    await call('StartExecution', { stateMachineArn: `${ARN}:${alias}`, input: JSON.stringify(input) });
  };
  return { url: `http://127.0.0.1:${port}`, start };
}

type Start = (alias: string, input: object) => Promise<void>;

async function planned(request: object, ...options: string[]) {
  const screen = recordingScreen();
  const folder = folderWith({ 'request.json': request });
  const code = await dispatch(['plan', `${folder}/request.json`, '--from-metrics', ...options], screen);
  return { code, out: screen.printed(), err: screen.noted() };
}

const REQUEST = { stateMachineArn: ARN, alias: 'live' };

describe('plan --from-metrics', () => {
  test('reads the starts and failures of the alias in the last 24 hours, by the clock of AWS', async () => {
    const aws = new LocalAws({ seed: 1 });
    const { url, start } = await served(aws);
    // A day ago: not counted any more.
    for (let i = 0; i < 50; i++) await start('live', { bad: true });
    await aws.clock.advanceBy(24 * 3_600_000);
    for (let i = 0; i < 720; i++) {
      await start('live', i % 10 === 0 ? { bad: true } : {});
      await start('other', { bad: true });
      await aws.clock.advanceBy(60_000);
    }
    await aws.clock.advanceBy(600_000);
    const { code, out, err } = await planned(REQUEST, '--endpoint-url', url, '--json');
    expect({ code, err }).toEqual({ code: EXIT.ok, err: '' });
    const { evidence, steps } = JSON.parse(out);
    expect(evidence).toMatchObject([{ targets: ['Orders:live'], perMinute: 0.5, failureRate: 0.1 }]);
    expect(steps[1]).toMatchObject({ candidateExecutions: 2.5 });
  });

  test('has each target of several as it is used itself', async () => {
    const aws = new LocalAws({ seed: 1 });
    const { url, start } = await served(aws);
    for (let i = 0; i < 36; i++) await start('live', {});
    await aws.clock.advanceBy(600_000);
    const targets = [REQUEST, { ...REQUEST, alias: 'other' }];
    const { code, out } = await planned({ targets }, '--endpoint-url', url);
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('Evidence for Orders:live, at 0.025 starts a minute, of which 0 % fail');
    expect(out).toContain('Evidence for Orders:other, at 0 starts a minute');
    expect(out.replace(/\s+/g, ' ')).toContain('! Orders:other: Nothing is started through the alias');
  });

  test('says in a sentence that an endpoint is none', async () => {
    const { code, err } = await planned(REQUEST, '--endpoint-url', 'here');
    expect({ code, err }).toEqual({ code: EXIT.usage, err: expect.stringContaining('--endpoint-url: found "here"') });
  });

  test('says in a sentence that CloudWatch cannot be read', async () => {
    const { code, out, err } = await planned(REQUEST, '--endpoint-url', 'http://127.0.0.1:9');
    expect({ code, out }).toEqual({ code: EXIT.fault, out: '' });
    expect(err).toMatch(/^stepshift: --from-metrics: CloudWatch cannot be read \(.*\)\.\n$/);
  });
});

describe('plan --check', () => {
  const HOUR = 3_600_000;

  /** An account in which two executions an hour were started in the last twelve, up to now. */
  async function quiet(): Promise<string> {
    const aws = new LocalAws({ seed: 1, clock: new VirtualClock(Date.now() - 12 * HOUR) });
    const { url, start } = await served(aws);
    for (let i = 0; i < 24; i++) {
      await start('live', {});
      await aws.clock.advanceBy(HOUR / 2);
    }
    return url;
  }

  async function checked(request: object, url: string) {
    const screen = recordingScreen();
    const folder = folderWith({ 'request.json': request });
    const code = await dispatch(['plan', `${folder}/request.json`, '--check', '--endpoint-url', url], screen);
    return { code, out: screen.printed(), err: screen.noted() };
  }

  test('says that the deployer would refuse the plan, and why, without a ledger', async () => {
    const { code, err } = await checked(REQUEST, await quiet());
    expect(code).toBe(EXIT.validationError);
    expect(err).toMatch(/^It would be refused: .*:live is usually started 2(\.\d)? times an hour.*Ways out: /);
  });

  test('finds what the deployer would find: an alarm that is not there', async () => {
    const request = { ...REQUEST, alarms: ['orders-failures'], onInconclusive: 'promote' };
    const { code, err } = await checked(request, await quiet());
    expect({ code, err }).toEqual({
      code: EXIT.validationError,
      err: 'It would be refused: Alarm "orders-failures" is not found in CloudWatch in this account and region. Create what is missing, or mend the names in request.alarms.\n',
    });
  });

  test('tells all that the deployer would refuse, in the region of the machine', async () => {
    const url = await quiet();
    const { AWS_REGION } = process.env;
    delete process.env.AWS_REGION;
    try {
      const { code, err } = await checked({ ...REQUEST, alarms: ['orders-failures'] }, url);
      expect(code).toBe(EXIT.validationError);
      expect(err.split('\n').map((line) => line.slice(0, 42))).toEqual([
        'It would be refused: Alarm "orders-failure',
        'It would be refused: arn:aws:states:us-eas',
        '',
      ]);
    } finally {
      if (AWS_REGION !== undefined) process.env.AWS_REGION = AWS_REGION;
    }
  });

  test('says in a sentence that AWS cannot be asked', async () => {
    const { code, err } = await checked(REQUEST, 'http://127.0.0.1:9');
    expect(code).toBe(EXIT.fault);
    expect(err).toMatch(/^stepshift: --check: AWS could not be asked: Nothing answers at http:\/\/127\.0\.0\.1:9/);
  });

  test('shows the plan with what should be known', async () => {
    const url = await quiet();
    const { code, out } = await checked({ ...REQUEST, alias: 'other', onInconclusive: 'promote' }, url);
    expect(code).toBe(EXIT.ok);
    expect(out.replace(/\s+/g, ' ')).toContain('Nothing was started through');
  });
});
