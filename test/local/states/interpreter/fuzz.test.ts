import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { about, run, scriptedTasks } from './running.ts';

const path = fc.oneof(
  fc.constantFrom(
    '$',
    '$.a',
    '$.a.b',
    '$.items',
    '$.items[0]',
    '$.items[-1]',
    '$.items[*].x',
    '$..x',
    '$.items[?(@.x > 1)]',
    '$.items[1:]',
    '$$',
    '$$.Execution.Name',
    '$$.Map.Item.Value',
    '$v',
    '$v.a',
    '$.a.length()',
    '$.no.such',
  ),
  fc.string({ maxLength: 8 }).map((text) => `$${text}`),
);
const expression = fc.oneof(
  path,
  fc.constantFrom(
    "States.Format('{} {}', $.a, $.b)",
    'States.ArrayRange(0, $.a, 1)',
    'States.MathAdd($.a, 1)',
    'States.JsonToString($)',
    'States.StringToJson($.a)',
    'States.ArrayPartition($.items, 2)',
    'States.UUID()',
    'States.Nothing()',
    "States.Hash($.a, 'MD5')",
  ),
);
const template = fc.dictionary(fc.constantFrom('a', 'b.$', 'c.$', 'items.$', '__proto__'), expression, { maxKeys: 3 });
/** None that runs away: each time that takes more than a second of real time, and machines loop. They have a test of their own (jsonata.test.ts). */
const jsonata = fc.oneof(
  fc.constantFrom(
    '{% $states.input %}',
    '{% $states.input.a + 1 %}',
    '{% $states.result %}',
    '{% $v %}',
    '{% [1..5] %}',
    '{% function($x) { $x } %}',
    '{% $now() %}',
    '{% $eval("1") %}',
    '{% $range(1, 3, 1) %}',
    '{% ( %}',
    'plain',
  ),
  fc.integer(),
);
const name = fc.constantFrom('A', 'B', 'C', 'D');
const seconds = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.constant(-1));
const retry = fc.array(
  fc.record({
    ErrorEquals: fc.subarray(['States.ALL', 'States.TaskFailed', 'Broken', 'States.Timeout'], { minLength: 1 }),
    MaxAttempts: fc.integer({ min: 0, max: 3 }),
    IntervalSeconds: fc.integer({ min: 1, max: 5 }),
    JitterStrategy: fc.constantFrom('FULL', 'NONE'),
  }),
  { maxLength: 2 },
);
const catches = fc.array(
  fc.record({
    ErrorEquals: fc.constant(['States.ALL']),
    Next: name,
    ResultPath: fc.constantFrom('$.error', '$', null),
  }),
  { maxLength: 1 },
);
const rule = fc.record(
  {
    Variable: path,
    Next: name,
    NumericGreaterThan: fc.integer(),
    Assign: template,
  },
  { requiredKeys: ['Variable', 'Next'] },
);
const flow = fc.record(
  {
    Next: name,
    End: fc.boolean(),
    InputPath: fc.oneof(path, fc.constant(null)),
    OutputPath: fc.oneof(path, fc.constant(null)),
    ResultPath: fc.constantFrom('$', '$.r', '$.r.s', null, '$.items[0]'),
    Parameters: template,
    ResultSelector: template,
    Assign: template,
    Retry: retry,
    Catch: catches,
    Comment: fc.string(),
  },
  { requiredKeys: [] },
);
const { machine } = fc.letrec<{ machine: unknown; state: unknown }>((tie) => ({
  machine: fc.record({
    StartAt: name,
    States: fc.record({ A: tie('state'), B: tie('state'), C: tie('state'), D: fc.constant({ Type: 'Succeed' }) }),
  }),
  state: fc.oneof(
    { maxDepth: 2 },
    fc.tuple(fc.constantFrom('Pass', 'Succeed', 'Fail', 'Nonsense'), flow).map(([Type, more]) => ({ Type, ...more })),
    fc.record({
      Type: fc.constant('Pass'),
      QueryLanguage: fc.constant('JSONata'),
      Output: jsonata,
      Assign: fc.record({ v: jsonata }),
      Next: name,
    }),
    fc
      .tuple(flow, fc.record({ SecondsPath: path }), fc.boolean())
      .map(([more, by, wait]) => ({ Type: 'Wait', ...more, ...(wait ? by : { Seconds: 3 }) })),
    fc
      .tuple(fc.array(rule, { maxLength: 2 }), flow)
      .map(([Choices, more]) => ({ Type: 'Choice', ...more, Choices, Default: more.Next ?? 'D' })),
    fc.tuple(flow, seconds).map(([more, TimeoutSeconds]) => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      ...more,
      TimeoutSeconds,
    })),
    fc
      .tuple(flow, fc.array(tie('machine'), { minLength: 1, maxLength: 2 }))
      .map(([more, Branches]) => ({ Type: 'Parallel', ...more, Branches })),
    fc
      .tuple(flow, tie('machine'), path, fc.constantFrom('INLINE', 'DISTRIBUTED'))
      .map(([more, inner, ItemsPath, Mode]) => ({
        Type: 'Map',
        ...more,
        ItemsPath,
        ItemProcessor: { ...(inner as object), ProcessorConfig: { Mode } },
      })),
  ),
}));
const input = fc.oneof(
  fc.record({
    a: fc.jsonValue(),
    b: fc.integer(),
    items: fc.array(fc.oneof(fc.integer(), fc.record({ x: fc.integer() }))),
  }),
  fc.jsonValue(),
);

describe('any machine', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));

  test.each([false, true])(
    'comes to an end, and never by a fault of the interpreter (EXPRESS: %s)',
    async (express) => {
      await fc.assert(
        fc.asyncProperty(machine, input, async (definition, given) => {
          const tasks = scriptedTasks({
            A: [{ kind: 'failed', error: 'Broken' }, 'never', { kind: 'succeeded', output: { a: 1 } }],
            B: [{ kind: 'succeeded', output: [1, { x: 2 }] }],
          });
          const { end, events } = await run({ ...(definition as object), TimeoutSeconds: express ? 5 : 2000 }, given, {
            taskServices: tasks.services,
            recordHistory: !express,
            execution: { ...about, express },
          });
          expect(end).toBeDefined();
          expect(JSON.stringify(end)).not.toContain('local AWS failed');
          if (!express) {
            expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
            expect(events.every(({ id, previousEventId }) => previousEventId < id)).toBe(true);
          }
        }),
        { numRuns: 100 },
      );
      expect(unhandled).toEqual([]);
    },
  );
});
