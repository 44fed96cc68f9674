import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../local/random.ts';
import { within } from '../../../local/states/lagging.ts';
import { VirtualClock } from '../../../local/virtual-clock.ts';
import { MACHINE, passing, refusal, statesAccount, waiting } from './states-account.ts';

const route = (version: number) => [{ stateMachineVersionArn: `${MACHINE}:${version}`, weight: 100 }];

describe('a value that lags', () => {
  test('is certain at once, and read everywhere after the lag', async () => {
    const clock = new VirtualClock();
    const value = within(60, clock, seededRandom(1)).lagging('value', 'old');
    value.write('new');
    expect(value.current).toBe('new');
    expect(value.read()).toBe('old');
    await clock.advanceBy(60_000);
    for (let i = 0; i < 20; i++) expect(value.read()).toBe('new');
  });

  test('may be read old after it was read new', async () => {
    const clock = new VirtualClock();
    const value = within(60, clock, seededRandom(1)).lagging('value', 'old');
    value.write('new');
    const seen: string[] = [];
    for (let second = 0; second < 60; second++) {
      await clock.advanceBy(1000);
      seen.push(value.read());
    }
    expect(seen.lastIndexOf('old')).toBeGreaterThan(seen.indexOf('new'));
  });

  test('arrives in the order it was written', async () => {
    const clock = new VirtualClock();
    const value = within(60, clock, seededRandom(3)).lagging('value', 0);
    for (let n = 1; n <= 20; n++) {
      value.write(n);
      await clock.advanceBy(5000);
      expect(value.read()).toBeGreaterThanOrEqual(n - 12);
    }
    await clock.advanceBy(60_000);
    expect(value.read()).toBe(20);
  });
});

describe('an account whose reads lag', () => {
  test('shows and follows an alias as it was, for up to the lag', async () => {
    const { create, call, clock } = statesAccount({ consistency: { lagSeconds: 60 } });
    create(passing(1), { publish: true });
    call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(2), publish: true });
    call('CreateStateMachineAlias', { name: 'live', routingConfiguration: route(1) });
    await clock.advanceBy(60_000);
    const alias = { stateMachineAliasArn: `${MACHINE}:live` };
    call('UpdateStateMachineAlias', { ...alias, routingConfiguration: route(2) });
    const shown = () => call('DescribeStateMachineAlias', alias).routingConfiguration;
    expect(shown()).toEqual(route(1));
    const start = () => call('StartExecution', { stateMachineArn: `${MACHINE}:live` }).executionArn;
    const early = start();
    await clock.advanceBy(60_000);
    expect(shown()).toEqual(route(2));
    const late = start();
    await clock.advanceBy(60_000);
    const versionOf = (executionArn: string) => call('DescribeExecution', { executionArn }).stateMachineVersionArn;
    expect([versionOf(early), versionOf(late)]).toEqual([`${MACHINE}:1`, `${MACHINE}:2`]);
  });

  test('does not know a new machine, a start or an end at once', async () => {
    const { create, call, clock } = statesAccount({ consistency: { lagSeconds: 60 } });
    create(waiting(60));
    expect(refusal(() => call('DescribeStateMachine', { stateMachineArn: MACHINE }))).toMatch(
      /^StateMachineDoesNotExist/,
    );
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    const describe = () => refusal(() => call('DescribeExecution', { executionArn }));
    expect(describe()).toMatch(/^ExecutionDoesNotExist/);
    const statuses = new Set<string>();
    for (let second = 0; second <= 180; second++) {
      await clock.advanceBy(1000);
      if (describe() === 'not refused') statuses.add(call('DescribeExecution', { executionArn }).status);
    }
    expect([...statuses]).toEqual(['RUNNING', 'SUCCEEDED']);
  });

  test('publishes the revision that was written last, whatever readers know', () => {
    const { create, call } = statesAccount({ consistency: { lagSeconds: 60 } });
    create(passing(1));
    const { revisionId } = call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(2) });
    expect(call('PublishStateMachineVersion', { stateMachineArn: MACHINE, revisionId })).toMatchObject({
      stateMachineVersionArn: `${MACHINE}:1`,
    });
  });
});
