import { describe, expect, test } from '@jest/globals';
import { failing, MACHINE, passing, statesAccount, task, waiting } from '../states-account.ts';

const START = 'arn:aws:states:::states:startExecution';
const CHILD = MACHINE.replace('orders', 'child');
const child = (more: object = {}) => ({
  Parameters: { StateMachineArn: CHILD, Input: { a: 1 }, Name: 'one', ...more },
});
const CHILD_EXECUTION = `${CHILD.replace('stateMachine', 'execution')}:one`;

describe('states:startExecution', () => {
  test('answers the start, not the end', async () => {
    const { create, run, clock } = statesAccount();
    create(waiting(60), { name: 'child' });
    create(task({ Resource: START, ...child() }));
    const start = clock.now();
    const output = JSON.parse((await run(MACHINE)).output);
    expect(output).toMatchObject({
      ExecutionArn: CHILD_EXECUTION,
      StartDate: start,
      SdkHttpMetadata: { HttpStatusCode: 200 },
    });
  });

  test('fails with the error under the service name of this integration', async () => {
    const { create, run } = statesAccount();
    create(task({ Resource: START, ...child() }));
    const { error, cause } = await run(MACHINE);
    expect(error).toBe('StepFunctions.StateMachineDoesNotExistException');
    expect(cause).toMatch(
      /^State Machine Does Not Exist: '.*:child' \(Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: [0-9a-f-]{36}; Proxy: null\)$/,
    );
  });

  test.each([
    ['.sync', '{"a":1}', '{"version":1}'],
    ['.sync:2', { a: 1 }, { version: 1 }],
  ])('%s answers the execution as it ended', async (pattern, Input, Output) => {
    const { create, run } = statesAccount();
    create(passing(1), { name: 'child' });
    create(task({ Resource: `${START}${pattern}`, ...child() }));
    const output = JSON.parse((await run(MACHINE)).output);
    expect(output).toMatchObject({
      ExecutionArn: CHILD_EXECUTION,
      Status: 'SUCCEEDED',
      Input,
      Output,
      RedriveCount: 0,
    });
    expect(Object.keys(output)).toEqual(Object.keys(output).sort());
  });

  test('.sync fails as the task, with the execution as the cause', async () => {
    const { create, run } = statesAccount();
    create(failing, { name: 'child' });
    create(task({ Resource: `${START}.sync:2`, ...child() }));
    const { error, cause } = await run(MACHINE);
    expect(error).toBe('States.TaskFailed');
    expect(JSON.parse(cause)).toMatchObject({ Status: 'FAILED', Error: 'Broken', Cause: 'as told', Input: '{"a":1}' });
  });

  test('.sync stops the execution when nobody waits for it any more', async () => {
    const { create, call, clock } = statesAccount();
    create(waiting(600), { name: 'child' });
    create(task({ Resource: `${START}.sync`, TimeoutSeconds: 10, ...child() }));
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    await clock.advanceBy(11_000);
    expect(call('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    expect(call('DescribeExecution', { executionArn: CHILD_EXECUTION }).status).toBe('ABORTED');
  });

  test('.sync refuses to wait for an EXPRESS execution', async () => {
    const { create, run } = statesAccount();
    create(passing(), { name: 'child', type: 'EXPRESS' });
    create(task({ Resource: `${START}.sync`, ...child() }));
    expect((await run(MACHINE)).error).toBe('StepFunctions.StateMachineTypeNotSupportedException');
  });
});

describe('aws-sdk:sfn', () => {
  const sfn = (action: string, Parameters: object) =>
    task({ Resource: `arn:aws:states:::aws-sdk:sfn:${action}`, Parameters });

  test('reads and changes this account, in PascalCase and ISO 8601', async () => {
    const { create, call, run } = statesAccount();
    create(passing(1), { name: 'child', publish: true });
    const RoutingConfiguration = [{ StateMachineVersionArn: `${CHILD}:1`, Weight: 100 }];
    create(sfn('createStateMachineAlias', { Name: 'live', RoutingConfiguration }));
    const output = JSON.parse((await run(MACHINE)).output);
    expect(output).toEqual({ StateMachineAliasArn: `${CHILD}:live`, CreationDate: '2026-01-01T00:00:00.000Z' });
    expect(call('ListStateMachineAliases', { stateMachineArn: CHILD }).stateMachineAliases).toHaveLength(1);
  });

  test('makes text of a document where the service wants text', async () => {
    const { create, call, run } = statesAccount();
    create(passing(1), { name: 'child' });
    create(sfn('startExecution', { StateMachineArn: CHILD, Name: 'one', Input: { Key: 'value' } }));
    await run(MACHINE);
    expect(call('DescribeExecution', { executionArn: CHILD_EXECUTION }).input).toBe('{"Key":"value"}');
  });

  test('waits for an operation that takes its time', async () => {
    const { create, run } = statesAccount();
    create(waiting(30), { name: 'child', type: 'EXPRESS' });
    create(sfn('startSyncExecution', { StateMachineArn: CHILD }));
    expect(JSON.parse((await run(MACHINE)).output)).toMatchObject({ Status: 'SUCCEEDED' });
  });

  test.each([
    ['describeStateMachine', { StateMachineArn: CHILD }, 'Sfn.StateMachineDoesNotExistException'],
    ['sendTaskFailure', { TaskToken: 'none' }, 'Sfn.InvalidTokenException'],
    ['describeStateMachineAlias', { StateMachineAliasArn: `${CHILD}:live` }, 'Sfn.ResourceNotFoundException'],
    ['deleteStateMachine', {}, 'Sfn.ValidationException'],
  ])('%s fails as the exception that AWS names', async (action, parameters, name) => {
    const { create, run } = statesAccount();
    create(sfn(action, parameters));
    const { error, cause } = await run(MACHINE);
    expect(error).toBe(name);
    expect(cause).toMatch(/ \(Service: Sfn, Status Code: 400, Request ID: [0-9a-f-]{36}\) \(SDK Attempt Count: 1\)$/);
  });

  test('is refused for an operation that local AWS does not have', async () => {
    const { create, run, unserved } = statesAccount();
    create(sfn('describeMapRun', { MapRunArn: 'x' }));
    await run(MACHINE);
    expect(unserved[0]?.resource).toBe('arn:aws:states:::aws-sdk:sfn:describeMapRun');
  });
});

describe('a task token', () => {
  test('is good once, and unknown ones are refused', async () => {
    const { create, call, clock, lambda } = statesAccount();
    const tokens: string[] = [];
    lambda.register('ask', async (event) => void tokens.push(event));
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    create(task({ Resource, Parameters: { FunctionName: 'ask', 'Payload.$': '$$.Task.Token' }, TimeoutSeconds: 10 }));
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    await clock.advanceBy(1000);
    const answer = { taskToken: tokens[0], output: '1' };
    expect(() => call('SendTaskSuccess', { ...answer, output: 'no json' })).toThrow(/^Invalid Output: /);
    call('SendTaskFailure', { taskToken: tokens[0], error: 'Refused' });
    expect(() => call('SendTaskSuccess', answer)).toThrow(/^Task Timed Out: /);
    expect(() => call('SendTaskHeartbeat', { taskToken: 'made up' })).toThrow("Invalid Token: 'Invalid token'");
    await clock.advanceBy(0);
    expect(call('DescribeExecution', { executionArn })).toMatchObject({ status: 'FAILED', error: 'Refused' });
  });

  test('is over when its state has timed out', async () => {
    const { create, call, clock, lambda } = statesAccount();
    const tokens: string[] = [];
    lambda.register('ask', async (event) => void tokens.push(event));
    const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
    create(task({ Resource, Parameters: { FunctionName: 'ask', 'Payload.$': '$$.Task.Token' }, TimeoutSeconds: 10 }));
    call('StartExecution', { stateMachineArn: MACHINE });
    await clock.advanceBy(11_000);
    expect(() => call('SendTaskSuccess', { taskToken: tokens[0], output: '1' })).toThrow(/^Task Timed Out: /);
  });
});
