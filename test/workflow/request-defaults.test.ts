import { describe, expect, test } from '@jest/globals';
import { handler as validateRequest } from '../../tasks/validate-request.ts';
import { deployerDefinition, type FunctionArns } from '../../workflow/definition.ts';
import { problemsOfDefaults, withDefaults } from '../../workflow/request-defaults.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:orders';
const executionArn = 'arn:aws:states:us-east-1:123456789012:execution:Stepshift:one';
const startedAt = '2026-01-01T00:00:00.000Z';

describe('the defaults of a deployer', () => {
  test('hold where a request is silent, and only there', () => {
    const defaults = { strategy: 'AllAtOnce', alarms: ['a', 'b'] };
    expect(withDefaults({ alias: 'live', alarms: ['c'] }, defaults)).toEqual({
      alias: 'live',
      strategy: 'AllAtOnce',
      alarms: ['c'],
    });
  });

  test.each([null, 'text', 7, [1]])('leave %j as it is, to be refused', (input) => {
    expect(withDefaults(input, { alarms: [] })).toBe(input);
  });

  test('leave the emergency road back alone, which takes nothing but a target and a version', () => {
    const restore = { stateMachineArn, alias: 'live', restore: { versionArn: `${stateMachineArn}:1` } };
    const defaults = { strategy: 'AllAtOnce', alarms: ['a'] };
    const document = validateRequest.core({ input: restore, executionArn, startedAt, defaults }, {} as never);
    expect(document).toMatchObject({ request: { road: 'restore' } });
  });

  test('reach the request by the definition, where each history shows them', () => {
    const defaults = { strategy: 'AllAtOnce', finalBakeSeconds: 900 };
    const { ValidateRequest } = deployerDefinition({} as FunctionArns, defaults).States;
    expect(ValidateRequest).toMatchObject({ Parameters: { defaults } });
    const input = { stateMachineArn, alias: 'live', finalBakeSeconds: 600 };
    const document = validateRequest.core({ input, executionArn, startedAt, defaults }, {} as never);
    expect(document).toMatchObject({ request: { finalBakeSeconds: 600, strategy: 'AllAtOnce' } });
  });

  test('are refused where no request may have them', () => {
    expect(problemsOfDefaults({ alarm: 'a' })).toMatchObject([{ path: 'alarm', found: 'an unknown field' }]);
    expect(problemsOfDefaults({ strategy: 'Fast' })).toMatchObject([{ path: 'strategy' }]);
  });

  test.each(['stateMachineArn', 'alias', 'targets', 'publish', 'versionArn', 'revisionId', 'restore'])(
    'do not say %s, which each request says itself',
    (field) => {
      expect(problemsOfDefaults({ [field]: 'a' })).toMatchObject([{ path: field }]);
    },
  );

  test('may be all that a request may say otherwise', () => {
    const defaults = { strategy: 'AllAtOnce', alarms: ['a'], ignoreFiring: ['a'], pollSeconds: 30, reason: 'nightly' };
    expect(problemsOfDefaults(defaults)).toEqual([]);
  });
});
