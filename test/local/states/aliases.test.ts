import { describe, expect, test } from '@jest/globals';
import { MACHINE, passing, refusal, statesAccount } from './states-account.ts';

const route = (version: number, weight: number) => ({ stateMachineVersionArn: `${MACHINE}:${version}`, weight });
const ALIAS = `${MACHINE}:live`;

function withVersions(count: number) {
  const account = statesAccount();
  account.create(passing(1), { publish: true });
  for (let n = 2; n <= count; n++) {
    account.call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(n), publish: true });
  }
  const createAlias = (routingConfiguration: object[], more: object = {}) =>
    account.call('CreateStateMachineAlias', { name: 'live', routingConfiguration, ...more });
  return { ...account, createAlias };
}

describe('a routing configuration', () => {
  test.each([
    [
      'weights that are not 100 together',
      [route(1, 70), route(2, 29)],
      'Sum of routing configuration weights must equal 100. Received: [70, 29]',
    ],
    [
      'one version twice',
      [route(1, 50), route(1, 50)],
      `Routing configuration must contain distinct state machine version ARNs. Received: [${MACHINE}:1, ${MACHINE}:1]`,
    ],
    [
      'no version',
      [{ stateMachineVersionArn: MACHINE, weight: 100 }],
      `Routing configuration must contain state machine version ARNs. Received: [${MACHINE}]`,
    ],
    [
      'no route',
      [],
      "1 validation error detected: Value '[]' at 'routingConfiguration' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
    [
      'a negative weight',
      [route(1, -1)],
      "1 validation error detected: Value '-1' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
  ])('is refused with %s', (_what, routes, message) => {
    const { createAlias } = withVersions(2);
    expect(refusal(() => createAlias(routes))).toBe(`ValidationException: ${message}`);
  });

  test('is refused with a version that does not exist', () => {
    const { createAlias } = withVersions(1);
    expect(refusal(() => createAlias([route(9, 100)]))).toBe(
      'ResourceNotFound: Request references a resource that does not exist.',
    );
  });
});

describe('CreateStateMachineAlias', () => {
  test('refuses the name of an alias with other routing or another description', () => {
    const { createAlias } = withVersions(2);
    createAlias([route(1, 100)], { description: 'one' });
    const message =
      'ConflictException: Failed to create alias because an alias with the same name and a different routing configuration already exists.';
    expect(refusal(() => createAlias([route(2, 100)], { description: 'one' }))).toBe(message);
    expect(refusal(() => createAlias([route(1, 100)]))).toBe(message);
  });
});

describe('UpdateStateMachineAlias', () => {
  test('answers the date of the change that made the alias what it is', async () => {
    const { call, createAlias, clock } = withVersions(2);
    const { creationDate } = createAlias([route(1, 100)]);
    await clock.advanceBy(5000);
    const same = { stateMachineAliasArn: ALIAS, routingConfiguration: [route(1, 100)] };
    expect(call('UpdateStateMachineAlias', same).updateDate).toBe(creationDate);
    const change = { stateMachineAliasArn: ALIAS, routingConfiguration: [route(1, 90), route(2, 10)] };
    expect(call('UpdateStateMachineAlias', change).updateDate).toBe(creationDate + 5);
    expect(call('DescribeStateMachineAlias', { stateMachineAliasArn: ALIAS })).toEqual({
      stateMachineAliasArn: ALIAS,
      name: 'live',
      routingConfiguration: [route(1, 90), route(2, 10)],
      creationDate,
      updateDate: creationDate + 5,
    });
  });

  test('refuses versions of another machine', () => {
    const { call, createAlias, create } = withVersions(1);
    createAlias([route(1, 100)]);
    create(passing(), { name: 'other', publish: true });
    const routingConfiguration = [{ stateMachineVersionArn: `${MACHINE.replace('orders', 'other')}:1`, weight: 100 }];
    const update = { stateMachineAliasArn: ALIAS, routingConfiguration };
    expect(refusal(() => call('UpdateStateMachineAlias', update))).toMatch(/^ValidationException: /);
  });

  test('does not know an alias that does not exist', () => {
    const { call } = withVersions(1);
    const update = { stateMachineAliasArn: ALIAS, description: 'new' };
    expect(refusal(() => call('UpdateStateMachineAlias', update))).toMatch(/^ResourceNotFound: /);
  });
});

test('an alias that is gone is deleted again without an error, and its versions stay', () => {
  const { call, createAlias } = withVersions(1);
  createAlias([route(1, 100)]);
  expect(call('DeleteStateMachineAlias', { stateMachineAliasArn: ALIAS })).toEqual({});
  expect(call('DeleteStateMachineAlias', { stateMachineAliasArn: ALIAS })).toEqual({});
  expect(call('ListStateMachineVersions', { stateMachineArn: MACHINE }).stateMachineVersions).toHaveLength(1);
});

test('aliases are listed oldest first, and an update leaves an alias its place', () => {
  const { call, createAlias } = withVersions(2);
  for (const name of ['b', 'a', 'c']) createAlias([route(1, 100)], { name });
  call('UpdateStateMachineAlias', { stateMachineAliasArn: `${MACHINE}:b`, routingConfiguration: [route(2, 100)] });
  const list = (stateMachineArn: string) =>
    call('ListStateMachineAliases', { stateMachineArn }).stateMachineAliases.map(
      ({ stateMachineAliasArn }: { stateMachineAliasArn: string }) => stateMachineAliasArn.split(':').at(-1),
    );
  expect(list(MACHINE)).toEqual(['b', 'a', 'c']);
  expect(list(`${MACHINE}:1`)).toEqual(['a', 'c']);
});

describe('a start through an alias', () => {
  test('is routed anew each time, in the long run by weight, and the same for the same seed', () => {
    const routed = () => {
      const { call, createAlias } = withVersions(2);
      createAlias([route(1, 90), route(2, 10)]);
      return Array.from({ length: 4000 }, () => {
        const { executionArn } = call('StartExecution', { stateMachineArn: ALIAS });
        return call('DescribeExecution', { executionArn }).stateMachineVersionArn;
      });
    };
    const versions = routed();
    const share = versions.filter((version) => version === `${MACHINE}:2`).length / versions.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
    expect(routed()).toEqual(versions);
  });

  test('never goes to a version of weight 0', () => {
    const { call, createAlias } = withVersions(2);
    createAlias([route(1, 0), route(2, 100)]);
    for (let i = 0; i < 500; i++) call('StartExecution', { stateMachineArn: ALIAS });
    expect(call('ListExecutions', { stateMachineArn: `${MACHINE}:1` }).executions).toEqual([]);
  });

  test('does not change what another alias draws', () => {
    const drawn = (alsoOther: boolean) => {
      const { call, createAlias } = withVersions(2);
      createAlias([route(1, 50), route(2, 50)]);
      createAlias([route(1, 50), route(2, 50)], { name: 'other' });
      return Array.from({ length: 50 }, () => {
        if (alsoOther) call('StartExecution', { stateMachineArn: `${MACHINE}:other` });
        const { executionArn } = call('StartExecution', { stateMachineArn: ALIAS });
        return call('DescribeExecution', { executionArn }).stateMachineVersionArn;
      });
    };
    expect(drawn(true)).toEqual(drawn(false));
  });
});
