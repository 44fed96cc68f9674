import { describe, expect, test } from '@jest/globals';
import { failing, MACHINE, passing, ROLE, refusal, statesAccount, waiting } from './states-account.ts';

describe('CreateStateMachine', () => {
  test('answers a repeated request as the first one, whatever its role and tags', () => {
    const { create, call } = statesAccount();
    const first = create(passing());
    expect(create(passing(), { roleArn: `${ROLE}-other`, tags: [{ key: 'a', value: 'b' }] })).toEqual(first);
    expect(call('DescribeStateMachine', { stateMachineArn: MACHINE }).roleArn).toBe(ROLE);
  });

  test.each([
    ['another definition', { definition: passing(2) }],
    ['another type', { type: 'EXPRESS' }],
    ['publish', { publish: true }],
    ['another logging configuration', { loggingConfiguration: { includeExecutionData: true } }],
  ])('refuses a name that is taken when the request has %s', (_what, change) => {
    const { create } = statesAccount();
    create(passing());
    const message = `StateMachineAlreadyExists: State Machine Already Exists: '${MACHINE}'`;
    expect(refusal(() => create(passing(), change))).toBe(message);
  });

  test.each(['with blank', 'a/b', 'a:b', 'a*', 'tab\t', '"quoted"'])('refuses the name %j', (name) => {
    expect(refusal(() => statesAccount().create(passing(), { name }))).toBe(`InvalidName: Invalid Name: '${name}'`);
  });

  test('refuses a role that is not an ARN', () => {
    const message = "InvalidArn: Invalid Arn: 'Invalid ARN prefix: admin'";
    expect(refusal(() => statesAccount().create(passing(), { roleArn: 'admin' }))).toBe(message);
  });

  test('refuses a definition and names what is wrong and where', () => {
    const definition = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } });
    const message =
      "InvalidDefinition: Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next'";
    expect(refusal(() => statesAccount().create(definition))).toBe(message);
  });

  test('refuses logging that says not where to', () => {
    const message =
      'InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.';
    expect(refusal(() => statesAccount().create(passing(), { loggingConfiguration: { level: 'ALL' } }))).toBe(message);
  });

  test('keeps the configurations and shows them', () => {
    const { create, call } = statesAccount();
    const destinations = [
      { cloudWatchLogsLogGroup: { logGroupArn: 'arn:aws:logs:us-east-1:123456789012:log-group:g:*' } },
    ];
    create(passing(), {
      loggingConfiguration: { level: 'ERROR', destinations },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: { type: 'CUSTOMER_MANAGED_KMS_KEY', kmsKeyId: 'alias/k' },
    });
    expect(call('DescribeStateMachine', { stateMachineArn: MACHINE })).toMatchObject({
      loggingConfiguration: { level: 'ERROR', includeExecutionData: false, destinations },
      tracingConfiguration: { enabled: true },
      encryptionConfiguration: {
        type: 'CUSTOMER_MANAGED_KMS_KEY',
        kmsKeyId: 'alias/k',
        kmsDataKeyReusePeriodSeconds: 300,
      },
    });
  });
});

describe('UpdateStateMachine', () => {
  test('gives a revision id only once something has changed', () => {
    const { create, call } = statesAccount();
    create(passing(1));
    expect(call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(1) })).not.toHaveProperty(
      'revisionId',
    );
    const { revisionId } = call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(2) });
    expect(revisionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(call('UpdateStateMachine', { stateMachineArn: MACHINE, roleArn: ROLE }).revisionId).toBe(revisionId);
    expect(call('UpdateStateMachine', { stateMachineArn: MACHINE, roleArn: `${ROLE}-2` }).revisionId).not.toBe(
      revisionId,
    );
    expect(call('DescribeStateMachine', { stateMachineArn: MACHINE }).definition).toBe(passing(2));
  });

  test('takes a change of tracing alone for a revision', () => {
    const { create, call } = statesAccount();
    create(passing());
    const change = { stateMachineArn: MACHINE, tracingConfiguration: { enabled: true } };
    const { revisionId } = call('UpdateStateMachine', change);
    expect(revisionId).toBeDefined();
    expect(call('UpdateStateMachine', change).revisionId).toBe(revisionId);
  });

  test('refuses a request that changes nothing', () => {
    const { create, call } = statesAccount();
    create(passing());
    expect(refusal(() => call('UpdateStateMachine', { stateMachineArn: MACHINE, publish: true }))).toMatch(
      /^MissingRequiredParameter: /,
    );
  });
});

describe('DescribeStateMachine', () => {
  test('describes a version with its own revision and description, and no alias', () => {
    const { create, call } = statesAccount();
    create(passing(1));
    const { revisionId } = call('UpdateStateMachine', {
      ...{ stateMachineArn: MACHINE, definition: passing(2), publish: true, versionDescription: 'second try' },
    });
    call('UpdateStateMachine', { stateMachineArn: MACHINE, definition: passing(3) });
    expect(call('DescribeStateMachine', { stateMachineArn: `${MACHINE}:1` })).toMatchObject({
      stateMachineArn: `${MACHINE}:1`,
      definition: passing(2),
      revisionId,
      description: 'second try',
    });
    call('CreateStateMachineAlias', {
      name: 'live',
      routingConfiguration: [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }],
    });
    expect(refusal(() => call('DescribeStateMachine', { stateMachineArn: `${MACHINE}:live` }))).toMatch(
      /^StateMachineDoesNotExist: /,
    );
  });
});

describe('DeleteStateMachine', () => {
  test('lets executions under way end, and refuses everything else meanwhile', async () => {
    const { create, call, clock } = statesAccount();
    create(waiting(60));
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE });
    call('DeleteStateMachine', { stateMachineArn: MACHINE });
    expect(call('DescribeStateMachine', { stateMachineArn: MACHINE }).status).toBe('DELETING');
    expect(refusal(() => call('StartExecution', { stateMachineArn: MACHINE }))).toMatch(/^StateMachineDeleting: /);
    expect(refusal(() => create(passing()))).toMatch(/^StateMachineDeleting: /);
    await clock.advanceBy(61_000);
    expect(call('ListStateMachines').stateMachines).toEqual([]);
    expect(call('DescribeExecution', { executionArn }).status).toBe('SUCCEEDED');
    expect(create(failing).stateMachineArn).toBe(MACHINE);
  });

  test.each(['STANDARD', 'EXPRESS'])('ends %s executions at their next transition, wherever that is', async (type) => {
    const { create, call, clock, metrics } = statesAccount();
    const wait = (Next: object) => ({ Type: 'Wait', Seconds: 60, ...Next });
    const iteration = { StartAt: 'In', States: { In: wait({ Next: 'On' }), On: wait({ End: true }) } };
    const Iterate = {
      Type: 'Map',
      ItemProcessor: iteration,
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Out' }],
      Next: 'Out',
    };
    create(JSON.stringify({ StartAt: 'Iterate', States: { Iterate, Out: { Type: 'Succeed' } } }), { type });
    const { executionArn } = call('StartExecution', { stateMachineArn: MACHINE, input: '[1, 2]' });
    await clock.advanceBy(1000);
    call('DeleteStateMachine', { stateMachineArn: MACHINE });
    await clock.advanceBy(60_000);
    expect(call('ListStateMachines').stateMachines).toEqual([]);
    expect(metrics.map(({ metricName }) => metricName)).toContain('ExecutionsAborted');
    if (type === 'EXPRESS') return;
    expect(call('DescribeExecution', { executionArn })).toMatchObject({
      status: 'ABORTED',
      stopDate: clock.now() / 1000 - 1,
    });
    expect(call('GetExecutionHistory', { executionArn }).events.at(-1)).toMatchObject({ type: 'ExecutionAborted' });
  });
});
