import { describe, expect, jest, test } from '@jest/globals';
import { seededRandom } from '../../../../local/random.ts';
import { interpret } from '../../../../local/states/interpreter/interpret.ts';
import { UnservedTask } from '../../../../local/states/interpreter/task-services.ts';
import { VirtualClock } from '../../../../local/virtual-clock.ts';
import { type Answer, about, only, run, scriptedTasks, types } from './running.ts';

const failed = (error?: string, cause?: string): Answer => ({
  kind: 'failed',
  ...(error === undefined ? {} : { error }),
  ...(cause === undefined ? {} : { cause }),
});
const succeeded = (output: unknown): Answer => ({ kind: 'succeeded', output });
const task = (fields: object, more: object = {}) =>
  only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage', ...fields }, more);

async function runTask(fields: object, answers: readonly Answer[], input: unknown = {}) {
  const tasks = scriptedTasks({ S: answers });
  return { ...(await run(task(fields), input, { taskServices: tasks.services })), ...tasks };
}

describe('a Task', () => {
  test('writes what it asked and what came of it', async () => {
    const { events, end, requests } = await runTask({ Parameters: { 'Body.$': '$.text' } }, [succeeded({ id: 1 })], {
      text: 'hi',
    });
    expect(end).toEqual({ status: 'SUCCEEDED', output: '{"id":1}' });
    expect(events.slice(2, 5)).toMatchObject([
      {
        type: 'TaskScheduled',
        taskScheduledEventDetails: {
          resourceType: 'sqs',
          resource: 'sendMessage',
          region: 'us-east-1',
          parameters: '{"Body":"hi"}',
        },
      },
      { type: 'TaskStarted', taskStartedEventDetails: { resourceType: 'sqs', resource: 'sendMessage' } },
      { type: 'TaskSucceeded', taskSucceededEventDetails: { output: '{"id":1}', outputDetails: { truncated: false } } },
    ]);
    expect(requests).toMatchObject([
      { stateName: 'S', parameters: { Body: 'hi' }, attempt: 0, executionArn: about.arn },
    ]);
  });

  test('on a function’s ARN writes the events of a function', async () => {
    const { events } = await runTask({ Resource: 'arn:aws:lambda:us-east-1:123456789012:function:f' }, [
      succeeded(null),
    ]);
    expect(types(events)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('that calls back has a token, and is submitted first', async () => {
    const clock = new VirtualClock(about.startTime);
    const tokens: (string | undefined)[] = [];
    const { events } = await run(
      task({ Resource: 'arn:aws:states:::states:startExecution.sync:2', Parameters: { 'token.$': '$$.Task.Token' } }),
      {},
      {
        clock,
        taskServices: {
          start({ taskToken, parameters }) {
            tokens.push(taskToken, parameters.token);
            return {
              outcome: Promise.resolve({ kind: 'succeeded', output: 1 }),
              submitted: Promise.resolve({ ok: true }),
              cancel() {},
            };
          },
        },
      },
    );
    expect(types(events).slice(2, 6)).toEqual(['TaskScheduled', 'TaskStarted', 'TaskSubmitted', 'TaskSucceeded']);
    expect(events[2]).toMatchObject({
      taskScheduledEventDetails: { resourceType: 'states', resource: 'startExecution.sync:2' },
    });
    expect(tokens[0]).toMatch(/^[\w+/=]{40,}$/);
    expect(tokens[1]).toBe(tokens[0]);
  });

  test('ends with what a service that breaks says', async () => {
    const broken = { outcome: Promise.reject(new Error('boom')), cancel() {} };
    const { end } = await run(task({}), {}, { taskServices: { start: () => broken } });
    expect(end).toMatchObject({ status: 'FAILED', cause: expect.stringContaining('boom') });
  });

  test('whose result is larger than 256 KiB fails with States.DataLimitExceeded', async () => {
    const { end, events } = await runTask({}, [succeeded('ü'.repeat(131_072))]);
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.DataLimitExceeded',
      cause: "The state/task 'sqs' returned a result with a size exceeding the maximum number of bytes service limit.",
    });
    expect(types(events)).toContain('TaskFailed');
    expect((await runTask({}, [succeeded('ü'.repeat(131_000))])).end).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('that nothing serves ends the execution, and no Catch hides it', async () => {
    const unserved = jest.fn();
    const { end } = await run(
      task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] }),
      {},
      {
        onUnserved: unserved,
        taskServices: {
          start({ stateName, resource }) {
            throw new UnservedTask(stateName, resource);
          },
        },
      },
    );
    expect(end).toEqual({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: 'state "S": nothing serves arn:aws:states:::sqs:sendMessage here',
    });
    expect(unserved).toHaveBeenCalledTimes(1);
  });
});

describe('Retry', () => {
  test.each<[object, number]>([
    [{}, 1 + 2 + 4],
    [{ IntervalSeconds: 3, BackoffRate: 1, MaxAttempts: 2 }, 6],
    [{ IntervalSeconds: 10, BackoffRate: 10, MaxDelaySeconds: 30 }, 10 + 30 + 30],
    [{ MaxAttempts: 0 }, 0],
    [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }, 1],
    [{ ErrorEquals: ['Other'] }, 0],
  ])('%j waits %d seconds in all', async (rule, seconds) => {
    const ran = await runTask({ Retry: [{ ErrorEquals: ['Broken'], ...rule }] }, [failed('Broken')]);
    expect(ran.end).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(ran.seconds).toBe(seconds);
  });

  test('with full jitter waits at most as long, and the same for the same seed', async () => {
    const fields = {
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 1, JitterStrategy: 'FULL' }],
    };
    const [first, second] = [await runTask(fields, [failed('X')]), await runTask(fields, [failed('X')])];
    expect(first.seconds).toBeGreaterThan(0);
    expect(first.seconds).toBeLessThan(100);
    expect(second.seconds).toBe(first.seconds);
  });

  test('counts each rule for itself, and tells the attempt', async () => {
    const retry = [
      { ErrorEquals: ['A'], MaxAttempts: 1 },
      { ErrorEquals: ['B'], MaxAttempts: 1 },
    ];
    const fields = { Retry: retry, Parameters: { 'count.$': '$$.State.RetryCount' } };
    const { requests, end } = await runTask(fields, [failed('A'), failed('B'), succeeded(1)]);
    expect(end).toMatchObject({ status: 'SUCCEEDED' });
    expect(requests.map(({ attempt, parameters }) => [attempt, parameters.count])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('Catch', () => {
  const caught = async (rule: object, answer: Answer, fields: object = {}) => {
    const tasks = scriptedTasks({ S: [answer] });
    const definition = {
      StartAt: 'S',
      States: {
        S: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sqs:sendMessage',
          End: true,
          ...fields,
          Catch: [{ Next: 'After', ...rule }],
        },
        After: { Type: 'Pass', End: true },
      },
    };
    return run(definition, { a: 1 }, { taskServices: tasks.services });
  };

  test('goes on with the error beside the input', async () => {
    const { end, events } = await caught(
      { ErrorEquals: ['States.ALL'], ResultPath: '$.error' },
      failed('Broken', 'why'),
    );
    expect(end).toEqual({ status: 'SUCCEEDED', output: '{"a":1,"error":{"Error":"Broken","Cause":"why"}}' });
    expect(types(events).slice(4, 7)).toEqual(['TaskFailed', 'TaskStateExited', 'PassStateEntered']);
  });

  test.each<[string, Answer, object, unknown]>([
    ['States.ALL', failed(), {}, { Error: null, Cause: null }],
    ['States.Timeout', 'never', { TimeoutSeconds: 5 }, { Error: 'States.Timeout', Cause: '' }],
    ['States.HeartbeatTimeout', 'never', { HeartbeatSeconds: 5 }, { Error: 'States.Timeout', Cause: '' }],
    ['States.TaskFailed', failed('X', 'y'), {}, { Error: 'X', Cause: 'y' }],
  ])('of %s sees what failed', async (name, answer, fields, expected) => {
    const { end } = await caught({ ErrorEquals: [name] }, answer, fields);
    expect(end?.status === 'SUCCEEDED' && JSON.parse(end.output)).toEqual(expected);
  });

  test('of States.TaskFailed leaves a timeout alone', async () => {
    const { end } = await caught({ ErrorEquals: ['States.TaskFailed'] }, 'never', { TimeoutSeconds: 5 });
    expect(end).toEqual({ status: 'FAILED', error: 'States.Timeout' });
  });

  test.each(['States.ALL', 'States.Runtime'])('of %s leaves a bad path alone', async (name) => {
    const { end } = await caught({ ErrorEquals: [name] }, succeeded(1), { OutputPath: '$.no' });
    expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('the time of a Task', () => {
  test('is over after TimeoutSeconds, of each attempt, and the task is called off', async () => {
    const retry = [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }];
    const { seconds, cancelled, events } = await runTask({ TimeoutSecondsPath: '$.limit', Retry: retry }, ['never'], {
      limit: 10,
    });
    expect(seconds).toBe(21);
    expect(cancelled).toEqual(['S', 'S']);
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { timeoutInSeconds: 10 } });
  });

  test('is over when no sign of life came for HeartbeatSeconds', async () => {
    const clock = new VirtualClock(about.startTime);
    let seconds: number | undefined;
    interpret({
      definition: task({ HeartbeatSeconds: 10, TimeoutSeconds: 100 }),
      input: '{}',
      execution: about,
      clock,
      random: seededRandom(1),
      taskServices: {
        start({ heartbeat }) {
          for (const at of [8, 16, 24]) clock.schedule(about.startTime + at * 1000, () => heartbeat?.());
          return { outcome: new Promise(() => {}), cancel() {} };
        },
      },
      onEnd: () => {
        seconds = (clock.now() - about.startTime) / 1000;
      },
    });
    await clock.runUntilIdle();
    expect(seconds).toBe(34);
  });

  test('is not passed by waiting for ever', async () => {
    const { end, events } = await run(task({}), {}, { until: 3600 });
    expect(end).toBeUndefined();
    expect(types(events).at(-1)).toBe('TaskStarted');
  });
});
