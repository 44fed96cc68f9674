import { describe, expect, test } from '@jest/globals';
import type { StateValue } from '../../../local/cloudwatch/alarm.ts';
import { childrenOf, evaluateRule, parseRule } from '../../../local/cloudwatch/composite-rule.ts';

const STATES: Readonly<Record<string, StateValue>> = {
  firing: 'ALARM',
  quiet: 'OK',
  new: 'INSUFFICIENT_DATA',
  'with spaces (and more)': 'ALARM',
  'a "quoted" one': 'ALARM',
};
const holds = (rule: string) => evaluateRule(parseRule(rule), (name) => STATES[name]);

describe('an alarm rule', () => {
  test.each([
    ['ALARM(firing)', true],
    ['OK(firing)', false],
    ['OK(quiet)', true],
    ['INSUFFICIENT_DATA(new)', true],
    ['ALARM( "firing" )', true],
    ['ALARM (firing)', true],
    ['ALARM("with spaces (and more)")', true],
    ['ALARM("a \\"quoted\\" one")', true],
    ['ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:firing)', true],
    ['ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:with spaces (and more)")', true],
    ['TRUE', true],
    ['false', false],
    ['NOT ALARM(quiet)', true],
    ['NOT NOT TRUE', true],
    ['NOT (TRUE AND FALSE)', true],
    ['TRUE OR FALSE AND FALSE', true],
    ['(TRUE OR FALSE) AND FALSE', false],
    ['NOT FALSE OR TRUE', true],
    ['NOT TRUE OR TRUE', true],
    ['ALARM(quiet) or ALARM(firing) and not OK(firing)', true],
    ['(ALARM(firing) OR ALARM(quiet))\nAND OK(quiet)', true],
  ])('%s is %s', (rule, expected) => {
    expect(holds(rule)).toBe(expected);
  });

  test.each([
    ['', 'leading or trailing whitespace'],
    [' TRUE', 'leading or trailing whitespace'],
    ['ALARM', "an alarm's name in parentheses is missing after ALARM"],
    ['ALARM()', "an alarm's name in parentheses is missing after ALARM"],
    ['ALARM(a', "an alarm's name in parentheses is missing after ALARM"],
    ['ALARM(a) AND', 'at position 13: the end is not expected there'],
    ['ALARM(a) ALARM(b)', 'at position 10: ALARM is not expected there'],
    ['(ALARM(a)', 'the end is not expected there'],
    ['ALARM(a))', ') is not expected there'],
    ['FIRING(a)', 'at position 1: FIRING is not expected there'],
    ['AND TRUE', 'AND is not expected there'],
    [`${'NOT '.repeat(3000)}TRUE`, 'must not exceed 10240 characters'],
    [Array(501).fill('TRUE').join(' OR '), 'must not exceed 500 elements'],
    [Array.from({ length: 101 }, (_, i) => `OK(a${i})`).join(' OR '), 'must not name more than 100 alarms'],
  ])('%s is refused: %s', (rule, message) => {
    expect(() => parseRule(rule)).toThrow(message);
  });

  test('names each of its alarms once', () => {
    expect(childrenOf(parseRule('ALARM(b) AND (OK(a) OR NOT ALARM("b")) AND TRUE'))).toEqual(['b', 'a']);
  });
});
