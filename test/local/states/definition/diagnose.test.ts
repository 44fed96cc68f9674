import { describe, expect, test } from '@jest/globals';
import { diagnose } from '../../../../local/states/definition/diagnose.ts';

const found = (definition: unknown, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') =>
  diagnose(JSON.stringify(definition), type).map(({ message, location }) => `${location}: ${message}`);
const machine = (state: object, more: object = {}) => ({ StartAt: 'A', States: { A: state }, ...more });
const oneState = (state: object, more: object = {}) => found(machine({ End: true, ...state }, more));
const task = (fields: object) => oneState({ Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ...fields });

describe('a text', () => {
  test('that is not JSON is told where it goes wrong', () => {
    expect(diagnose('nothing', 'STANDARD')).toEqual([
      expect.objectContaining({
        code: 'INVALID_JSON_DESCRIPTION',
        message: expect.stringMatching(/^Unrecognized token 'nothing': was expecting /),
        location: expect.stringContaining('line: 1'),
      }),
    ]);
  });

  test.each(['', ' ', '[]', '"text"', 'null'])('%j is no definition', (text) => {
    expect(diagnose(text, 'STANDARD').map(({ message }) => message)).toEqual([
      'Definition must be a valid JSON object',
    ]);
  });
});

describe('a machine', () => {
  test('needs its states and its start', () => {
    expect(found({})).toEqual(['/: These fields are required: [States, StartAt]']);
    expect(found({ StartAt: 'A', States: {} })).toEqual(['/States: Expected a non-empty object of states']);
  });

  test('leads nowhere else than to its own states, and to each of them', () => {
    const States = {
      A: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'B' }], Default: 'C' },
      D: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Catch: [{ ErrorEquals: ['E'], Next: 'F' }],
        Next: 'A',
      },
    };
    expect(found({ StartAt: 'A', States })).toEqual([
      "/States/A/Choices[0]/Next: Missing 'Next' target: B",
      "/States/A/Default: Missing 'Default' target: C",
      "/States/D/Catch[0]/Next: Missing 'Next' target: F",
      '/States/D: State "D" is not reachable.',
    ]);
    expect(found({ StartAt: 'Z', States: { A: { Type: 'Succeed' } } })).toContain(
      "/StartAt: Missing 'StartAt' target: Z",
    );
  });

  test('has each name once, inner machines included', () => {
    const inner = machine({ Type: 'Pass', End: true });
    expect(oneState({ Type: 'Parallel', Branches: [inner] })).toEqual([
      '/States/A/Branches[0]/States/A: Duplicate state name: A',
    ]);
  });

  test('has no fields that AWS does not know', () => {
    expect(oneState({ Type: 'Pass' }, { Retries: 3 })).toEqual(["/: Field 'Retries' is not supported"]);
    expect(oneState({ Type: 'Pass', Retry: [] })).toEqual(["/States/A: Field 'Retry' is not supported"]);
  });

  test('does not go back to JSONPath', () => {
    expect(oneState({ Type: 'Pass', QueryLanguage: 'JSONPath' }, { QueryLanguage: 'JSONata' })).toEqual([
      "/States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ]);
    expect(oneState({ Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% 1 %}' })).toEqual([]);
  });
});

describe('a state', () => {
  test.each([
    [{}, '/States/A: These fields are required: [Type]'],
    [
      { Type: 'Tasc' },
      "/States/A/Type: 'Tasc' is not a type of states: [Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map]",
    ],
    [{ Type: 'Pass', End: false }, "/States/A: Either 'Next' or 'End' is required"],
    [{ Type: 'Pass', End: 'yes' }, '/States/A/End: Expected value of type Boolean'],
    [{ Type: 'Pass', ResultPath: '$.a[*]' }, '/States/A/ResultPath: Value is not a Reference Path: "$.a[*]"'],
    [{ Type: 'Pass', InputPath: 'a' }, '/States/A/InputPath: Value is not a valid JSONPath: "a"'],
    [
      { Type: 'Wait' },
      '/States/A: Exactly one of these fields is required: [Seconds, SecondsPath, Timestamp, TimestampPath]',
    ],
    [{ Type: 'Wait', Seconds: 1.5 }, '/States/A/Seconds: Expected value of type Integer'],
    [{ Type: 'Map' }, '/States/A: These fields are required: [ItemProcessor]'],
    [{ Type: 'Parallel', Branches: [] }, '/States/A/Branches: Expected a non-empty array of branches'],
    [
      { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: {} },
      "/States/A: The QueryLanguage is set to 'JSONPath', but the field 'Arguments' is only supported for the 'JSONata' QueryLanguage",
    ],
    [
      { Type: 'Pass', Parameters: { deep: [{ 'x.$': 'plain' }] } },
      "/States/A/Parameters: The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call",
    ],
  ])('%j is refused', (state, finding) => {
    expect(oneState(state)).toContain(finding);
  });

  test.each([
    [
      {
        Parameters: { 'a.$': '$', 'b.$': '$$.Task.Token', 'c.$': '$variable.x[0]', 'd.$': "States.Format('{}', $.a)" },
      },
    ],
    [{ InputPath: null, OutputPath: '$$.Execution', ResultPath: "$.a['b c'][0]" }],
    [{ Retry: [{ ErrorEquals: ['A'], MaxDelaySeconds: 5, JitterStrategy: 'FULL' }, { ErrorEquals: ['States.ALL'] }] }],
    [{ TimeoutSecondsPath: '$.t', HeartbeatSeconds: 5, Credentials: { 'RoleArn.$': '$.r' } }],
  ])('a Task with %j is fine', (fields) => {
    expect(task(fields)).toEqual([]);
  });

  test.each([
    [{ Resource: 'lambda' }, /^\/States\/A\/Resource: The resource provided lambda is not recognized\./],
    [{ TimeoutSeconds: 5, HeartbeatSeconds: 5 }, /'HeartbeatSeconds' must be smaller than 'TimeoutSeconds'/],
    [{ TimeoutSeconds: 5, TimeoutSecondsPath: '$.t' }, /Only one of these fields is allowed/],
    [
      { Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] },
      /Retry\[0\]\/ErrorEquals: 'States.ALL' must appear alone/,
    ],
    [
      { Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }] },
      /Retry\[0\]\/BackoffRate: Expected a number of at least 1\.0/,
    ],
    [{ Catch: [{ ErrorEquals: [] }] }, /Catch\[0\]\/ErrorEquals: Expected a non-empty array/],
  ])('a Task with %j is refused', (fields, finding) => {
    expect(task(fields).join('\n')).toMatch(finding);
  });

  test('says where its JSONata is wrong', () => {
    const state = { Type: 'Pass', QueryLanguage: 'JSONata', Output: { total: '{% $sum( %}' } };
    expect(oneState(state).join()).toMatch(/^\/States\/A\/Output\/total: The JSONata expression is not valid: /);
  });
});

describe('a choice', () => {
  const choice = (rule: object) => found(machine({ Type: 'Choice', Choices: [{ Next: 'A', ...rule }] }));

  test.each([
    [{ Variable: '$.a', StringEquals: 'x' }],
    [{ Or: [{ Not: { Variable: '$.a', IsPresent: true } }, { Variable: '$.a', NumericLessThanPath: '$.b' }] }],
  ])('%j is fine', (rule) => {
    expect(choice(rule)).toEqual([]);
  });

  test.each([
    [{ Variable: '$.a' }, 'Exactly one comparison operator'],
    [{ Variable: '$.a', StringEquals: 'x', IsNull: true }, 'Exactly one comparison operator'],
    [{ Variable: '$.a', StringEqual: 'x' }, "Field 'StringEqual' is not supported"],
    [{ Variable: '$.a', NumericEquals: '1' }, 'Expected value of type number'],
    [{ StringEquals: 'x' }, 'These fields are required: [Variable]'],
    [{ And: [{ Variable: '$.a', IsNull: true, Next: 'A' }] }, "Field 'Next' is not supported"],
  ])('%j is refused', (rule, message) => {
    expect(choice(rule).join('\n')).toContain(message);
  });
});

describe('an EXPRESS machine', () => {
  test.each([
    [
      'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      "Express state machine does not support '.waitForTaskToken' service integration ",
    ],
    [
      'arn:aws:states:::states:startExecution.sync:2',
      "Express state machine does not support '.sync' service integration ",
    ],
    ['arn:aws:states:us-east-1:123456789012:activity:a', 'Express state machine does not support Activity ARN'],
  ])('cannot wait for %s', (Resource, message) => {
    const definition = machine({ Type: 'Task', Resource, End: true });
    expect(found(definition, 'EXPRESS')).toEqual([`/States/A/Resource: ${message}`]);
    expect(found(definition, 'STANDARD')).toEqual([]);
  });

  test('cannot have a distributed Map', () => {
    const ItemProcessor = { ...machine({ Type: 'Succeed' }), ProcessorConfig: { Mode: 'DISTRIBUTED' } };
    const definition = { StartAt: 'M', States: { M: { Type: 'Map', ItemProcessor, End: true } } };
    expect(found(definition, 'EXPRESS')).toHaveLength(1);
    expect(found(definition, 'STANDARD')).toEqual([]);
  });
});
