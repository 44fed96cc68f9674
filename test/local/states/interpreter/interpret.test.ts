import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../../local/random.ts';
import { interpret } from '../../../../local/states/interpreter/interpret.ts';
import type { End, InterpretationOptions } from '../../../../local/states/interpreter/interpretation.ts';
import { VirtualClock } from '../../../../local/virtual-clock.ts';
import { about, only, run, scriptedTasks, types } from './running.ts';

const loop = { StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } } };

function start(definition: object, more: Partial<InterpretationOptions> = {}) {
  const clock = new VirtualClock(about.startTime);
  const ends: End[] = [];
  const interpretation = interpret({
    definition,
    input: '{}',
    execution: about,
    clock,
    random: seededRandom(1),
    taskServices: scriptedTasks({}).services,
    onEnd: (end) => ends.push(end),
    ...more,
  });
  return { clock, ends, interpretation };
}

describe('an execution', () => {
  test('does not end before interpret has returned', async () => {
    const { clock, ends } = start(only({ Type: 'Succeed' }));
    expect(ends).toEqual([]);
    await clock.runUntilIdle();
    expect(ends).toEqual([{ status: 'SUCCEEDED', output: '{}' }]);
  });

  test('starts by telling its input, role, version and alias', async () => {
    const execution = { ...about, stateMachineVersionArn: 'v:1', stateMachineAliasArn: 'a:live' };
    const { events } = await run(only({ Type: 'Succeed' }), {}, { execution });
    expect(events[0]).toEqual({
      id: 1,
      previousEventId: 0,
      type: 'ExecutionStarted',
      timestamp: about.startTime / 1000,
      executionStartedEventDetails: {
        input: '{}',
        inputDetails: { truncated: false },
        roleArn: about.roleArn,
        stateMachineVersionArn: 'v:1',
        stateMachineAliasArn: 'a:live',
      },
    });
  });

  test('that is stopped is aborted at once: tasks are called off, no Catch runs, nobody is told', async () => {
    const tasks = scriptedTasks({});
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
    };
    const inner = only({ Type: 'Parallel', Branches: [only(task), only({ Type: 'Wait', Seconds: 60 })] });
    const { clock, ends, interpretation } = start(only({ Type: 'Map', ItemProcessor: inner }), {
      input: '[1, 2]',
      taskServices: tasks.services,
    });
    await clock.advanceBy(1000);
    interpretation.stop('Stopped', 'by hand');
    interpretation.stop('again');
    await clock.runUntilIdle();
    expect(clock.now()).toBe(about.startTime + 1000);
    expect(tasks.cancelled).toEqual(['S', 'S']);
    expect(ends).toEqual([]);
    expect(interpretation.history.at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Stopped', cause: 'by hand' },
    });
  });

  test('may be stopped before its first state', async () => {
    const { clock, interpretation } = start(only({ Type: 'Succeed' }));
    interpretation.stop();
    await clock.runUntilIdle();
    expect(types(interpretation.history)).toEqual(['ExecutionStarted', 'ExecutionAborted']);
  });

  test('may be stopped by its own task', async () => {
    const cancelled: string[] = [];
    const { clock, interpretation } = start(only({ Type: 'Task', Resource: 'arn:aws:states:::sqs:sendMessage' }), {
      taskServices: {
        start() {
          interpretation.stop();
          return { outcome: new Promise(() => {}), cancel: () => cancelled.push('S') };
        },
      },
    });
    await clock.runUntilIdle();
    expect(types(interpretation.history).at(-1)).toBe('ExecutionAborted');
    expect(cancelled).toEqual(['S']);
  });

  test('times out as a whole, and no Catch runs', async () => {
    const task = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }],
    };
    const { end, seconds, events } = await run(only(task, { TimeoutSeconds: 7 }));
    expect(end).toEqual({ status: 'TIMED_OUT' });
    expect(seconds).toBe(7);
    expect(types(events).slice(-2)).toEqual(['TaskStarted', 'ExecutionTimedOut']);
  });

  test('that is STANDARD takes a year at most', async () => {
    const { end } = await run(only({ Type: 'Wait', Seconds: 99_999_999 }), {}, { until: 366 * 24 * 3600 });
    expect(end).toEqual({ status: 'TIMED_OUT' });
  });

  test('that is EXPRESS takes five minutes at most, even one that only goes round', async () => {
    const { end, seconds } = await run(
      loop,
      {},
      { recordHistory: false, execution: { ...about, express: true }, until: 400 },
    );
    expect(end).toEqual({ status: 'TIMED_OUT' });
    expect(seconds).toBe(300);
  });

  test('that is STANDARD fails at 25,000 events, which nothing catches', async () => {
    const caught = { Type: 'Parallel', Branches: [loop], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'S' }] };
    for (const definition of [loop, only(caught)]) {
      const { end, events } = await run(definition);
      expect(end).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining('25000') });
      expect(events).toHaveLength(25_000);
      expect(events.at(-1)).toMatchObject({ id: 25_000, type: 'ExecutionFailed' });
    }
  });

  test('whose 25,000th event is its success succeeds', async () => {
    const pass = { Type: 'Pass', End: true };
    const items = (count: number) => Array.from({ length: count }, () => 0);
    // 5 events around the iterations, 1 at the end, 4 for each iteration; the first Pass states fill up.
    const States = {
      A: { Type: 'Pass', Next: 'M' },
      M: { Type: 'Map', ItemsPath: '$.items', ItemProcessor: only(pass), End: true },
    };
    const { events, end } = await run({ StartAt: 'A', States }, { items: items(6248) });
    expect(events).toHaveLength(25_000);
    expect(end).toMatchObject({ status: 'SUCCEEDED' });
    expect((await run({ StartAt: 'A', States }, { items: items(6249) })).end).toMatchObject({ status: 'FAILED' });
  });

  test('whose history nobody reads builds no events, and ends the same', async () => {
    const { end, events } = await run(only({ Type: 'Pass', Result: 1 }), {}, { recordHistory: false });
    expect(end).toEqual({ status: 'SUCCEEDED', output: '1' });
    expect(events).toEqual([]);
  });

  test('is the same for the same seed', async () => {
    const definition = only({
      Type: 'Pass',
      Parameters: { 'id.$': 'States.UUID()', 'n.$': 'States.MathRandom(0, 100000)' },
    });
    expect((await run(definition)).end).toEqual((await run(definition)).end);
  });

  test('whose state cannot be understood fails there, and says why', async () => {
    const { end } = await run(only({ Type: 'Pass', Parameters: { 'x.$': 'States.Nothing()' } }));
    expect(end).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause: expect.stringContaining('States.Nothing'),
    });
  });
});
