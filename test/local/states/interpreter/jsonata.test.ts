import { describe, expect, test } from '@jest/globals';
import { only, outputOf, run, scriptedTasks, types } from './running.ts';

const jsonata = (state: object) => only(state, { QueryLanguage: 'JSONata' });
const value = (text: string, input: unknown = {}) =>
  outputOf(jsonata({ Type: 'Pass', Output: { v: text } }), input).then(({ v }) => v);

describe('a JSONata state', () => {
  test.each<[string, unknown]>([
    ['{% $states.input.a + 1 %}', 6],
    ['{% $states.input.list[n > 1].n %}', [2, 3]],
    ['{% $states.input.list[n > 2].n %}', 3],
    ['{% $states.context.Execution.Name %}', 'run-1'],
    ['{% $states.context.State.Name %}', 'S'],
    ['plain {% text %}', 'plain {% text %}'],
    ['{% $partition([1..5], 2) %}', [[1, 2], [3, 4], [5]]],
    ['{% $range(0, 10, 5) %}', [0, 5, 10]],
    ['{% $range(1, 1, 1) %}', 1],
    ["{% $hash('input data', 'SHA-1') %}", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['{% $parse(\'{"a":[1]}\') %}', { a: [1] }],
    ['{% $random(7) = $random(7) %}', true],
    ['{% $length($uuid()) %}', 36],
    ['{% $now() %}', '2026-01-01T00:00:00.000Z'],
    ["{% $now('[Y]-[M01]') %}", '2026-01'],
    ['{% $millis() %}', Date.UTC(2026, 0, 1)],
    ['{% null %}', null],
  ])('%s', async (text, expected) => {
    expect(await value(text, { a: 5, list: [{ n: 1 }, { n: 2 }, { n: 3 }] })).toEqual(expected);
  });

  test('gives Output the result, and Assign the variables as they were', async () => {
    const { services } = scriptedTasks({ Call: [{ kind: 'succeeded', output: { id: 7 } }] });
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'Call' },
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          Arguments: { Body: '{% $x %}' },
          Assign: { x: '{% $x + 1 %}' },
          Output: { x: '{% $x %}', id: '{% $states.result.id %}' },
          Next: 'End',
        },
        End: { Type: 'Pass', QueryLanguage: 'JSONPath', Parameters: { 'given.$': '$', 'x.$': '$x' }, End: true },
      },
    };
    expect(await outputOf(definition, {}, { taskServices: services })).toEqual({ given: { x: 1, id: 7 }, x: 2 });
  });

  test('chooses by Condition, and ends with what a Fail says', async () => {
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Ask',
      States: {
        Ask: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.n > 1 %}', Next: 'Bad' }], Default: 'Good' },
        Good: { Type: 'Succeed', Output: '{% $states.input.n %}' },
        Bad: { Type: 'Fail', Error: "{% 'Many' %}", Cause: '{% $string($states.input.n) %}' },
      },
    };
    expect((await run(definition, { n: 1 })).end).toEqual({ status: 'SUCCEEDED', output: '1' });
    expect((await run(definition, { n: 2 })).end).toEqual({ status: 'FAILED', error: 'Many', cause: '2' });
  });

  test('catches an error with $states.errorOutput', async () => {
    const { services } = scriptedTasks({ Call: [{ kind: 'failed', error: 'Broken', cause: 'why' }] });
    const definition = {
      QueryLanguage: 'JSONata',
      StartAt: 'Call',
      States: {
        Call: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          Catch: [{ ErrorEquals: ['Broken'], Output: '{% $states.errorOutput.Cause %}', Next: 'End' }],
          End: true,
        },
        End: { Type: 'Succeed' },
      },
    };
    expect(await outputOf(definition, {}, { taskServices: services })).toBe('why');
  });
});

describe('an expression that fails', () => {
  const preface = "An error occurred while executing the state 'S' (entered at the event id #2). ";

  test.each<[string, string]>([
    ['$no', "The JSONata expression '$no' specified for the field 'Output/v' returned nothing (undefined)."],
    [
      'function($x) { $x }',
      "The JSONata expression 'function($x) { $x }' specified for the field 'Output/v' returned an unsupported result type.",
    ],
    [
      "1 + 'a'",
      "The JSONata expression '1 + 'a'' specified for the field 'Output/v' threw an error during evaluation. T2002: The right side of the \"+\" operator must evaluate to a number",
    ],
    [
      "$eval('1')",
      "The JSONata expression '$eval('1')' specified for the field 'Output/v' threw an error during evaluation. T1006: Attempted to invoke a non-function",
    ],
  ])('%s is a States.QueryEvaluationError, and written down', async (source, cause) => {
    const { end, events } = await run(jsonata({ Type: 'Pass', Output: { v: `{% ${source} %}` } }));
    expect(end).toEqual({ status: 'FAILED', error: 'States.QueryEvaluationError', cause: preface + cause });
    expect(types(events)).toEqual(['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed']);
    expect(events[2]).toMatchObject({
      previousEventId: 0,
      evaluationFailedEventDetails: { state: 'S', location: 'Output/v', cause: preface + cause },
    });
  });

  test.each<[object, string]>([
    [{ Type: 'Wait', Seconds: "{% 'x' %}" }, `Expected 'number', but was 'string' for value: "x"`],
    [
      { Type: 'Map', Items: '{% 1 %}', ItemProcessor: only({ Type: 'Pass' }) },
      "Expected 'array', but was 'number' for value: 1",
    ],
    [
      { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'S' }] },
      "Expected 'boolean', but was 'number' for value: 1",
    ],
    [{ Type: 'Fail', Error: '{% 1 %}' }, "Expected 'string', but was 'number' for value: 1"],
  ])('by giving the wrong type says what was expected: %j', async (state, words) => {
    const { end } = await run(jsonata(state));
    expect(end).toMatchObject({ error: 'States.QueryEvaluationError', cause: expect.stringContaining(words) });
  });

  test('in a Task can be caught', async () => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', Arguments: '{% $no %}', End: true };
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'End' }];
    const States = { S: { ...task, Catch }, End: { Type: 'Succeed' } };
    const output = await outputOf({ QueryLanguage: 'JSONata', StartAt: 'S', States });
    expect(output).toMatchObject({ Error: 'States.QueryEvaluationError' });
  });

  test.each(['($f := function() { $f() }; $f())', '($f := function($n) { 1 + $f($n + 1) }; $f(1))'])(
    'by never ending is ended: %s',
    async (source) => {
      const { end } = await run(jsonata({ Type: 'Pass', Output: `{% ${source} %}` }));
      expect(end).toMatchObject({ error: 'States.QueryEvaluationError' });
    },
  );
});
