import { describe, expect, test } from '@jest/globals';
import { isAllowed } from './iam.ts';

const LIVE = { 'states:StateMachineQualifier': ['live'] };
const resource = 'arn:aws:states:us-east-1:1:stateMachine:orders';
const call = { action: 'states:UpdateStateMachineAlias', resource, context: LIVE };
const allow = (fields: object = {}) => ({ Effect: 'Allow', Action: 'states:*', Resource: '*', ...fields });
const qualified = (operator: string, value: string) => ({
  Condition: { [operator]: { 'states:StateMachineQualifier': value } },
});

describe('the IAM check', () => {
  test.each([
    ['an action by its name', { Action: 'states:UpdateStateMachineAlias' }],
    ['an action whatever its letters', { Action: 'STATES:updateStateMachineAlias' }],
    ['one of several actions', { Action: ['states:StopExecution', 'states:Update*'] }],
    ['a resource by its name', { Resource: resource }],
    ['a resource by a pattern', { Resource: 'arn:aws:states:*:?:stateMachine:ord*' }],
    ['a condition that holds', qualified('ForAnyValue:StringEquals', 'live')],
    ['a condition with a pattern', qualified('ForAnyValue:StringLike', 'l*')],
  ])('allows by %s', (_, fields) => {
    expect(isAllowed([allow(fields)], call)).toBe(true);
  });

  test.each([
    ['another action', { Action: 'states:UpdateStateMachine' }],
    ['another resource', { Resource: `${resource}2` }],
    ['a dot that stands for any letter', { Resource: 'arn:aws:states:us-east-1:1:stateMachine:order.' }],
    ['a condition that does not hold', qualified('ForAnyValue:StringEquals', 'test')],
    ['a condition on what AWS does not tell', { Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } }],
    [
      'conditions of which one holds',
      { Condition: { StringEquals: { 'states:StateMachineQualifier': 'live', b: 'c' } } },
    ],
  ])('does not allow by %s', (_, fields) => {
    expect(isAllowed([allow(fields)], call)).toBe(false);
  });

  test('allows nothing without a statement', () => {
    expect(isAllowed([], call)).toBe(false);
  });

  test.each([
    ['Deny', { Effect: 'Deny' }],
    ['NotAction', { NotAction: 'states:*' }],
    ['another operator', qualified('StringNotEquals', 'a')],
  ])('refuses a statement with %s, which it does not know', (_, fields) => {
    expect(() => isAllowed([allow(fields)], call)).toThrow('does not know');
  });
});
