import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { localClients } from '../../cli/local-clients.ts';
import { readRecord } from '../../cli/rehearsal/read-record.ts';
import type { RehearsalOptions } from '../../cli/rehearsal/rehearsal.ts';
import { readScenario } from '../../cli/scenario/read.ts';
import type { Scenario } from '../../cli/scenario/scenario.ts';
import type { Wire } from '../../local/aws-json.ts';
import type { LocalAws } from '../../local/local-aws.ts';
import { dynamoLedger } from '../../tasks/ports/dynamo-ledger.ts';
import { folderWith } from '../cli/folder.ts';
import { example } from './example.ts';
import { call } from './failing-calls.ts';
import { rehearse } from './recorded.ts';

const STEPSHIFT = 'arn:aws:states:us-east-1:123456789012:stateMachine:Stepshift';
const ON_ONE = [{ version: 1, weight: 100 }];
const ON_TWO = [{ version: 2, weight: 100 }];

/** An execution of the deployer, with the versions of the functions that it has called. */
interface Work {
  readonly executionArn: string;
  /** Of the deployer. */
  readonly version: number;
  readonly status: string;
  readonly error?: string;
  readonly functions: readonly number[];
  /** The machine that it deploys. */
  readonly target: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Rehearses, and reads what the deployer has done meanwhile for others. */
async function selfUpdate(scenario: Scenario, options: RehearsalOptions = {}) {
  const world: { aws?: LocalAws } = {};
  const invocations = new Map<number, number>();
  const rehearsal = await rehearse(scenario, {
    ...options,
    beforeDeployment: async (aws) => {
      world.aws = aws;
    },
    beforeTask: async (task, aws, version) => {
      invocations.set(version, (invocations.get(version) ?? 0) + 1);
      await options.beforeTask?.(task, aws, version);
    },
  });
  const aws = world.aws!;
  const ledger = dynamoLedger(localClients(aws).dynamodb, 'stepshift-ledger');
  const works = await worksOf(aws);
  const own = works.find(({ executionArn }) => executionArn.endsWith(':rehearsal'))!;
  const others = works.filter((work) => work !== own);
  return { ...rehearsal, aws, ledger, own, others, invocations, inFlight: others.find(isOrders)! };
}

const isOrders = ({ target }: Work): boolean => target.endsWith(':Orders');

async function worksOf(aws: LocalAws): Promise<readonly Work[]> {
  const works: Work[] = [];
  let nextToken: string | undefined;
  do {
    const page: Wire = await call(aws, 'states', 'ListExecutions', { stateMachineArn: STEPSHIFT, nextToken });
    for (const { executionArn } of page.executions) works.push(await workOf(aws, executionArn));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return works;
}

async function workOf(aws: LocalAws, executionArn: string): Promise<Work> {
  const { stateMachineVersionArn, status, error, input, startDate, stopDate } = await call(
    aws,
    'states',
    'DescribeExecution',
    { executionArn },
  );
  const functions = new Set<number>();
  let nextToken: string | undefined;
  do {
    const page: Wire = await call(aws, 'states', 'GetExecutionHistory', { executionArn, maxResults: 1000, nextToken });
    const called = JSON.stringify(page.events).matchAll(/:function:stepshift-\w+:(\d+)/g);
    for (const [, version] of called) functions.add(Number(version));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return {
    executionArn,
    version: Number(stateMachineVersionArn?.split(':').at(-1)),
    status,
    ...(error !== undefined && { error }),
    functions: [...functions],
    target: JSON.parse(input).stateMachineArn,
    startedAt: startDate,
    endedAt: stopDate,
  };
}

type Done = Awaited<ReturnType<typeof selfUpdate>>;

/** What an upgrade does to nobody, however it goes. */
async function expectNobodyDisturbed({ ledger, own, others, inFlight, machines }: Done): Promise<void> {
  for (const { version, functions } of [own, ...others]) expect(functions).toEqual([version]);
  expect(inFlight).toMatchObject({ version: 1, status: 'SUCCEEDED' });
  expect(inFlight.startedAt).toBeLessThan(own.startedAt);
  expect(inFlight.endedAt).toBeGreaterThan(own.endedAt);
  expect(others.filter(({ version, status }) => version === 1 && status !== 'SUCCEEDED')).toEqual([]);
  for (const { alias } of machines) expect(alias).toEqual([expect.objectContaining({ weight: 100 })]);
  for (const { target } of others)
    expect((await ledger.targets.read({ stateMachineArn: target, alias: 'live' })).entry.owner).toBeUndefined();
}

/** Where the deployer's alias sends starts. */
async function routesOf(aws: LocalAws): Promise<readonly Wire[]> {
  const alias = await call(aws, 'states', 'DescribeStateMachineAlias', { stateMachineAliasArn: `${STEPSHIFT}:live` });
  return alias.routingConfiguration.filter(({ weight }: Wire) => weight > 0);
}

/** The definition that an execution runs. */
async function definitionOf({ executionArn }: Work, aws: LocalAws): Promise<string> {
  return (await call(aws, 'states', 'DescribeStateMachineForExecution', { executionArn })).definition;
}

/** The example with another upgrade. */
function upgradedBy(deployer: object, more: object = {}): Scenario {
  const folder = fileURLToPath(new URL('../../examples/self-update/', import.meta.url));
  const text = JSON.parse(readFileSync(`${folder}scenario.json`, 'utf8'));
  const stateMachines = text.stateMachines.map((machine: Wire) =>
    machine.deployer
      ? { ...machine, deployer }
      : { ...machine, stable: `${folder}stable.asl.json`, candidate: `${folder}candidate.asl.json` },
  );
  return readScenario(folderWith({ 'scenario.json': { ...text, ...more, stateMachines } }));
}

describe('the deployer deploys itself', () => {
  test('version 1 shifts version 2 in, does it wholly itself, and disturbs nobody', async () => {
    const done = await selfUpdate(example('self-update'));
    const { record, machines, own, others, aws } = done;
    expect(record).toMatchObject({ outcome: 'Succeeded', reason: null });
    expect(own).toMatchObject({ version: 1, functions: [1], status: 'SUCCEEDED' });
    expect(machines[0]).toMatchObject({ name: 'Stepshift', alias: ON_TWO });
    const byTwo = others.filter(({ version, startedAt }) => version === 2 && startedAt <= own.endedAt);
    expect(machines[0].executions.candidate).toEqual({ started: byTwo.length, succeeded: byTwo.length, failed: 0 });
    expect(byTwo.length).toBeGreaterThan(30);
    const since = others.filter(({ startedAt }) => startedAt > own.endedAt);
    expect(since.length).toBeGreaterThan(4);
    for (const { version, functions } of since) expect({ version, functions }).toEqual({ version: 2, functions: [2] });
    expect(JSON.parse(await definitionOf(since[0]!, aws)).Comment).toBe('Stepshift, the next version.');
    await expectNobodyDisturbed(done);

    // The way back should version 2 prove bad later: version 1, started as itself, restores itself.
    const restore = { stateMachineArn: STEPSHIFT, alias: 'live', restore: { versionArn: `${STEPSHIFT}:1` } };
    const start = { stateMachineArn: `${STEPSHIFT}:1`, name: 'restore', input: JSON.stringify(restore) };
    const { executionArn } = await call(aws, 'states', 'StartExecution', start);
    await aws.clock.advanceBy(600_000);
    expect(await workOf(aws, executionArn)).toMatchObject({ version: 1, functions: [1], status: 'SUCCEEDED' });
    expect(await routesOf(aws)).toEqual([{ stateMachineVersionArn: `${STEPSHIFT}:1`, weight: 100 }]);
  });

  test('a broken version 2 comes back, definition and code: it had its share of the starts, and nothing since', async () => {
    const done = await selfUpdate(example('self-update/broken.json'));
    const { record, machines, own, others, aws, ledger, invocations } = done;
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(own).toMatchObject({ version: 1, functions: [1] });
    expect(machines[0]).toMatchObject({ name: 'Stepshift', alias: ON_ONE });
    const byTwo = others.filter(({ version }) => version === 2);
    expect(machines[0].executions.candidate).toMatchObject({ started: byTwo.length, succeeded: 0 });
    expect(invocations.get(2)).toBeGreaterThan(0);
    expect(invocations.get(2)! / invocations.get(1)!).toBeLessThan(0.25);
    const since = others.filter(({ startedAt }) => startedAt > own.endedAt);
    expect(since.length).toBeGreaterThan(4);
    for (const { version, functions, status } of since)
      expect({ version, functions, status }).toEqual({ version: 1, functions: [1], status: 'SUCCEEDED' });
    expect(await definitionOf(since[0]!, aws)).toBe(example('self-update/broken.json').machines[0].stable.text);
    expect(await definitionOf(byTwo[0]!, aws)).toBe(example('self-update/broken.json').machines[0].candidate.text);
    await expectNobodyDisturbed(done);

    // What began on it has brought its target back, and says so: the ledger is the same for both.
    expect(byTwo.length).toBeGreaterThan(2);
    for (const { executionArn, error } of byTwo) {
      expect(error).toBe('CriticalError');
      const { outcome, shifts, recovered } = await readRecord(localClients(aws), ledger, executionArn);
      expect({ outcome, recovered }).toEqual({ outcome: 'CriticalError', recovered: null });
      expect(shifts).toMatchObject([{ candidateWeight: 100 }, { candidateWeight: 0 }]);
    }
  });

  test('a version 2 that dies midway comes back, and what it left is completed by the installed watchdog and version 1', async () => {
    const dead = { Type: 'Fail', Error: 'Defect', Resource: null, TimeoutSeconds: null, Retry: null };
    const ConfirmShift = { ...dead, Parameters: null, ResultPath: null, Catch: null, Next: null };
    const done = await selfUpdate(upgradedBy({ definition: { States: { ConfirmShift } } }));
    const { record, machines, others, ledger } = done;
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'FailsMore' });
    expect(machines[0]).toMatchObject({ alias: ON_ONE });
    const byTwo = others.filter(({ version }) => version === 2);
    expect(byTwo.length).toBeGreaterThan(2);
    for (const { executionArn, error } of byTwo) {
      expect(error).toBe('Defect');
      const { entry } = (await ledger.deployments.read(executionArn))!;
      expect(entry).toMatchObject({ open: false, phase: 'back', recovered: { outcome: 'RolledBack' } });
    }
    await expectNobodyDisturbed(done);
  });

  test('an upgrade that is stopped is brought back by the watchdog, though the deployer is what it is about', async () => {
    const done = await selfUpdate(upgradedBy({}, { events: [{ atSeconds: 90, stopDeployment: true }] }));
    const { record, machines, own } = done;
    expect(record).toMatchObject({ outcome: 'RolledBack', recovered: { by: 'watchdog', outcome: 'RolledBack' } });
    expect(own.status).toBe('ABORTED');
    expect(machines[0]).toMatchObject({ alias: ON_ONE });
    await expectNobodyDisturbed(done);
  });
});
