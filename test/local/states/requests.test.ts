import { describe, expect, test } from '@jest/globals';
import { MACHINE, passing, refusal, statesAccount } from './states-account.ts';

describe('a request that breaks constraints', () => {
  test.each([
    [
      'ListStateMachines',
      { maxResults: 1001 },
      "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000",
    ],
    [
      'DescribeStateMachine',
      {},
      "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null",
    ],
    [
      'CreateStateMachineAlias',
      { name: '12' },
      "2 validation errors detected: Value '12' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\\-\\.])[a-zA-Z0-9_\\-\\.]+$; Value null at 'routingConfiguration' failed to satisfy constraint: Member must not be null",
    ],
    [
      'StartExecution',
      { stateMachineArn: MACHINE, input: 'x'.repeat(262_145) },
      "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 262144",
    ],
  ])('to %s is refused with every constraint it breaks', (operation, input, message) => {
    expect(refusal(() => statesAccount().call(operation, input))).toBe(`ValidationException: ${message}`);
  });

  test('is refused for a value of a wrong type', () => {
    const message = 'SerializationException: maxResults is not a number';
    expect(refusal(() => statesAccount().call('ListStateMachines', { maxResults: 'many' }))).toBe(message);
  });
});

describe('a page token', () => {
  function threeMachines() {
    const account = statesAccount();
    for (const name of ['a', 'b', 'c']) account.create(passing(), { name });
    const { nextToken } = account.call('ListStateMachines', { maxResults: 1 });
    return { ...account, nextToken };
  }

  test('holds for 24 hours', async () => {
    const { call, clock, nextToken } = threeMachines();
    await clock.advanceBy(24 * 3600_000);
    expect(call('ListStateMachines', { nextToken }).stateMachines).toHaveLength(2);
    await clock.advanceBy(1);
    expect(refusal(() => call('ListStateMachines', { nextToken }))).toBe(
      "InvalidToken: Invalid Token: 'Invalid token'",
    );
  });

  test('is refused by another list, and when it was altered', () => {
    const { call, nextToken } = threeMachines();
    const versions = { stateMachineArn: MACHINE, nextToken };
    expect(refusal(() => call('ListStateMachineVersions', versions))).toMatch(/^InvalidToken/);
    expect(refusal(() => call('ListStateMachines', { nextToken: `A${nextToken.slice(1)}` }))).toMatch(/^InvalidToken/);
  });
});

describe('tags', () => {
  test('are added, replaced and taken away', () => {
    const { create, call } = statesAccount();
    create(passing(), {
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    });
    call('TagResource', { resourceArn: MACHINE, tags: [{ key: 'a', value: '3' }] });
    call('UntagResource', { resourceArn: MACHINE, tagKeys: ['b', 'none'] });
    expect(call('ListTagsForResource', { resourceArn: MACHINE })).toEqual({ tags: [{ key: 'a', value: '3' }] });
  });

  test('are at most 50', () => {
    const { create, call } = statesAccount();
    create(passing());
    const tags = Array.from({ length: 51 }, (_, n) => ({ key: `k${n}`, value: '' }));
    expect(refusal(() => call('TagResource', { resourceArn: MACHINE, tags }))).toMatch(/^TooManyTags: /);
    expect(call('ListTagsForResource', { resourceArn: MACHINE }).tags).toEqual([]);
  });

  test('are refused for what is not there', () => {
    const { call } = statesAccount();
    expect(refusal(() => call('TagResource', { resourceArn: MACHINE, tags: [] }))).toBe(
      `ResourceNotFound: Resource not found: '${MACHINE}'`,
    );
    expect(refusal(() => call('ListTagsForResource', { resourceArn: 'x' }))).toMatch(/^InvalidArn: /);
  });
});
