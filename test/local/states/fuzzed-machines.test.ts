import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AwsError, type Wire } from '../../../local/aws-json.ts';
import { LocalAws } from '../../../local/local-aws.ts';

/** `FUZZ_RUNS=10000 npm test -- test/local/states/fuzzed-machines` looks longer. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);

/** What JavaScript and our own compilers say when they get what they did not expect: a definition should not have come so far. */
const FAULT =
  /local AWS failed|Cannot |is not a function|not iterable|is not an? (?:object|intrinsic)|^.*unexpected .* in /;

const inner = (name: string, state: object) => ({ StartAt: name, States: { [name]: { End: true, ...state } } });
const everything = {
  Comment: 'every type of state',
  TimeoutSeconds: 1000,
  StartAt: 'Pass',
  States: {
    Pass: {
      Type: 'Pass',
      InputPath: '$.order',
      Parameters: { 'id.$': "States.Format('{}-{}', $.id, $$.Execution.Name)", list: [1, { 'a.$': '$.id' }] },
      ResultPath: '$.passed[0].by',
      OutputPath: '$',
      Assign: { 'total.$': 'States.MathAdd($.id, 1)' },
      Next: 'Choice',
    },
    Choice: {
      Type: 'Choice',
      Choices: [
        { And: [{ Variable: '$.a', IsPresent: true }, { Not: { Variable: '$.a', NumericLessThan: 3 } }], Next: 'Wait' },
        { Variable: '$total', NumericEqualsPath: '$.a', Next: 'Map', Assign: { x: 1 } },
        { Or: [{ Variable: '$.s', StringMatches: 'a*' }], Next: 'Fail' },
      ],
      Default: 'Parallel',
    },
    Wait: { Type: 'Wait', SecondsPath: '$.a', Next: 'Map' },
    Parallel: {
      Type: 'Parallel',
      Branches: [inner('B', { Type: 'Wait', Seconds: 2 }), inner('C', { Type: 'Pass', Result: { c: 1 } })],
      ResultSelector: { 'c.$': '$[1].c' },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, JitterStrategy: 'FULL', BackoffRate: 1.5 }],
      Next: 'Map',
    },
    Map: {
      Type: 'Map',
      ItemsPath: '$$.Execution.Input.items',
      ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' },
      MaxConcurrency: 2,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...inner('D', { Type: 'Pass' }) },
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Task' }],
      Next: 'Distributed',
    },
    Distributed: {
      Type: 'Map',
      Label: 'label',
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { a: 1 } },
      ToleratedFailurePercentage: 50,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        ...inner('E', { Type: 'Pass' }),
      },
      Next: 'Task',
    },
    Task: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'work', 'Payload.$': '$' },
      TimeoutSeconds: 30,
      HeartbeatSeconds: 5,
      Retry: [{ ErrorEquals: ['Odd', 'States.Timeout'], IntervalSeconds: 3, MaxAttempts: 2, MaxDelaySeconds: 4 }],
      Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Fail', Assign: { 'e.$': '$.Error' } }],
      Next: 'Callback',
    },
    Callback: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'work', Payload: { 'token.$': '$$.Task.Token' } },
      TimeoutSecondsPath: '$.timeout',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Child' }],
      Next: 'Child',
    },
    Child: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:sfn:listStateMachines',
      Parameters: { MaxResults: 1 },
      ResultPath: null,
      Next: 'Done',
    },
    Fail: { Type: 'Fail', ErrorPath: '$.error.Error', CausePath: "States.Format('{}', $)" },
    Done: { Type: 'Succeed' },
  },
};
const jsonata = {
  QueryLanguage: 'JSONata',
  StartAt: 'Pass',
  States: {
    Pass: {
      Type: 'Pass',
      Assign: { n: '{% $count($states.input.items) %}', f: "{% $states.context.Execution.Name & 'x' %}" },
      Output: {
        items: '{% $states.input.items[$ > 1] %}',
        all: ['{% $partition([1..5], 2) %}', "{% $hash('a', 'MD5') %}"],
      },
      Next: 'Choice',
    },
    Choice: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $n > 1 %}', Output: '{% $n %}', Next: 'Map' }],
      Default: 'Wait',
    },
    Wait: { Type: 'Wait', Timestamp: "{% '2026-01-01T00:10:00Z' %}", Next: 'Map' },
    Map: {
      Type: 'Map',
      Items: '{% [1, 2, 3] %}',
      ItemSelector: { v: '{% $states.context.Map.Item.Value %}' },
      ItemProcessor: inner('B', { Type: 'Pass', Output: '{% $states.input.v * $n %}' }),
      Next: 'Task',
    },
    Task: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'work', Payload: '{% $states.input %}' },
      TimeoutSeconds: '{% 2 + 3 %}',
      Output: '{% $states.result.Payload %}',
      Catch: [{ ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput %}', Next: 'Fail' }],
      Next: 'Done',
    },
    Fail: { Type: 'Fail', Error: "{% 'E' & $n %}", Cause: 'as told' },
    Done: { Type: 'Succeed', Output: '{% $f %}' },
  },
};
const example = JSON.parse(readFileSync('examples/test-your-machine/orders.asl.json', 'utf8'));

/** A change to a definition: at the place that `where` comes to, counted through all its members. */
interface Change {
  readonly where: number;
  readonly how: 'replace' | 'remove' | 'rename' | 'spoil' | 'double';
  readonly value: Wire;
}

const change: fc.Arbitrary<Change> = fc.record({
  where: fc.nat(10_000),
  how: fc.constantFrom('replace', 'remove', 'rename', 'spoil', 'double'),
  value: fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(
      '$',
      '$$',
      '$x',
      '$.a[',
      '$..*',
      "States.Format('{}')",
      '{% $ %}',
      '{% ( %}',
      '__proto__',
      'Pass',
      'Done',
    ),
    fc.constantFrom('Type', 'Next', 'End', 'Result', 'ItemReader', 'Condition', 'Output', 'Arguments', 'QueryLanguage'),
    fc.constantFrom(-1, 0, 1.5, 1e20, 99_999_999, null, [], {}),
  ),
});

function changed(definition: Wire, changes: readonly Change[]): Wire {
  const copy = structuredClone(definition);
  for (const { where, how, value } of changes) {
    const places = placesIn(copy);
    if (places.length === 0) return value;
    const [owner, key] = places[where % places.length]!;
    if (how === 'remove') delete owner[key];
    else if (how === 'replace') owner[key] = value;
    else if (how === 'double') owner[`${key}2`] = structuredClone(owner[key]);
    else if (how === 'spoil') owner[key] = `${owner[key]}${JSON.stringify(value)}`;
    else {
      const kept = owner[key];
      delete owner[key];
      owner[typeof value === 'string' ? value : `${key}.$`] = kept;
    }
  }
  return copy;
}

function placesIn(owner: Wire): [Wire, string][] {
  if (typeof owner !== 'object' || owner === null) return [];
  return Object.keys(owner).flatMap((key): [Wire, string][] => [[owner, key], ...placesIn(owner[key])]);
}

/** Mostly what the machines are made for. */
const fitting = fc.record({
  a: fc.integer({ min: 1, max: 5 }),
  s: fc.constantFrom('abc', 'xyz'),
  items: fc.array(fc.integer(), { maxLength: 5 }),
  order: fc.record({ id: fc.integer({ max: 1_000_000 }) }),
  timeout: fc.integer({ min: 1, max: 9 }),
});
const text = fc.oneof(
  { weight: 5, arbitrary: fitting.map((value) => JSON.stringify(value)) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fitting, fc.array(change, { maxLength: 2 }))
      .map(([value, changes]) => JSON.stringify(changed(value, changes))),
  },
  fc.json(),
  fc.string(),
);

describe('an account', () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  beforeAll(() => void process.on('unhandledRejection', note));
  afterAll(() => void process.off('unhandledRejection', note));

  /** What became of it: the name of the error that it was refused with, or how it ended. */
  async function tried(definition: string, input: string, type: string): Promise<string> {
    const aws = new LocalAws();
    let calls = 0;
    const work = async (event: unknown) => {
      if (calls++ % 3 === 1) throw Object.assign(new Error('odd'), { name: 'Odd' });
      return event;
    };
    for (const name of ['work', 'charge-card']) aws.lambda.register(name, work);
    const call = async (operation: string, request: Wire) => aws.states.operations[operation]!(request, aws.context);
    try {
      const roleArn = 'arn:aws:iam::123456789012:role/any';
      const { stateMachineArn } = await call('CreateStateMachine', { name: 'm', definition, roleArn, type });
      if (type === 'EXPRESS') {
        const { status, cause } = await aws.clock.runUntil(call('StartSyncExecution', { stateMachineArn, input }));
        return `${status} ${cause ?? ''}`;
      }
      const { executionArn } = await call('StartExecution', { stateMachineArn, input });
      await aws.clock.runUntilIdle();
      // Only a callback that nobody sends keeps one open.
      await call('StopExecution', { executionArn });
      const { status, cause } = await call('DescribeExecution', { executionArn });
      return `${status} ${cause ?? ''}`;
    } catch (error) {
      if (error instanceof AwsError) return error.name;
      throw error;
    }
  }

  test("refuses a definition and an input by AWS's errors, or the execution ends by itself", async () => {
    const outcomes = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(everything, jsonata, example),
        fc.array(change, { maxLength: 3 }),
        text,
        fc.constantFrom('STANDARD', 'STANDARD', 'EXPRESS'),
        async (definition, changes, input, type) => {
          const outcome = await tried(JSON.stringify(changed(definition, changes)), input, type);
          expect(outcome).not.toMatch(FAULT);
          const name = outcome.split(' ')[0]!;
          outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
        },
      ),
      { numRuns: RUNS },
    );
    expect(unhandled).toEqual([]);
    if (process.env.FUZZ_RUNS) console.info(Object.fromEntries(outcomes));
    // Neither may be all there is: then nothing was tried.
    expect(outcomes.get('InvalidDefinition')).toBeGreaterThan(RUNS / 20);
    expect(outcomes.get('FAILED')).toBeGreaterThan(RUNS / 20);
    expect(outcomes.get('SUCCEEDED')).toBeGreaterThan(RUNS / 20);
  }, 600_000);
});
