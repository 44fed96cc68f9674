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

describe('what is assigned', () => {
  const assign = (Assign: unknown, more: object = {}) => oneState({ Type: 'Pass', Assign, ...more });

  test('stands under names that variables can have', () => {
    expect(assign({ total: 1, 'größe.$': '$.a', _x: 2, ['n'.repeat(80)]: 3 })).toEqual([]);
    for (const name of ['1st', 'a b', 'states', '', 'n'.repeat(81)]) {
      expect(assign({ [name]: 1 })).toEqual([`/States/A/Assign: '${name}' is not a name that a variable can have`]);
    }
  });

  test('is told once when its JSONata cannot be read', () => {
    expect(assign({ a: '{% 1 + %}' }, { QueryLanguage: 'JSONata' })).toEqual([
      '/States/A/Assign/a: The JSONata expression is not valid: Unexpected end of expression',
    ]);
    expect(oneState({ Type: 'Pass', QueryLanguage: 'JSONata', Comment: '{% ( %}' })).toEqual([]);
  });
});

describe('the parameters of a service that is known here', () => {
  const refused = (Resource: string, Parameters: object) =>
    oneState({ Type: 'Task', Resource: `arn:aws:states:::${Resource}`, Parameters });

  test.each([
    ['states:startExecution.sync:2', { 'StateMachineArn.$': '$.arn', Input: {}, Name: 'n' }],
    ['lambda:invoke', { FunctionName: 'f', 'Payload.$': '$' }],
    ['aws-sdk:sfn:updateStateMachineAlias', { StateMachineAliasArn: 'a', 'RoutingConfiguration.$': '$.r' }],
    ['sqs:sendMessage', { anything: 1 }],
  ])('are all there, and no others: %s', (resource, parameters) => {
    expect(refused(resource, parameters)).toEqual([]);
  });

  test.each([
    ['states:startExecution', { stateMachineArn: 'a' }, 'StateMachineArn', 'stateMachineArn'],
    ['lambda:invoke', { Function: 'f' }, 'FunctionName', 'Function'],
  ])('are refused where they are spelt otherwise: %s', (resource, parameters, missing, unknown) => {
    expect(refused(resource, parameters)).toEqual([
      `/States/A/Parameters: The field '${unknown}' is not supported by Step Functions`,
      `/States/A/Parameters: The field '${missing}' is required but was missing`,
    ]);
  });

  test('are refused of operations of Step Functions too, which say themselves what they miss', () => {
    expect(refused('aws-sdk:sfn:describeExecution', { executionArn: 'a' })).toEqual([
      "/States/A/Parameters: The field 'executionArn' is not supported by Step Functions",
    ]);
  });
});

describe('a Map in DISTRIBUTED mode', () => {
  const inner = { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } };
  const distributed = (fields: object, config: object = {}) =>
    oneState({
      Type: 'Map',
      ItemProcessor: { ...inner, ProcessorConfig: { Mode: 'DISTRIBUTED', ...config } },
      ...fields,
    });

  test.each([
    [{ Label: 'L'.repeat(41) }, '/States/A/Label: Label must not be longer than 40 characters'],
    [
      { ItemBatcher: {} },
      '/States/A/ItemBatcher: At least one of these fields is required: [MaxItemsPerBatch, MaxItemsPerBatchPath, MaxInputBytesPerBatch, MaxInputBytesPerBatchPath]',
    ],
    [
      { ItemBatcher: { MaxItemsPerBatch: 0 } },
      '/States/A/ItemBatcher/MaxItemsPerBatch: Expected value of type Integer, at least 1',
    ],
    [{ ItemBatcher: { MaxItemsPerBatch: 2, Items: [] } }, "/States/A/ItemBatcher: Field 'Items' is not supported"],
    [
      { ToleratedFailurePercentage: 101 },
      '/States/A/ToleratedFailurePercentage: Expected value of type Number between 0 and 100',
    ],
  ])('cannot have %j', (fields, finding) => {
    expect(distributed(fields)).toEqual([finding]);
  });

  test('runs executions of a type there is', () => {
    expect(distributed({}, { ExecutionType: 'EXPRES' })).toEqual([
      "/States/A/ItemProcessor/ProcessorConfig: 'ExecutionType' must be 'STANDARD' or 'EXPRESS'",
    ]);
    const fits = {
      Label: 'label',
      ItemBatcher: { MaxItemsPerBatchPath: '$.n', BatchInput: { a: 1 } },
      ToleratedFailurePercentage: 2.5,
    };
    expect(distributed(fits, { ExecutionType: 'EXPRESS' })).toEqual([]);
  });
});

test.each(['$$.x', '$name', '$name.x', '$.a.length()', '$.a[*]'])('a result is not placed at %s', (ResultPath) => {
  expect(oneState({ Type: 'Pass', ResultPath })).toEqual([
    `/States/A/ResultPath: Value is not a Reference Path: ${JSON.stringify(ResultPath)}`,
  ]);
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
        Resource: 'arn:aws:states:::sqs:sendMessage',
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
