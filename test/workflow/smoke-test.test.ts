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
      'expected SUCCEEDED, found TIMED_OUT (no end after 60 s)',
    ]);
    const denied = { error: { Error: 'StepFunctions.AccessDeniedException', Cause: 'no' } };
    expect(judged({}, denied)).toEqual([
      false,
      'expected SUCCEEDED, found not run (StepFunctions.AccessDeniedException: no)',
    ]);
  });

  test('is told in a few words, however much the machine has to say', () => {
    expect(String(judged({ output: 'x' }, succeeded('y'.repeat(9000)))[1]).length).toBeLessThanOrEqual(300);
  });
});

describe('the plan of smoke tests', () => {
  const smokeTests = [{ name: 'a b/c' }, { name: 'd', input: { n: 1 } }];

  test('has each test for each candidate that is not live already, under a name that stays the same', () => {
    const there = target({ candidate: { versionArn: STABLE } });
    const planned = planSmokeTests(document({ targets: [target(), there] }, { smokeTests }), shortHash);
    expect(planned.map(({ versionArn, test: { name, input } }) => [versionArn, name, input])).toEqual([
      [CANDIDATE, 'a b/c', {}],
      [CANDIDATE, 'd', { n: 1 }],
    ]);
    expect(planned[0]!.executionName).toMatch(/^smoke-test-a-b-c-[0-9a-f]{20}$/);
    expect(planSmokeTests(document({ targets: [target(), there] }, { smokeTests }), shortHash)).toEqual(planned);
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
