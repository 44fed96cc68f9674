import type { Wire } from '../aws-json.ts';
import { joined, listed, MockConfigFault, Problems, shown } from './mock-config-fault.ts';
import { type MockedAnswers, readAnswers } from './mocked-answers.ts';

/**
 * A mock configuration in the format of AWS Step Functions Local, with two additions: `NoAnswer` and `Submit`. A test case says, for Task states
 * of a machine, which mocked response plays the service; a mocked response has an answer for each attempt.
 */
export interface MockConfig {
  readonly StateMachines: Readonly<Record<string, MockedStateMachine>>;
  readonly MockedResponses?: Readonly<Record<string, MockedResponse>>;
}

export interface MockedStateMachine {
  /** By the test case's name: names of mocked responses by the names of states. */
  readonly TestCases: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** By attempt, counted from 0 over the whole execution: `0`, or `1-3` for several. */
export type MockedResponse = Readonly<Record<string, MockedAnswer>>;

/** One of `Return`, `Throw` and `NoAnswer`; `Submit` beside it is the output of `TaskSubmitted`. */
export interface MockedAnswer {
  readonly Return?: Wire;
  readonly Throw?: { readonly Error?: string; readonly Cause?: string };
  /** The task never answers: a timeout, or whoever has its token, has to end it. */
  readonly NoAnswer?: true;
  readonly Submit?: Wire;
}

/** What plays the services in one execution. */
export interface TestCase {
  readonly name: string;
  readonly machineName: string;
  /** By the names of states. */
  readonly answers: ReadonlyMap<string, MockedAnswers>;
}

/** A configuration that was read: test cases by machine and name. */
export type Mocks = ReadonlyMap<string, ReadonlyMap<string, TestCase>>;

const CONFIG = 'an object with StateMachines and MockedResponses';

/**
 * Reads a mock configuration. It is copied: what becomes of the object later changes nothing.
 * @throws MockConfigFault naming everything that does not fit
 */
export function readMocks(given: unknown): Mocks {
  const text: string | undefined = JSON.stringify(given);
  const copy = text === undefined ? undefined : JSON.parse(text);
  const problems = new Problems();
  const config = problems.object('', copy, ['StateMachines', 'MockedResponses'], CONFIG);
  const responses = readResponses(config?.MockedResponses ?? {}, problems);
  const mocks = config && readMachines(config.StateMachines, responses, problems);
  if (!mocks || problems.list.length > 0) throw new MockConfigFault(problems.list);
  return mocks;
}

type Responses = ReadonlyMap<string, MockedAnswers>;

function readResponses(value: unknown, problems: Problems): Responses {
  const path = 'MockedResponses';
  const members = problems.members(path, value, 'mocked responses by name');
  return new Map(members.map(([name, response]) => [name, readAnswers(joined(path, name), response, problems)]));
}

function readMachines(value: unknown, responses: Responses, problems: Problems): Mocks {
  const path = 'StateMachines';
  return new Map(
    problems.members(path, value, 'state machines by name').map(([machineName, machine]) => {
      const at = joined(path, machineName);
      const fields = problems.object(at, machine, ['TestCases'], 'an object with TestCases');
      const cases = joined(at, 'TestCases');
      const members = fields ? problems.members(cases, fields.TestCases, 'test cases by name') : [];
      const read = members.map(([name, states]): [string, TestCase] => {
        const answers = readStates(joined(cases, name), states, responses, problems);
        return [name, { name, machineName, answers }];
      });
      return [machineName, new Map(read)];
    }),
  );
}

function readStates(path: string, value: unknown, responses: Responses, problems: Problems): TestCase['answers'] {
  const answers = new Map<string, MockedAnswers>();
  for (const [state, name] of problems.members(path, value, 'names of mocked responses by states')) {
    const response = typeof name === 'string' ? responses.get(name) : undefined;
    if (response) answers.set(state, response);
    else
      problems.add(
        joined(path, state),
        shown(name),
        `the name of one of MockedResponses: ${listed([...responses.keys()])}`,
      );
  }
  return answers;
}
