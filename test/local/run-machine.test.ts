import { describe, expect, test } from '@jest/globals';
import { LocalAws } from '../../local/local-aws.ts';
import { runMachine } from '../../local/run-machine.ts';

const hour = {
  StartAt: 'AnHour',
  States: { AnHour: { Type: 'Wait', Seconds: 3600, Next: 'Done' }, Done: { Type: 'Succeed' } },
};

const functionArn = (name: string): string => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`;

function callback(timeout: object) {
  const Parameters = { FunctionName: 'ask', Payload: { 'token.$': '$$.Task.Token' } };
  const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
  return { StartAt: 'Ask', States: { Ask: { Type: 'Task', Resource, Parameters, ...timeout, End: true } } };
}

describe('running a machine', () => {
  test('answers status, output, states, virtual duration and events', async () => {
    const aws = new LocalAws();
    const run = await runMachine(aws, hour, { a: 1 });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { a: 1 }, states: ['AnHour', 'Done'], seconds: 3600 });
    expect(run.events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'WaitStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
    expect(run.events[2]!.timestamp).toEqual(new Date('2026-01-01T01:00:00Z'));
  });

  test('answers error and cause, and no output, of one that fails', async () => {
    const definition = { StartAt: 'No', States: { No: { Type: 'Fail', Error: 'Refused', Cause: 'no stock' } } };
    const run = await runMachine(new LocalAws(), definition);
    expect(run).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'no stock' });
    expect(run).not.toHaveProperty('output');
  });

  test('takes the definition as text, and names each state as often as it is entered', async () => {
    const ItemProcessor = { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } };
    const definition = JSON.stringify({ StartAt: 'All', States: { All: { Type: 'Map', ItemProcessor, End: true } } });
    const { states } = await runMachine(new LocalAws(), definition, [1, 2]);
    expect(states).toEqual(['All', 'Each', 'Each']);
  });

  test('runs the same definition again, another one beside it, and by the name that is asked for', async () => {
    const aws = new LocalAws();
    const named = {
      StartAt: 'Name',
      States: { Name: { Type: 'Pass', OutputPath: '$$.StateMachine.Name', End: true } },
    };
    await runMachine(aws, hour);
    expect((await runMachine(aws, hour)).status).toBe('SUCCEEDED');
    expect((await runMachine(aws, named, {}, { name: 'orders' })).output).toBe('orders');
    expect(aws.clock.now()).toBe(Date.UTC(2026, 0, 1, 2));
  });

  test('lets several run at the same time', async () => {
    const aws = new LocalAws();
    aws.lambda.register('work', () => new Promise((resolve) => setTimeout(resolve, 20)));
    const States = { ...hour.States, Done: { Type: 'Task', Resource: functionArn('work'), End: true } };
    const runs = await Promise.all([1, 2, 3].map((i) => runMachine(aws, { ...hour, States }, { i })));
    expect(runs.map(({ status, seconds }) => [status, seconds])).toEqual(Array(3).fill(['SUCCEEDED', 3600]));
  });

  test('lets a function take its time, within its timeout and within that of its state', async () => {
    const aws = new LocalAws();
    const slow = () => aws.sleep(60_000);
    aws.lambda.register('patient', slow, { timeoutSeconds: 90 });
    aws.lambda.register('hasty', slow);
    const calling = (name: string, more: object = {}) => ({
      StartAt: 'Work',
      States: { Work: { Type: 'Task', Resource: functionArn(name), ...more, End: true } },
    });
    expect(await runMachine(aws, calling('patient'))).toMatchObject({ status: 'SUCCEEDED', seconds: 60 });
    expect(await runMachine(aws, calling('hasty'))).toMatchObject({ error: 'Sandbox.Timedout', seconds: 3 });
    const impatient = calling('patient', { TimeoutSeconds: 5 });
    expect(await runMachine(aws, impatient)).toMatchObject({ error: 'States.Timeout', seconds: 5 });
  });

  test('ends when the machine has ended, whatever else is still to come', async () => {
    const aws = new LocalAws();
    aws.clock.schedule(aws.clock.now() + 7_200_000, () => {});
    await runMachine(aws, hour);
    expect(aws.clock.now()).toBe(Date.UTC(2026, 0, 1, 1));
  });

  test('reads histories of more than a page', async () => {
    const Iterate = {
      Type: 'Map',
      ItemProcessor: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } },
      End: true,
    };
    const run = await runMachine(new LocalAws(), { StartAt: 'Each', States: { Each: Iterate } }, Array(600).fill(0));
    expect(run.events.map(({ id }) => id)).toEqual(run.events.map((_, i) => i + 1));
    expect(run.events.length).toBeGreaterThan(2000);
  });

  test('says which state waits for a callback that nobody sends', async () => {
    const aws = new LocalAws();
    aws.lambda.register('ask', async () => 'asked');
    await expect(runMachine(aws, callback({}))).rejects.toMatchObject({
      name: 'ClockDeadlock',
      message: 'virtual time cannot pass: nothing would end state "Ask"',
    });
  });

  test('lets a test case of the mocks play the services', async () => {
    const Charge = {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage',
      Retry: [{ ErrorEquals: ['Busy'] }],
      End: true,
    };
    const aws = new LocalAws({
      mocks: {
        StateMachines: { orders: { TestCases: { BusyOnce: { Charge: 'busyOnce' } } } },
        MockedResponses: {
          busyOnce: { '0': { Throw: { Error: 'Busy', Cause: 'later' } }, '1': { Return: { paid: 30 } } },
        },
      },
    });
    const definition = { StartAt: 'Charge', States: { Charge } };
    const run = await runMachine(aws, definition, {}, { name: 'orders', testCase: 'BusyOnce' });
    expect(run).toMatchObject({ status: 'SUCCEEDED', output: { paid: 30 }, seconds: 1 });
    await expect(runMachine(aws, definition, {}, { name: 'orders', testCase: 'None' })).rejects.toThrow('BusyOnce');
    expect((await runMachine(aws, definition, {}, { name: 'orders' })).cause).toContain('sqs:sendMessage');
  });

  test('rejects a definition and an input that AWS refuses', async () => {
    const aws = new LocalAws();
    await expect(runMachine(aws, '{}')).rejects.toMatchObject({ name: 'InvalidDefinition' });
    await expect(runMachine(aws, hour, undefined, { name: 'a b' })).rejects.toMatchObject({ name: 'InvalidName' });
  });
});
