import type { Wire } from '../aws-json.ts';
import { joined, type Problems, shown } from './mock-config-fault.ts';

/** How a mocked task goes on, attempt by attempt. */
export type MockedAnswers = readonly AnswerRange[];

/** The answer to the attempts `from` to `to`, both counted from 0. */
interface AnswerRange {
  readonly from: number;
  readonly to: number;
  readonly answer: Answer;
}

export interface Answer {
  /** Present where the mock says what the service answers at once. */
  readonly submit?: { readonly output: Wire };
  readonly end:
    | { readonly kind: 'succeeded'; readonly output: Wire }
    | { readonly kind: 'failed'; readonly error?: string; readonly cause?: string }
    | { readonly kind: 'none' };
}

export function answerTo(answers: MockedAnswers, attempt: number): Answer | undefined {
  return answers.find(({ from, to }) => from <= attempt && attempt <= to)?.answer;
}

const KEY = /^(0|[1-9]\d{0,8})(?:-(0|[1-9]\d{0,8}))?$/;

/** Reads one mocked response: every attempt from 0 on has one answer, up to the last that has any. */
export function readAnswers(path: string, value: unknown, problems: Problems): MockedAnswers {
  const ranges: AnswerRange[] = [];
  for (const [key, given] of problems.members(path, value, 'answers by attempt')) {
    const at = joined(path, key);
    const [, from, to = from] = KEY.exec(key) ?? [];
    const answer = readAnswer(at, given, problems);
    if (from === undefined || Number(to) < Number(from)) {
      problems.add(at, JSON.stringify(key), 'an attempt such as "0", or attempts such as "1-3"');
    } else if (answer) {
      ranges.push({ from: Number(from), to: Number(to), answer });
    }
  }
  ranges.sort((one, other) => one.from - other.from);
  checkSequence(path, ranges, problems);
  return ranges;
}

/** A gap or an overlap is a slip of the pen: which answer an attempt gets must not be guessed. */
function checkSequence(path: string, ranges: readonly AnswerRange[], problems: Problems): void {
  if (problems.list.some((problem) => problem.path.startsWith(`${path}.`))) return;
  let next = 0;
  for (const { from, to } of ranges) {
    if (from > next) problems.add(path, `no answer to attempt ${next}`, 'one for every attempt from 0 on');
    if (from < next) problems.add(path, `two answers to attempt ${from}`, 'one for every attempt');
    next = Math.max(next, to + 1);
  }
}

const ENDS = ['Return', 'Throw', 'NoAnswer'] as const;
const ANSWER = 'an object with one of Return, Throw and NoAnswer';

function readAnswer(path: string, value: unknown, problems: Problems): Answer | undefined {
  const fields = problems.object(path, value, [...ENDS, 'Submit'], ANSWER);
  if (!fields) return undefined;
  const ends = ENDS.filter((name) => Object.hasOwn(fields, name));
  if (ends.length !== 1) return problems.add(path, shown(fields), ANSWER);
  const end = readEnd(path, fields, ends[0]!, problems);
  return end && { end, ...(Object.hasOwn(fields, 'Submit') && { submit: { output: fields.Submit } }) };
}

function readEnd(
  path: string,
  value: Wire,
  name: (typeof ENDS)[number],
  problems: Problems,
): Answer['end'] | undefined {
  const at = joined(path, name);
  if (name === 'Return') return { kind: 'succeeded', output: value.Return };
  if (name === 'Throw') return readThrow(at, value.Throw, problems);
  return value.NoAnswer === true ? { kind: 'none' } : problems.add(at, shown(value.NoAnswer), 'true');
}

function readThrow(path: string, value: unknown, problems: Problems): Answer['end'] | undefined {
  const fields = problems.object(path, value, ['Error', 'Cause'], 'an object with Error and Cause');
  if (!fields) return undefined;
  const { Error: error, Cause: cause } = fields;
  for (const [name, text] of Object.entries(fields)) {
    if (typeof text !== 'string') return problems.add(joined(path, name), shown(text), 'a text');
  }
  return { kind: 'failed', ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) };
}
