import type { Wire } from '../aws-json.ts';
import {
  type StartedTask,
  type TaskOutcome,
  type TaskRequest,
  type TaskServices,
  UnservedTask,
} from '../states/interpreter/task-services.ts';
import type { TaskTokens } from '../states/task-tokens.ts';
import type { TestCase } from './mock-config.ts';
import { type Answer, answerTo, type MockedAnswers } from './mocked-answers.ts';

/**
 * Plays the services of the states that a test case mocks, whatever service their Resource names; other states go to `rest`. An attempt without an
 * answer is not left to `rest`: whoever mocks a state means all of its attempts.
 */
export function mockedTasks(testCase: TestCase, tokens: TaskTokens, rest: TaskServices): TaskServices {
  return {
    start(request) {
      const answers = testCase.answers.get(request.stateName);
      return answers ? play(answerOf(testCase, answers, request), request, tokens) : rest.start(request);
    },
  };
}

/** @throws UnservedTask for an attempt beyond the last that is mocked, and for a submission where none can be */
function answerOf({ name }: TestCase, answers: MockedAnswers, request: TaskRequest): Answer {
  const { stateName, resource, attempt, taskToken } = request;
  const answer = answerTo(answers, attempt);
  if (!answer) {
    const count = (answers.at(-1)?.to ?? -1) + 1;
    const why = `the test case ${JSON.stringify(name)} answers ${count} of its attempts, and this is one more`;
    throw new UnservedTask(stateName, resource, why);
  }
  if (answer.submit && taskToken === undefined) {
    const why = `the test case ${JSON.stringify(name)} has a Submit for ${resource}, which is neither .sync nor .waitForTaskToken`;
    throw new UnservedTask(stateName, resource, why);
  }
  return answer;
}

/** A task that the mock leaves without an answer may still be ended by its token. */
function play({ submit, end }: Answer, request: TaskRequest, tokens: TaskTokens): StartedTask {
  const { taskToken, heartbeat } = request;
  const submitted = submit?.output ?? (end.kind === 'succeeded' && taskToken !== undefined ? {} : undefined);
  const submission = submitted === undefined ? {} : { submitted: Promise.resolve<Wire>(submitted) };
  if (end.kind !== 'none') return { outcome: Promise.resolve(end), ...submission, cancel: () => {} };
  let close = () => {};
  const outcome = new Promise<TaskOutcome>((settle) => {
    if (taskToken !== undefined) close = tokens.open(taskToken, { settle, ...(heartbeat && { heartbeat }) });
  });
  return { outcome, ...submission, cancel: () => close() };
}
