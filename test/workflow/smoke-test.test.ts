import { describe, expect, test } from '@jest/globals';
import { shortHash } from '../../tasks/short-hash.ts';
import { parseRequest } from '../../workflow/request.ts';
import { judgeSmokeTest, planSmokeTests, type SmokeTest, type SmokeTestRun } from '../../workflow/smoke-test.ts';
import { document } from '../tasks/documents.ts';
import { CANDIDATE, ORDERS, STABLE, target } from '../tasks/targets.ts';

const ARN = 'arn:aws:states:us-east-1:123456789012:execution:orders:t';

function judged(expected: SmokeTest['expect'], run: Partial<SmokeTestRun>) {
  const planned = { type: 'STANDARD', versionArn: CANDIDATE, executionName: 't' } as const;
  const smokeTest = { name: 'a', input: {}, expect: expected, timeoutSeconds: 60 };
  const { passed, found } = judgeSmokeTest({ ...planned, test: smokeTest, ...run });
  return [passed, found];
}

/** A failed execution, as the state that waited for it catches it. */
const failed = (name: string) => ({
  error: {
    Error: 'States.TaskFailed',
    Cause: JSON.stringify({ ExecutionArn: ARN, Status: 'FAILED', Error: name, Cause: 'why' }),
  },
});
const succeeded = (Output: unknown) => ({ answer: { ExecutionArn: ARN, Status: 'SUCCEEDED', Output } });

describe('a smoke test', () => {
  test('passes when the execution succeeds, where nothing else is expected', () => {
    expect(judged({}, succeeded({ any: 1 }))).toEqual([true, 'SUCCEEDED']);
    expect(judged({}, failed('Broken'))).toEqual([false, 'expected SUCCEEDED, found FAILED (Broken: why)']);
  });

  test('may expect an error, by its name', () => {
    expect(judged({ error: 'Broken' }, failed('Broken'))[0]).toBe(true);
    expect(judged({ error: 'Broken' }, failed('Other'))).toEqual([false, 'expected the error Broken, found Other']);
    expect(judged({ error: 'Broken' }, succeeded({}))[0]).toBe(false);
  });

  test.each([
    [{ a: 1 }, { a: 1, b: 2 }, true, 'SUCCEEDED'],
    [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2, d: 3 }] } }, true, 'SUCCEEDED'],
    [{ a: { b: [1] } }, { a: { b: [1, 2] } }, false, 'output.a.b: expected 1 items, found 2'],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, false, 'output.a[0].b: expected 1, found 2'],
    [{ a: 1 }, { b: 1 }, false, 'output.a: expected 1, found nothing'],
    ['handled', 'handled', true, 'SUCCEEDED'],
    [{ a: 1 }, 'text', false, 'output: expected {"a":1}, found "text"'],
    [[], {}, false, 'output: expected [], found {}'],
    [null, null, true, 'SUCCEEDED'],
  ])('expects of the output %j only the members that it names, in %j', (expected, output, passed, found) => {
    expect(judged({ output: expected }, succeeded(output))).toEqual([passed, found]);
  });

  test('reads the output of an EXPRESS execution, which is text', () => {
    const run = { type: 'EXPRESS', answer: { Status: 'SUCCEEDED', Output: '{"a":1}' } } as const;
    expect(judged({ output: { a: 1 } }, run)[0]).toBe(true);
    const failure = { type: 'EXPRESS', answer: { Status: 'FAILED', Error: 'Broken' } } as const;
    expect(judged({ error: 'Broken' }, failure)[0]).toBe(true);
  });

  test('says so when the execution took too long, or was not run at all', () => {
    expect(judged({}, { error: { Error: 'States.Timeout' } })).toEqual([
      false,
      'expected SUCCEEDED, found TIMED_OUT (States.Timeout: no end after 60 s)',
    ]);
    expect(judged({ status: 'TIMED_OUT', error: 'States.Timeout' }, { error: { Error: 'States.Timeout' } })[0]).toBe(
      true,
    );
    const denied = { error: { Error: 'StepFunctions.AccessDeniedException', Cause: 'no' } };
    expect(judged({}, denied)).toEqual([
      false,
      'expected SUCCEEDED, found not run (StepFunctions.AccessDeniedException: no)',
    ]);
  });

  test('says so when it ran, and AWS could not tell how it ended', () => {
    expect(judged({}, { error: { Error: 'States.DataLimitExceeded', Cause: 'size' } })).toEqual([
      false,
      'expected SUCCEEDED, found an end with more input and output than 256 KiB',
    ]);
    const cut = JSON.stringify({ Cause: 'why', Error: 'Broken', Input: 'x'.repeat(100) }).slice(0, 60);
    expect(judged({ error: 'Broken' }, { error: { Error: 'States.TaskFailed', Cause: cut } })).toEqual([
      false,
      `expected FAILED, found an end that AWS does not describe (${cut})`,
    ]);
  });

  test.each([['TIMED_OUT'], ['ABORTED']] as const)(
    'tells an execution that ended as %s from one that failed',
    (Status) => {
      const error = { Error: 'States.TaskFailed', Cause: JSON.stringify({ ExecutionArn: ARN, Status }) };
      expect(judged({}, { error })).toEqual([false, `expected SUCCEEDED, found ${Status}`]);
      expect(judged({ status: Status }, { error })[0]).toBe(true);
      expect(judged({ status: 'FAILED' }, { error })[0]).toBe(false);
    },
  );

  test('is told in a few words, however much the machine has to say', () => {
    expect(String(judged({ output: 'x' }, succeeded('y'.repeat(9000)))[1]).length).toBeLessThanOrEqual(300);
  });
});

describe('the plan of smoke tests', () => {
  const smokeTests = [{ name: 'a b/c' }, { name: 'd', input: { n: 1 } }];

  test('has each test for each candidate that is not live already, under a name that stays the same', () => {
    const there = target({ candidate: { versionArn: STABLE } });
    const planned = planSmokeTests(document({ targets: [target(), there] }, { smokeTests }), shortHash);
    expect(planned.map(({ versionArn, test: position }) => [versionArn, position])).toEqual([
      [CANDIDATE, 0],
      [CANDIDATE, 1],
    ]);
    expect(planned[0]!.executionName).toMatch(/^smoke-test-a-b-c-[0-9a-f]{20}$/);
    expect(planSmokeTests(document({ targets: [target(), there] }, { smokeTests }), shortHash)).toEqual(planned);
  });

  test('leaves out those that have passed before the targets were read again', () => {
    const passed = { name: 'a b/c', versionArn: CANDIDATE, passed: true, found: 'SUCCEEDED' };
    const planned = (versionArn: string) =>
      planSmokeTests(document({ smokeTests: [{ ...passed, versionArn }] }, { smokeTests }), shortHash);
    expect(planned(CANDIDATE).map(({ test: position }) => position)).toEqual([1]);
    expect(planned(STABLE).map(({ test: position }) => position)).toEqual([0, 1]);
  });

  test.each([
    [{ status: 'SUCCEEDED', error: 'E' }, 'error', '"E"', 'nothing beside status SUCCEEDED, which has no error'],
    [{ error: 'E', output: { a: 1 } }, 'output', '{"a":1}', 'nothing beside a failure, which has no output'],
    [{ status: 'ABORTED', output: 1 }, 'output', '1', 'nothing beside a failure, which has no output'],
  ])('refuses what no execution could meet: %j', (expect_, field, found, expected) => {
    const given = { stateMachineArn: ORDERS, alias: 'live', smokeTests: [{ name: 'a', expect: expect_ }] };
    const path = `smokeTests[0].expect.${field}`;
    expect(parseRequest(given)).toEqual({ kind: 'refused', problems: [{ path, found, expected }] });
  });

  test.each([
    [[{ name: 'a' }, { name: 'a' }], 'names that differ'],
    [[{ name: '' }], 'smokeTests[0].name'],
    [[{ name: 'a', expect: { status: 'DONE' } }], 'smokeTests[0].expect.status'],
    [[{ name: 'a', inputs: [] }], 'inputs'],
  ])('refuses %j', (tests, message) => {
    const parsed = parseRequest({ stateMachineArn: ORDERS, alias: 'live', smokeTests: tests });
    expect(JSON.stringify(parsed)).toContain(message);
  });
});
