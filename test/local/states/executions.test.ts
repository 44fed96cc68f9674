import { describe, expect, test } from '@jest/globals';
import { failing, MACHINE, passing, refusal, statesAccount, waiting } from './states-account.ts';

const EXECUTION = MACHINE.replace('stateMachine', 'execution');

describe('StartExecution', () => {
  test('answers a repeated request as long as the execution runs, and refuses the name afterwards', async () => {
    const { create, call, clock } = statesAccount();
    create(waiting(60));
    const start = () => call('StartExecution', { stateMachineArn: MACHINE, name: 'one', input: '{"a": 1}' });
    const first = start();
    await clock.advanceBy(1000);
    expect(start()).toEqual(first);
    const refused = `ExecutionAlreadyExists: Execution Already Exists: '${EXECUTION}:one'`;
    expect(refusal(() => call('StartExecution', { stateMachineArn: MACHINE, name: 'one' }))).toBe(refused);
    await clock.advanceBy(60_000);
    expect(refusal(start)).toBe(refused);
  });

  test.each([
    ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
    [
      'not json',
      "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    ],
    ['', 'No content to map due to end-of-input'],
  ])('refuses the input %j', (input, reason) => {
    const { create, call } = statesAccount();
    create(passing());
    expect(refusal(() => call('StartExecution', { stateMachineArn: MACHINE, input }))).toBe(
      `InvalidExecutionInput: Invalid State Machine Execution Input: '${reason}'`,
    );
  });

  test('refuses a version and an alias that do not exist', () => {
    const { create, call } = statesAccount();
    create(passing());
    for (const qualifier of ['1', 'live']) {
      expect(refusal(() => call('StartExecution', { stateMachineArn: `${MACHINE}:${qualifier}` }))).toBe(
        `StateMachineDoesNotExist: State Machine Does Not Exist: '${MACHINE}:${qualifier}'`,
      );
    }
  });

  test('runs the latest revision without a version, even if it is published', async () => {
    const { create, run } = statesAccount();
    create(passing('published'), { publish: true });
    const description = await run(MACHINE);
    expect(description).toMatchObject({ status: 'SUCCEEDED', output: '{"version":"published"}' });
    expect(description.stateMachineVersionArn).toBeUndefined();
  });

  test('lets what was started on a version that is deleted go on', async () => {
    const { create, call, clock } = statesAccount();
    create(waiting(60), { publish: true });
    const { executionArn } = call('StartExecution', { stateMachineArn: `${MACHINE}:1` });
    call('DeleteStateMachineVersion', { stateMachineVersionArn: `${MACHINE}:1` });
    await clock.advanceBy(61_000);
    expect(call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'SUCCEEDED',
      stateMachineVersionArn: `${MACHINE}:1`,
    });
  });

  test('of an EXPRESS machine takes the same name again and again', () => {
    const { create, call } = statesAccount();
    create(passing(), { type: 'EXPRESS' });
    const start = () => call('StartExecution', { stateMachineArn: MACHINE, name: 'same' }).executionArn;
    const first = start();
    expect(first).toMatch(/^arn:aws:states:us-east-1:123456789012:express:orders:same:[0-9a-f-]{36}$/);
    expect(start()).not.toBe(first);
  });
});

describe('DescribeExecution', () => {
  test('tells how an execution failed, and that it can be redriven for 14 days', async () => {
    const { create, call, run, clock } = statesAccount();
    create(failing);
    const { executionArn, ...description } = await run(MACHINE);
    expect(description).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: 'as told',
      redriveStatus: 'REDRIVABLE',
    });
    await clock.advanceBy(14 * 24 * 3600 * 1000 + 1);
    expect(call('DescribeExecution', { executionArn }).redriveStatus).toBe('NOT_REDRIVABLE');
  });

  test('leaves out what METADATA_ONLY does not ask for', async () => {
    const { create, call, run } = statesAccount();
    create(passing());
    const { executionArn } = await run(MACHINE);
    const description = call('DescribeExecution', { executionArn, includedData: 'METADATA_ONLY' });
    expect(description).toMatchObject({ inputDetails: { included: false }, outputDetails: { included: false } });
    expect(description).not.toHaveProperty('input');
    expect(description).not.toHaveProperty('output');
  });

  test('refuses what is no execution of a STANDARD machine', () => {
    const { call } = statesAccount();
    const describe = (executionArn: string) => refusal(() => call('DescribeExecution', { executionArn }));
    expect(describe('nonsense')).toBe("InvalidArn: Invalid Arn: 'Invalid ARN prefix: nonsense'");
    expect(describe(MACHINE)).toBe("InvalidArn: Invalid Arn: 'Resource type not valid in this context: stateMachine'");
    expect(describe(`${EXECUTION}:gone`)).toBe(`ExecutionDoesNotExist: Execution Does Not Exist: '${EXECUTION}:gone'`);
  });
});

describe('StopExecution', () => {
  test('ends an execution with the error it is given, and once only', async () => {
    const { create, call, clock, changes } = statesAccount();
    create(waiting(60));
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    await clock.advanceBy(10_000);
    const first = call('StopExecution', { executionArn, error: 'Stopped', cause: 'by hand' });
    await clock.advanceBy(10_000);
    expect(call('StopExecution', { executionArn, error: 'again' })).toEqual(first);
    await clock.advanceBy(60_000);
    expect(call('DescribeExecution', { executionArn })).toMatchObject({
      ...{ status: 'ABORTED', error: 'Stopped', cause: 'by hand', stopDate: first.stopDate },
    });
    expect(changes.map(({ status }) => status)).toEqual(['RUNNING', 'ABORTED']);
    expect(call('GetExecutionHistory', { executionArn }).events.at(-1)).toMatchObject({ type: 'ExecutionAborted' });
  });
});

test('DescribeStateMachineForExecution describes what the execution runs, not what the machine has become', () => {
  const { create, call } = statesAccount();
  create(waiting(60));
  const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
  call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing() });
  const description = call('DescribeStateMachineForExecution', { executionArn });
  expect(description).toMatchObject({ stateMachineArn: MACHINE, name: 'orders', definition: waiting(60) });
  expect(description).not.toHaveProperty('revisionId');
});

test('operations that local AWS does not have are not there', () => {
  const { states } = statesAccount();
  for (const operation of ['TestState', 'CreateActivity', 'ListMapRuns']) {
    expect(states.operations).not.toHaveProperty(operation);
  }
});
