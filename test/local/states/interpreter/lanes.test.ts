import { describe, expect, test } from '@jest/globals';
import type { UnservedTask } from '../../../../local/states/interpreter/task-services.ts';
import { only, outputOf, run, scriptedTasks, types } from './running.ts';

const one = (state: object) => only(state);
const fail = one({ Type: 'Fail', Error: 'Broken', Cause: 'why' });
const wait = (seconds: number) => one({ Type: 'Wait', Seconds: seconds });

describe('Parallel', () => {
  test('gives the outputs in the order of its branches, whichever ends first', async () => {
    const branches = [
      {
        StartAt: 'W',
        States: { W: { Type: 'Wait', Seconds: 5, Next: 'P' }, P: { Type: 'Pass', Result: 'slow', End: true } },
      },
      one({ Type: 'Pass', Result: 'fast' }),
    ];
    const { end, seconds, events } = await run(only({ Type: 'Parallel', Branches: branches }));
    expect(end).toEqual({ status: 'SUCCEEDED', output: '["slow","fast"]' });
    expect(seconds).toBe(5);
    const last = events.length;
    expect(events.slice(-3)).toMatchObject([
      { type: 'ParallelStateSucceeded', previousEventId: last - 3 },
      { type: 'ParallelStateExited', previousEventId: last - 3 },
      { type: 'ExecutionSucceeded', previousEventId: last - 1 },
    ]);
  });

  test('ends its branches when one fails', async () => {
    const tasks = scriptedTasks({});
    const waiting = one({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' });
    const late = {
      StartAt: 'W',
      States: { W: { Type: 'Wait', Seconds: 5, Next: 'F' }, F: { Type: 'Fail', Error: 'Broken' } },
    };
    const { end, seconds, events } = await run(
      only({ Type: 'Parallel', Branches: [waiting, wait(60), late] }),
      {},
      {
        taskServices: tasks.services,
      },
    );
    expect(end).toEqual({ status: 'FAILED', error: 'Broken' });
    expect(seconds).toBe(5);
    expect(tasks.cancelled).toEqual(['S']);
    expect(types(events).slice(-5)).toEqual([
      'FailStateEntered',
      'TaskStateAborted',
      'WaitStateAborted',
      'ParallelStateFailed',
      'ExecutionFailed',
    ]);
  });

  test('is tried again as a whole, and caught', async () => {
    const definition = {
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [fail],
          Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 2 }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught', Assign: { 'why.$': '$.Cause' } }],
          End: true,
        },
        Caught: { Type: 'Pass', Parameters: { 'why.$': '$why' }, End: true },
      },
    };
    const { end, seconds, events } = await run(definition);
    expect(end).toEqual({ status: 'SUCCEEDED', output: '{"why":"why"}' });
    expect(seconds).toBe(3);
    expect(types(events).filter((type) => type === 'ParallelStateStarted')).toHaveLength(3);
  });
});

describe('Map', () => {
  const map = (fields: object, processor: object = one({ Type: 'Pass' })) =>
    only({ Type: 'Map', ItemProcessor: processor, ...fields });

  test('gives each iteration its item, or what ItemSelector makes of it', async () => {
    expect(await outputOf(map({ ItemsPath: '$.list' }), { list: [1, 'x', null] })).toEqual([1, 'x', null]);
    const selector = { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value', 'k.$': '$.k' };
    const selected = await outputOf(map({ ItemsPath: '$.list', ItemSelector: selector }), { list: ['a'], k: 9 });
    expect(selected).toEqual([{ i: 0, v: 'a', k: 9 }]);
  });

  test('takes no list of none', async () => {
    const { end, events } = await run(map({}), []);
    expect(end).toEqual({ status: 'SUCCEEDED', output: '[]' });
    expect(types(events).slice(2, 5)).toEqual(['MapStateStarted', 'MapStateSucceeded', 'MapStateExited']);
  });

  test.each([
    [1, 50],
    [2, 30],
    [0, 10],
  ])('with MaxConcurrency %d takes %d seconds', async (MaxConcurrency, seconds) => {
    const ran = await run(map({ MaxConcurrency }, wait(10)), [1, 2, 3, 4, 5]);
    expect(ran.end).toMatchObject({ output: '[1,2,3,4,5]' });
    expect(ran.seconds).toBe(seconds);
  });

  test('runs at most 40 iterations at once, and thousands in all', async () => {
    const items = Array.from({ length: 81 }, (_, index) => index);
    expect((await run(map({}, wait(10)), items)).seconds).toBe(30);
    const many = Array.from({ length: 4000 }, (_, index) => index);
    expect(await outputOf(map({}), many)).toEqual(many);
  });

  test('writes down which iterations were called off', async () => {
    const choice = {
      StartAt: 'C',
      States: {
        C: { Type: 'Choice', Choices: [{ Variable: '$', NumericEquals: 2, Next: 'F' }], Default: 'W' },
        F: { Type: 'Fail', Error: 'Two' },
        W: { Type: 'Wait', Seconds: 60, End: true },
      },
    };
    const { end, events } = await run(map({}, choice), [1, 2]);
    expect(end).toEqual({ status: 'FAILED', error: 'Two' });
    const tail = events.slice(-5);
    expect(types(tail)).toEqual([
      'MapIterationFailed',
      'MapIterationAborted',
      'WaitStateAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
    expect(tail[1]).toMatchObject({ mapIterationAbortedEventDetails: { name: 'S', index: 0 } });
  });

  test.each([
    [{ ItemsPath: '$.no' }, "Invalid path '$.no' : No results for path: $['no']"],
    [{ ItemsPath: '$.text' }, 'Reference path "$.text" must point to array.'],
    [
      { MaxConcurrencyPath: '$.text', ItemsPath: '$.list' },
      'The MaxConcurrencyPath field refers to value "t" which is not a valid integer: $.text',
    ],
    [
      { MaxConcurrencyPath: '$.minus', ItemsPath: '$.list' },
      "Expected non-negative integer for MaxConcurrency, got '-1' instead.",
    ],
  ])('%j cannot be run', async (fields, cause) => {
    const { end } = await run(map(fields), { text: 't', list: [], minus: -1 });
    expect(end).toMatchObject({ error: 'States.Runtime', cause: expect.stringContaining(cause) });
  });
});

test('an iteration, and another attempt, follow the last event inside the one before (recorded on AWS)', async () => {
  const processor = { StartAt: 'P', States: { P: { Type: 'Pass', Next: 'F' }, F: { Type: 'Fail', Error: 'Broken' } } };
  const inner = only({ Type: 'Pass' });
  const twice = await run(only({ Type: 'Map', MaxConcurrency: 1, ItemProcessor: inner }), [1, 2]);
  expect(twice.events.map(({ type, previousEventId }) => [type, previousEventId]).slice(6, 13)).toEqual([
    ['MapIterationSucceeded', 6],
    ['MapIterationStarted', 6],
    ['PassStateEntered', 8],
    ['PassStateExited', 9],
    ['MapIterationSucceeded', 10],
    ['MapStateSucceeded', 11],
    ['MapStateExited', 11],
  ]);
  const retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }];
  const again = await run(only({ Type: 'Map', ItemProcessor: processor, Retry: retry }), [1]);
  expect(again.events.map(({ type, previousEventId }) => [type, previousEventId]).slice(6, 9)).toEqual([
    ['FailStateEntered', 6],
    ['MapIterationFailed', 7],
    ['MapStateStarted', 7],
  ]);
});

describe('Map in DISTRIBUTED mode', () => {
  const distributed = (fields: object, processor: object = one({ Type: 'Pass' })) =>
    only({
      Type: 'Map',
      ItemProcessor: { ...processor, ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
      ...fields,
    });
  const sometimes = {
    StartAt: 'C',
    States: {
      C: { Type: 'Choice', Choices: [{ Variable: '$', NumericGreaterThan: 2, Next: 'F' }], Default: 'P' },
      F: { Type: 'Fail' },
      P: { Type: 'Pass', End: true },
    },
  };

  test('keeps the events of its children out of the history', async () => {
    const { events } = await run(distributed({ Label: 'Orders' }), [1, 2]);
    expect(types(events).slice(2, 6)).toEqual([
      'MapStateStarted',
      'MapRunStarted',
      'MapRunSucceeded',
      'MapStateSucceeded',
    ]);
    expect(events[3]).toMatchObject({
      mapRunStartedEventDetails: {
        mapRunArn: expect.stringMatching(/^arn:aws:states:us-east-1:123456789012:mapRun:orders\/Orders:/),
      },
    });
  });

  test('runs children that know themselves as executions, and no variables', async () => {
    const child = one({ Type: 'Pass', Parameters: { 'id.$': '$$.Execution.Id', 'input.$': '$$.Execution.Input' } });
    const [output] = await outputOf(distributed({ Label: 'L' }, child), ['x']);
    expect(output).toEqual({ id: expect.stringMatching(/:execution:orders\/L:[\w-]{36}$/), input: 'x' });
  });

  test('puts items together in batches', async () => {
    const batcher = { MaxItemsPerBatch: 2, BatchInput: { 'k.$': '$.k' } };
    expect(
      await outputOf(distributed({ ItemsPath: '$.list', ItemBatcher: batcher }), { list: [1, 2, 3], k: 'v' }),
    ).toEqual([
      { BatchInput: { k: 'v' }, Items: [1, 2] },
      { BatchInput: { k: 'v' }, Items: [3] },
    ]);
  });

  test.each<[object, string]>([
    [{}, 'FAILED'],
    [{ ToleratedFailureCount: 1 }, 'FAILED'],
    [{ ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    [{ ToleratedFailurePercentage: 49 }, 'FAILED'],
    [{ ToleratedFailurePercentagePath: '$.half' }, 'SUCCEEDED'],
  ])('%j ends %s when two of four children fail', async (tolerated, status) => {
    const { end, events } = await run(distributed({ ItemsPath: '$.list', ...tolerated }, sometimes), {
      list: [1, 2, 3, 4],
      half: 50,
    });
    expect(end?.status).toBe(status);
    if (status === 'SUCCEEDED') return;
    expect(end).toMatchObject({ error: 'States.ExceedToleratedFailureThreshold' });
    expect(types(events).slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
  });

  test.each([{ ItemReader: { Resource: 'arn:aws:states:::s3:getObject' } }, { ResultWriter: {} }])(
    '%j is refused by name, whatever is caught',
    async (fields) => {
      const unserved: UnservedTask[] = [];
      const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'S' }];
      const onUnserved = (what: UnservedTask) => void unserved.push(what);
      const { end } = await run(distributed({ ...fields, Catch }), [], { onUnserved });
      expect(end).toMatchObject({ status: 'FAILED', cause: expect.stringContaining(Object.keys(fields)[0]!) });
      expect(unserved).toMatchObject([{ stateName: 'S', resource: Object.keys(fields)[0]! }]);
    },
  );
});
