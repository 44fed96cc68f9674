import { describe, expect, test } from '@jest/globals';
import { outputOf, run } from './running.ts';

const machine = (rule: object) => ({
  StartAt: 'Ask',
  States: {
    Ask: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: true, End: true },
    No: { Type: 'Pass', Result: false, End: true },
  },
});

describe('a Choice rule', () => {
  test.each<[object, unknown, boolean]>([
    [{ Variable: '$.v', StringMatches: 'log-*.txt' }, 'log-1.txt', true],
    [{ Variable: '$.v', StringMatches: 'log-*.txt' }, 'log-1xtxt', false],
    [{ Variable: '$.v', StringMatches: 'a\\*b' }, 'a*b', true],
    [{ Variable: '$.v', StringMatches: 'a\\*b' }, 'aXb', false],
    [{ Variable: '$.v', StringMatches: '*\n*' }, 'a\nb', true],
    [{ Variable: '$.v', TimestampLessThan: '2026-01-01T00:00:00Z' }, '2025-12-31T23:59:59.999999999Z', true],
    [{ Variable: '$.v', TimestampEquals: '2026-01-01T00:00:00Z' }, '2026-01-01T02:00:00+02:00', true],
    [{ Variable: '$.v', TimestampEquals: '2026-01-01T00:00:00Z' }, '2026-01-01 00:00:00Z', false],
    [{ Variable: '$.v', IsTimestamp: true }, '2026-02-30T00:00:00Z', false],
    [{ Variable: '$.v', NumericLessThanPath: '$.w' }, 4, true],
    [{ Variable: '$.v', NumericEquals: 4 }, '4', false],
    [{ Variable: '$.v', StringLessThan: 'b' }, 'a', true],
    [{ Variable: '$.v', BooleanEquals: true }, true, true],
    [{ Not: { Variable: '$.v', IsNull: true } }, null, false],
    [
      {
        And: [
          { Variable: '$.v', IsNumeric: true },
          { Variable: '$.v', NumericGreaterThan: 3 },
        ],
      },
      4,
      true,
    ],
    [
      {
        Or: [
          { Variable: '$.v', IsString: true },
          { Variable: '$.v', IsBoolean: true },
        ],
      },
      4,
      false,
    ],
    [{ Variable: '$.no', IsPresent: false }, 1, true],
    [{ Variable: '$.no.such', IsPresent: true }, 1, false],
    [
      {
        And: [
          { Variable: '$.no', IsPresent: true },
          { Variable: '$.no', NumericEquals: 1 },
        ],
      },
      1,
      false,
    ],
  ])('%j asked of %j says %s', async (rule, v, expected) => {
    expect(await outputOf(machine(rule), { v, w: 5 })).toBe(expected);
  });

  test('about a value that is not there ends the execution', async () => {
    const { end } = await run(machine({ Variable: '$.no', StringEquals: 'x' }));
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Ask' (entered at the event id #2). " +
        "Invalid path '$.no': The choice state's condition path references an invalid value.",
    });
  });
});

test('a Choice without a rule that holds and without Default fails as States.NoChoiceMatched', async () => {
  const States = { Ask: { Type: 'Choice', Choices: [{ Variable: '$.v', NumericEquals: 1, Next: 'Ask' }] } };
  const { end } = await run({ StartAt: 'Ask', States }, { v: 2 });
  expect(end).toMatchObject({ status: 'FAILED', error: 'States.NoChoiceMatched' });
});

test('a rule assigns its own variables, Default the state’s', async () => {
  const definition = {
    StartAt: 'Ask',
    States: {
      Ask: {
        Type: 'Choice',
        Choices: [{ Variable: '$.v', NumericEquals: 1, Assign: { who: 'rule' }, Next: 'End' }],
        Assign: { who: 'state' },
        Default: 'End',
      },
      End: { Type: 'Pass', Parameters: { 'who.$': '$who' }, End: true },
    },
  };
  expect(await outputOf(definition, { v: 1 })).toEqual({ who: 'rule' });
  expect(await outputOf(definition, { v: 2 })).toEqual({ who: 'state' });
});
