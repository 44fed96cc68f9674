import { describe, expect, test } from '@jest/globals';
import { failing, MACHINE, passing, statesAccount, waiting } from './states-account.ts';

const machineOnly = [{ Name: 'StateMachineArn', Value: MACHINE }];
const withVersion = [...machineOnly, { Name: 'Version', Value: '1' }];
const withAlias = [...machineOnly, { Name: 'Alias', Value: 'live' }];

function published(definition: string) {
  const account = statesAccount();
  account.create(definition, { publish: true });
  const routingConfiguration = [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }];
  account.call('CreateStateMachineAlias', { name: 'live', routingConfiguration });
  return account;
}

describe('metrics of an execution', () => {
  test.each([
    ['the machine itself', '', [machineOnly]],
    ['a version', ':1', [machineOnly, withVersion]],
    ['an alias', ':live', [machineOnly, withVersion, withAlias]],
  ])('started through %s come under each set of dimensions that AWS has', async (_what, qualifier, sets) => {
    const { run, metrics } = published(passing());
    await run(`${MACHINE}${qualifier}`);
    const started = metrics.filter(({ metricName, value }) => metricName === 'ExecutionsStarted' && value === 1);
    expect(started.map(({ dimensions }) => dimensions)).toEqual(sets);
    const succeeded = metrics.filter(({ metricName }) => metricName === 'ExecutionsSucceeded');
    expect(succeeded.map(({ dimensions }) => dimensions)).toEqual(sets);
  });

  test('tell its start twice, as 1 and as 0, and its end and duration when it ends', async () => {
    const { run, metrics, clock } = published(waiting(90));
    const start = clock.now();
    await run(MACHINE);
    const end = start + 90_000;
    const told = metrics.map(({ metricName, value, timestamp, unit }) => [metricName, value, unit, timestamp]);
    expect(told).toEqual([
      ['ExecutionsStarted', 1, 'Count', start],
      ['ExecutionsStarted', 0, 'Count', end],
      ['ExecutionsSucceeded', 1, 'Count', end],
      ['ExecutionTime', 90_000, 'Milliseconds', end],
    ]);
  });

  test.each([
    ['ExecutionsFailed', failing],
    ['ExecutionsTimedOut', JSON.stringify({ ...JSON.parse(waiting(60)), TimeoutSeconds: 5 })],
  ])('tell %s for an execution that ends so', async (metricName, definition) => {
    const { run, metrics } = published(definition);
    await run(MACHINE);
    expect(metrics.filter((datum) => datum.metricName === metricName)).toHaveLength(1);
  });

  test('are told of EXPRESS executions, too', async () => {
    const { create, call, clock, metrics, changes } = statesAccount();
    create(passing(), { type: 'EXPRESS' });
    call('StartExecution', { stateMachineArn: MACHINE });
    await clock.runUntilIdle();
    expect(metrics.map(({ metricName }) => metricName)).toContain('ExecutionsSucceeded');
    expect(changes).toEqual([]);
  });
});

test('status changes tell version, alias and what went in and out', async () => {
  const { run, changes, clock } = published(passing());
  const startDate = clock.now();
  const { executionArn, name } = await run(`${MACHINE}:live`, { a: 1 });
  const common = {
    ...{ executionArn, name, startDate, stateMachineArn: MACHINE, input: '{"a":1}', redriveCount: 0 },
    ...{ stateMachineVersionArn: `${MACHINE}:1`, stateMachineAliasArn: `${MACHINE}:live` },
  };
  expect(changes).toEqual([
    { ...common, status: 'RUNNING' },
    { ...common, status: 'SUCCEEDED', stopDate: startDate, output: '{"version":1}' },
  ]);
});
