import { describe, expect, test } from '@jest/globals';
import { MACHINE, passing, refusal, statesAccount } from './states-account.ts';

const publish = (revisionId?: string) => ({ stateMachineArn: MACHINE, ...(revisionId && { revisionId }) });

describe('PublishStateMachineVersion', () => {
  test('publishes a revision once, and counts on when that version is gone', () => {
    const { create, call } = statesAccount();
    create(passing());
    expect(call('PublishStateMachineVersion', publish()).stateMachineVersionArn).toBe(`${MACHINE}:1`);
    expect(call('PublishStateMachineVersion', publish()).stateMachineVersionArn).toBe(`${MACHINE}:1`);
    call('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE}:1` });
    expect(call('PublishStateMachineVersion', publish()).stateMachineVersionArn).toBe(`${MACHINE}:2`);
  });

  test('publishes only the revision it was told, and names the one there is', () => {
    const { create, call } = statesAccount();
    create(passing(1));
    const refused = (asked: string, current: string) =>
      `ConflictException: Failed to publish the State Machine version for revision ${asked}. The current State Machine revision is ${current}.`;
    expect(refusal(() => call('PublishStateMachineVersion', publish('other')))).toBe(refused('other', 'INITIAL'));
    const { revisionId } = call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(2) });
    expect(refusal(() => call('PublishStateMachineVersion', publish('INITIAL')))).toBe(refused('INITIAL', revisionId));
    expect(call('PublishStateMachineVersion', publish(revisionId)).stateMachineVersionArn).toBe(`${MACHINE}:1`);
  });

  test('publishes a definition anew that was published before another one', () => {
    const { create, call } = statesAccount();
    create(passing(1), { publish: true });
    call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(2), publish: true });
    const back = call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(1), publish: true });
    expect(back.stateMachineVersionArn).toBe(`${MACHINE}:3`);
  });

  test('refuses the 1001st version', () => {
    const { create, call } = statesAccount();
    create(passing(0));
    for (let n = 1; n <= 1000; n++) {
      call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(n), publish: true });
    }
    call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing('more') });
    expect(refusal(() => call('PublishStateMachineVersion', publish()))).toMatch(/^ServiceQuotaExceededException: /);
  });
});

describe('DeleteStateMachineVersion', () => {
  test('refuses a version that an alias knows, even with weight 0', () => {
    const { create, call } = statesAccount();
    create(passing(1), { publish: true });
    call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(2), publish: true });
    call('CreateStateMachineAlias', {
      name: 'live',
      routingConfiguration: [
        { stateMachineVersionArn: `${MACHINE}:1`, weight: 0 },
        { stateMachineVersionArn: `${MACHINE}:2`, weight: 100 },
      ],
    });
    expect(refusal(() => call('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE}:1` }))).toBe(
      'ConflictException: Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]',
    );
  });

  test('deletes what is gone already', () => {
    expect(statesAccount().call('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE}:7` })).toEqual({});
  });
});

test('versions are listed newest first, page by page, and a page knows where to go on though versions go meanwhile', () => {
  const { create, call } = statesAccount();
  create(passing(1), { publish: true });
  for (const n of [2, 3, 4])
    call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(n), publish: true });
  const list = (nextToken?: string) =>
    call('ListStateMachineVersions', { stateMachineArn: MACHINE, maxResults: 2, ...(nextToken && { nextToken }) });
  const numbers = (page: { stateMachineVersions: { stateMachineVersionArn: string }[] }) =>
    page.stateMachineVersions.map(({ stateMachineVersionArn }) => stateMachineVersionArn.split(':').at(-1));
  const first = list();
  expect(numbers(first)).toEqual(['4', '3']);
  call('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE}:4` });
  expect(numbers(list(first.nextToken))).toEqual(['2', '1']);
});
