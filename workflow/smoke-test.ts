import * as z from 'zod';
import { type DeploymentDocument, isThere, type Target } from './document.ts';
import type { CaughtError } from './errors.ts';

/** An execution of the candidate that must go well before it gets any traffic. */
export type SmokeTest = z.infer<typeof smokeTestSchema>;

/** All of AWS's ends of an execution. */
const STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export const MAXIMUM_SMOKE_TESTS = 20;
const DEFAULT_TIMEOUT_SECONDS = 300;

const smokeTestSchema = z.strictObject({
  name: z.string().min(1).max(80),
  input: z.json().default({}),
  expect: z
    .strictObject({
      status: z.enum(STATUSES).optional(),
      /** Members that the output must have, with these values; it may have others. */
      output: z.json().optional(),
      /** The error's name; then it is to fail. */
      error: z.string().min(1).max(256).optional(),
    })
    .superRefine(({ status, output, error }, { addIssue }) => {
      const fails = error !== undefined || (status !== undefined && status !== 'SUCCEEDED');
      if (status === 'SUCCEEDED' && error !== undefined)
        addIssue({ code: 'custom', path: ['error'], message: 'nothing beside status SUCCEEDED, which has no error' });
      else if (fails && output !== undefined)
        addIssue({ code: 'custom', path: ['output'], message: 'nothing beside a failure, which has no output' });
    })
    .default({}),
  timeoutSeconds: z.int().min(1).max(3600).default(DEFAULT_TIMEOUT_SECONDS),
});

/** Shape of a request's `smokeTests`. */
export const smokeTestsSchema = z
  .array(smokeTestSchema)
  .max(MAXIMUM_SMOKE_TESTS)
  .refine((tests) => new Set(tests.map(({ name }) => name)).size === tests.length, 'names that differ');

/** A smoke test to be run on one candidate. */
export interface PlannedSmokeTest {
  readonly type: Target['type'];
  readonly versionArn: string;
  /** The same whenever it is run again, so that a lost reply does not run it twice. */
  readonly executionName: string;
  /** Its position among the request's smoke tests, from 0: their inputs are in the document once. */
  readonly test: number;
}

/**
 * Each of the request's smoke tests, for each candidate that is not live already. Those that have passed are not run again when targets are read again: AWS would not
 * start a second execution of their name.
 * @param hash of a text, in 20 characters
 */
export function planSmokeTests(
  { request, targets, execution, smokeTests = [] }: Planning,
  hash: (text: string) => string,
): readonly PlannedSmokeTest[] {
  return targets
    .filter((target) => !isThere(target))
    .flatMap(({ type, candidate }) =>
      request.smokeTests.flatMap(({ name }, test) => {
        const { versionArn } = candidate!;
        if (smokeTests.some((result) => result.versionArn === versionArn && result.name === name)) return [];
        const executionName = nameOf(name, hash(`${execution.arn} ${versionArn} ${name}`));
        return [{ type, versionArn, executionName, test }];
      }),
    );
}

type Planning = Pick<DeploymentDocument, 'request' | 'targets' | 'execution' | 'smokeTests'>;

/** At most 80 characters that AWS allows in an execution's name. */
function nameOf(name: string, hash: string): string {
  return `smoke-test-${name.replace(/[^a-zA-Z0-9-]+/g, '-').slice(0, 45)}-${hash}`;
}

/** What the state that ran a test has left: AWS's answer, or the error that it caught. */
export interface SmokeTestRun extends Omit<PlannedSmokeTest, 'test'> {
  readonly test: SmokeTest;
  readonly answer?: RunAnswer;
  readonly error?: CaughtError;
}

/** An ended execution, in the words of the Step Functions API as the integrations give them. `Output` is a document of STANDARD machines, and JSON text of EXPRESS ones. */
interface RunAnswer {
  readonly Status?: string;
  readonly ExecutionArn?: string;
  readonly Output?: unknown;
  readonly Error?: string;
  readonly Cause?: string;
}

export interface SmokeTestResult {
  readonly name: string;
  readonly versionArn: string;
  readonly passed: boolean;
  /** Expected and found, in words. */
  readonly found: string;
  /** Of the execution, where it was started. */
  readonly executionArn?: string;
}

const SHOWN_CHARACTERS = 300;

/** Compares what a test did with what is expected of it. */
export function judgeSmokeTest(run: SmokeTestRun): SmokeTestResult {
  const ended = endOf(run);
  const { name, expect } = run.test;
  const status = expect.status ?? (expect.error === undefined ? 'SUCCEEDED' : 'FAILED');
  const differences = [
    ...(ended.status === status ? [] : [`expected ${status}, found ${inWords(ended)}`]),
    ...(expect.error === undefined || ended.error === expect.error
      ? []
      : [`expected the error ${expect.error}, found ${ended.error ?? 'none'}`]),
    ...(expect.output === undefined ? [] : outputDifferences(expect.output, ended.output)),
  ];
  return {
    name,
    versionArn: run.versionArn,
    passed: differences.length === 0,
    found: (differences[0] ?? inWords(ended)).slice(0, SHOWN_CHARACTERS),
    ...(ended.executionArn === undefined ? {} : { executionArn: ended.executionArn }),
  };
}

/** AWS's error for an execution that was waited for and did not succeed. */
const TASK_FAILED = 'States.TaskFailed';

interface Ended {
  readonly status: string;
  readonly executionArn?: string | undefined;
  readonly output?: unknown;
  readonly error?: string | undefined;
  readonly cause?: string | undefined;
}

/** A failed execution is an error of the state that waited for it, whose cause describes the execution. */
function endOf({ type, answer, error, test }: SmokeTestRun): Ended {
  const described = answer ?? (error?.Error === TASK_FAILED ? (json(error.Cause) as RunAnswer | undefined) : undefined);
  if (described?.Status !== undefined) {
    const { Status, ExecutionArn, Output, Error: name, Cause } = described;
    const output = type === 'EXPRESS' && typeof Output === 'string' ? json(Output) : Output;
    return { status: Status, executionArn: ExecutionArn, output, error: name, cause: Cause };
  }
  if (error?.Error === 'States.Timeout')
    return { status: 'TIMED_OUT', error: error.Error, cause: `no end after ${test.timeoutSeconds} s` };
  if (error?.Error === 'States.DataLimitExceeded') return { status: 'an end with more input and output than 256 KiB' };
  if (error?.Error === TASK_FAILED) return { status: 'an end that AWS does not describe', cause: error.Cause };
  return { status: 'not run', error: error?.Error, cause: error?.Cause };
}

function inWords({ status, error, cause }: Ended): string {
  const why = [error, cause].filter((text) => text !== undefined && text !== '').join(': ');
  return why === '' ? status : `${status} (${why})`;
}

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

function outputDifferences(expected: unknown, found: unknown): readonly string[] {
  const difference = differenceAt('output', expected, found);
  return difference === undefined ? [] : [difference];
}

/** Where `found` lacks what is expected; members that nobody expects may be there. */
function differenceAt(path: string, expected: unknown, found: unknown): string | undefined {
  if (isObject(expected) && isObject(found) && Array.isArray(expected) === Array.isArray(found)) {
    if (Array.isArray(expected) && Array.isArray(found) && expected.length !== found.length)
      return `${path}: expected ${expected.length} items, found ${found.length}`;
    for (const [key, value] of Object.entries(expected)) {
      const at = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
      const difference = differenceAt(at, value, found[key]);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (expected === found) return undefined;
  return `${path}: expected ${JSON.stringify(expected)}, found ${found === undefined ? 'nothing' : JSON.stringify(found)}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
