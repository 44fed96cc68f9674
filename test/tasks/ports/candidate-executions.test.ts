import { SFNClient } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../../local/local-aws.ts';
import { awsCandidateExecutions, type CandidateExecutions } from '../../../tasks/ports/candidate-executions.ts';
import { emptyWorld, inMemoryPorts, type WorldExecution } from '../in-memory-ports.ts';
import { LIVE, ORDERS, STABLE } from '../targets.ts';

/** A machine with one version, and executions of it as they are to be found. */
interface Place {
  readonly port: CandidateExecutions;
  /** Starts one through the alias, that ends like that, and lets some time pass. */
  run(name: string, status: 'RUNNING' | 'FAILED' | 'SUCCEEDED'): Promise<void>;
}

const arnOf = (name: string) => `${ORDERS.replace(':stateMachine:', ':execution:')}:${name}`;
const namesOf = (executions: readonly { executionArn: string }[]) =>
  executions.map(({ executionArn }) => executionArn.slice(executionArn.lastIndexOf(':') + 1));

async function inMemory(): Promise<Place> {
  const world = emptyWorld();
  return {
    port: inMemoryPorts(world).candidateExecutions,
    async run(name, status) {
      const startedAt = new Date(world.clock).toISOString();
      const one: WorldExecution = {
        executionArn: arnOf(name),
        versionArn: STABLE,
        aliasArn: LIVE,
        status,
        startedAt,
        input: JSON.stringify({ status }),
      };
      world.candidateExecutions.unshift(one);
      world.clock += 60_000;
    },
  };
}

/** Does what its input says. */
const OBEDIENT = JSON.stringify({
  StartAt: 'A',
  States: {
    A: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.status', StringEquals: 'FAILED', Next: 'F' },
        { Variable: '$.status', StringEquals: 'RUNNING', Next: 'W' },
      ],
      Default: 'S',
    },
    F: { Type: 'Fail', Error: 'Bad' },
    W: { Type: 'Wait', Seconds: 86_400, End: true },
    S: { Type: 'Succeed' },
  },
});

async function onLocalAws(): Promise<Place> {
  const aws = new LocalAws();
  const call = (operation: string, input: unknown) => aws.states.operations[operation]!(input as never, aws.context);
  const roleArn = 'arn:aws:iam::123456789012:role/any';
  await call('CreateStateMachine', { name: 'orders', roleArn, definition: OBEDIENT, publish: true });
  await call('CreateStateMachineAlias', {
    name: 'live',
    routingConfiguration: [{ stateMachineVersionArn: STABLE, weight: 100 }],
  });
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: aws.requestHandler(),
    maxAttempts: 1,
  };
  return {
    port: awsCandidateExecutions(new SFNClient(options)),
    async run(name, status) {
      await call('StartExecution', { stateMachineArn: LIVE, name, input: JSON.stringify({ status }) });
      await aws.clock.advanceBy(60_000);
    },
  };
}

describe.each([
  ['in memory', inMemory],
  ['of AWS', onLocalAws],
] as const)('the port to executions of the candidate, %s', (_, open) => {
  let port: CandidateExecutions;
  let run: Place['run'];
  beforeEach(async () => {
    ({ port, run } = await open());
  });

  test('lists those of one status, the latest first, with the alias they came by', async () => {
    await run('one', 'FAILED');
    await run('two', 'RUNNING');
    await run('three', 'FAILED');
    const { executions, nextToken } = await port.list(STABLE, 'FAILED');
    expect(namesOf(executions)).toEqual(['three', 'one']);
    expect(executions.map(({ aliasArn }) => aliasArn)).toEqual([LIVE, LIVE]);
    const times = executions.map(({ listedBy }) => Date.parse(listedBy));
    expect(times[0]! - times[1]!).toBeGreaterThanOrEqual(120_000);
    expect(nextToken).toBeUndefined();
  });

  test('lists a hundred at a time', async () => {
    for (let i = 0; i < 101; i++) await run(`e${i}`, 'SUCCEEDED');
    const first = await port.list(STABLE, 'SUCCEEDED');
    const second = await port.list(STABLE, 'SUCCEEDED', first.nextToken);
    expect([first.executions.length, namesOf(second.executions)]).toEqual([100, ['e0']]);
  });

  test('tells what one was started with, and nothing of one that AWS does not know', async () => {
    await run('one', 'FAILED');
    expect((await port.read(arnOf('one')))!.input).toBe('{"status":"FAILED"}');
    expect(await port.read(arnOf('two'))).toBeUndefined();
  });

  test('stops one, and twice does no harm', async () => {
    await run('one', 'RUNNING');
    for (let time = 0; time < 2; time++) await port.stop(arnOf('one'), 'Stopped', 'by the test');
    expect(namesOf((await port.list(STABLE, 'ABORTED')).executions)).toEqual(['one']);
    expect(await port.read(arnOf('one'))).toMatchObject({ error: 'Stopped' });
  });

  test('starts one once, however often it is asked, while it runs and afterwards', async () => {
    await port.start(STABLE, 'again', '{"status":"RUNNING"}');
    await port.start(STABLE, 'again', '{"status":"RUNNING"}');
    await port.stop(arnOf('again'), 'Stopped', 'by the test');
    await port.start(STABLE, 'again', '{"status":"RUNNING"}');
    expect((await port.list(STABLE, 'RUNNING')).executions).toEqual([]);
    const [one, ...others] = (await port.list(STABLE, 'ABORTED')).executions;
    expect(others).toEqual([]);
    // Not through an alias: it would count as one of the deployment's.
    expect(one).not.toHaveProperty('aliasArn');
  });
});
