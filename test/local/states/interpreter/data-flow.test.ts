import { describe, expect, test } from '@jest/globals';
import { only, outputOf, run, scriptedTasks } from './running.ts';

const pass = (fields: object) => only({ Type: 'Pass', ...fields });

describe('data flows through a state', () => {
  test.each<[object, unknown]>([
    [{}, { a: 1, b: { c: 2 } }],
    [{ InputPath: '$.b' }, { c: 2 }],
    [{ InputPath: null }, {}],
    [{ OutputPath: null }, {}],
    [{ OutputPath: '$.b.c' }, 2],
    [
      { Result: [1], ResultPath: '$.b.d.e' },
      { a: 1, b: { c: 2, d: { e: [1] } } },
    ],
    [
      { Result: 1, ResultPath: null },
      { a: 1, b: { c: 2 } },
    ],
    [{ Result: { 'x.$': '$.a' } }, { 'x.$': '$.a' }],
    [{ Parameters: { 'x.$': '$.b', list: ['$.a', { 'y.$': '$.a' }] } }, { x: { c: 2 }, list: ['$.a', { y: 1 }] }],
    [
      { InputPath: '$.b', Parameters: { 'x.$': '$$.Execution.Input.a' }, ResultPath: '$.r' },
      { a: 1, b: { c: 2 }, r: { x: 1 } },
    ],
  ])('%j', async (fields, expected) => {
    expect(await outputOf(pass(fields), { a: 1, b: { c: 2 } })).toEqual(expected);
  });

  test('a task’s result is selected, placed, and cut out, in this order', async () => {
    const { services } = scriptedTasks({ S: [{ kind: 'succeeded', output: { body: { id: 7 }, noise: 1 } }] });
    const definition = only({
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      ResultSelector: { 'id.$': '$.body.id', 'run.$': '$$.Execution.Name' },
      ResultPath: '$.sent',
      OutputPath: '$.sent',
    });
    expect(await outputOf(definition, { a: 1 }, { taskServices: services })).toEqual({ id: 7, run: 'run-1' });
  });

  test('what a state makes of its input does not change the input', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Result: 1, ResultPath: '$.deep.a', Next: 'B' },
        B: { Type: 'Pass', Parameters: { 'now.$': '$', 'first.$': '$$.Execution.Input' }, End: true },
      },
    };
    expect(await outputOf(definition, { deep: {} })).toEqual({ now: { deep: { a: 1 } }, first: { deep: {} } });
  });

  test('a member named __proto__ is a member like any other', async () => {
    const input = JSON.parse('{"__proto__": {"x": 1}}');
    const output = await outputOf(pass({ Parameters: JSON.parse('{"__proto__.$": "$"}') }), input);
    expect(JSON.stringify(output)).toBe('{"__proto__":{"__proto__":{"x":1}}}');
  });

  test('a ResultPath that does not fit the input fails by name', async () => {
    const { end } = await run(pass({ Result: 1, ResultPath: '$.x' }), 'text');
    expect(end).toMatchObject({
      error: 'States.ResultPathMatchFailure',
      cause: expect.stringContaining('Unable to apply step "x" to input "text"'),
    });
  });

  test('a path that leads nowhere names the field and the input', async () => {
    const { end, events } = await run(pass({ Parameters: { 'x.$': '$.no' } }), { a: 1 });
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'S' (entered at the event id #2). " +
        `The JSONPath '$.no' specified for the field 'x.$' could not be found in the input '{"a":1}'`,
    });
    expect(events.at(-1)).toMatchObject({ id: 3, previousEventId: 2, type: 'ExecutionFailed' });
  });

  test('an InputPath that leads nowhere is an invalid path', async () => {
    const { end } = await run(pass({ InputPath: '$.no' }));
    expect(end).toMatchObject({
      cause: expect.stringMatching(/Invalid path '\$\.no' : No results for path: \$\['no'\]$/),
    });
  });
});

describe('variables', () => {
  test('take their values when the state is left, and are read by paths, templates and functions', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { 'n.$': '$.a', list: [1, 2] }, Next: 'B' },
        B: { Type: 'Pass', Assign: { 'n.$': 'States.MathAdd($n, 1)' }, Parameters: { 'old.$': '$n' }, Next: 'C' },
        C: { Type: 'Pass', Parameters: { 'n.$': '$n', 'second.$': '$list[1]', 'old.$': '$.old' }, End: true },
      },
    };
    expect(await outputOf(definition, { a: 5 })).toEqual({ n: 6, second: 2, old: 5 });
  });

  test('of a branch are its own; those outside are read', async () => {
    const branch = {
      StartAt: 'In',
      States: { In: { Type: 'Pass', Assign: { x: 'inner' }, Parameters: { 'x.$': '$x' }, End: true } },
    };
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', Assign: { x: 'outer' }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [branch], ResultPath: '$.both', Next: 'After' },
        After: { Type: 'Pass', Parameters: { 'both.$': '$.both', 'x.$': '$x' }, End: true },
      },
    };
    expect(await outputOf(definition)).toEqual({ both: [{ x: 'outer' }], x: 'outer' });
  });
});

test('the context object tells of the execution, the machine and the state', async () => {
  const context = await outputOf(pass({ Parameters: { 'c.$': '$$' } }), { a: 1 });
  expect(context.c).toEqual({
    Execution: {
      Id: 'arn:aws:states:us-east-1:123456789012:execution:orders:run-1',
      Input: { a: 1 },
      Name: 'run-1',
      RoleArn: 'arn:aws:iam::123456789012:role/orders',
      StartTime: '2026-01-01T00:00:00Z',
      RedriveCount: 0,
    },
    StateMachine: { Id: 'arn:aws:states:us-east-1:123456789012:stateMachine:orders', Name: 'orders' },
    State: { Name: 'S', EnteredTime: '2026-01-01T00:00:00Z' },
  });
});

describe('data without a limit of its own', () => {
  test.each([true, false])(
    'ends an execution when it is too deep to be written down (history: %s)',
    async (recordHistory) => {
      let output: unknown = 0;
      for (let depth = 0; depth < 50_000; depth++) output = [output];
      const { services: taskServices } = scriptedTasks({ S: [{ kind: 'succeeded', output }] });
      const machine = only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' });
      const { end } = await run(machine, {}, { taskServices, recordHistory });
      expect(end).toEqual({
        status: 'FAILED',
        error: 'States.Runtime',
        cause: expect.stringContaining('nested more than 1000 levels deep'),
      });
    },
  );

  test('is limited where variables take it: 256 KiB for all that a state assigns', async () => {
    const half = 'x'.repeat(140_000);
    const assigning = (Assign: object) => run(pass({ Assign }), { half });
    expect((await assigning({ 'a.$': '$.half' })).end).toMatchObject({ status: 'SUCCEEDED' });
    const both = await assigning({ 'a.$': '$.half', 'b.$': '$.half' });
    expect(both.end).toMatchObject({ error: 'States.DataLimitExceeded' });
  });
});
