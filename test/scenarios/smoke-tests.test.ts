import { describe, expect, test } from '@jest/globals';
import type { LocalAws } from '../../local/local-aws.ts';
import { example, withRequest } from './example.ts';
import { call, instead, refuse } from './failing-calls.ts';
import { rehearse, withMachine } from './one-machine.ts';
import { rehearse as rehearseAll } from './recorded.ts';

describe('smoke tests', () => {
  test('that fail keep the candidate from any traffic: the alias is never moved', async () => {
    const { record, alias, executions } = await rehearse(example('smoke-test-fails'));
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'SmokeTestFailed', cause: { recovery: 'done' } });
    expect(record.cause?.evidence).toEqual([
      expect.stringMatching(
        /^smoke test "handles B" of version 2 of SampleAliasMachine: expected SUCCEEDED, found FAILED/,
      ),
    ]);
    expect(record.shifts).toEqual([]);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
    expect(executions.candidate).toMatchObject({ started: 2 });
  });

  test('that pass let the deployment begin, of an EXPRESS machine too, and may expect an error', async () => {
    const { record } = await rehearse(example('smoke-test-passes'));
    expect(record.path.slice(8, 12)).toEqual(['RunSmokeTests', 'ConfirmSmokeTests', 'WhatIsTheVerdict', 'BeginStep']);
    expect(record.outcome).toBe('Succeeded');
  });

  test('are run once, though the answer of one is lost with the function that judges it', async () => {
    let judged = 0;
    const { record, executions } = await rehearse(example('smoke-test-fails'), {
      beforeTask: async (task) => {
        if (task === 'JudgeSmokeTest' && judged++ === 0)
          throw Object.assign(new Error('lost'), { name: 'Lambda.Unknown' });
      },
    });
    expect(record.reason).toBe('SmokeTestFailed');
    expect(executions.candidate.started).toBe(2);
  });

  test('may have large inputs, on several targets, though a state passes on no more than 256 KiB', async () => {
    const scenario = example('three-targets');
    const smokeTests = [1, 2, 3].map((n) => ({ name: `t${n}`, input: { type: 'B', ballast: 'x'.repeat(30_000) } }));
    const { record } = await rehearseAll(withRequest(scenario, { smokeTests }));
    expect(record.smokeTests).toHaveLength(9);
    expect(record.reason).not.toMatch(/States|Runtime/);
  });

  test('are refused at once where their inputs are too large to be passed on', async () => {
    const scenario = example('smoke-test-passes');
    const smokeTests = [{ name: 'large', input: 'x'.repeat(98_304) }];
    const { record, executions } = await rehearse(withRequest(scenario, { smokeTests }));
    expect(record).toMatchObject({ outcome: 'ValidationError', reason: 'InvalidRequest' });
    expect(record.cause?.summary).toMatch(
      /^request: found \d+ bytes of JSON, expected at most 98304: smaller inputs of smoke tests, or fewer of these$/,
    );
    expect(executions.candidate.started).toBe(0);
  });

  test.each(['STANDARD', 'EXPRESS'] as const)('give a %s machine any JSON for its input', async (type) => {
    const echo = { StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } };
    const inputs = ['a text', 5, null, [1], { a: 1 }];
    const smokeTests = inputs.map((input, i) => ({ name: `t${i}`, input, expect: { output: input } }));
    const scenario = example('smoke-test-passes');
    const [{ candidate }] = scenario.machines;
    const echoing = withMachine(withRequest(scenario, { smokeTests }), {
      type,
      candidate: { ...candidate, text: JSON.stringify(echo) },
    });
    const { record } = await rehearse(echoing);
    expect(record.smokeTests?.map(({ found }) => found)).toEqual(inputs.map(() => 'SUCCEEDED'));
    expect(record.outcome).toBe('Succeeded');
  });

  test('that answer more than a state passes on have not gone as expected, and nothing is left half done', async () => {
    const large = { StartAt: 'Large', States: { Large: { Type: 'Pass', End: true } } };
    const scenario = example('smoke-test-fails');
    const [{ candidate }] = scenario.machines;
    const smokeTests = [{ name: 'large', input: { ballast: 'x'.repeat(90_000) } }];
    const answering = withMachine(withRequest(scenario, { smokeTests }), {
      candidate: { ...candidate, text: JSON.stringify(large) },
    });
    const { record, alias } = await rehearse(answering);
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'SmokeTestFailed', cause: { recovery: 'done' } });
    expect(record.smokeTests).toMatchObject([
      { passed: false, found: 'expected SUCCEEDED, found an end with more input and output than 256 KiB' },
    ]);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
  });

  test('that AWS does not let the deployer start have failed, and say what is missing', async () => {
    const { record, alias, executions } = await rehearse(example('smoke-test-fails'), {
      beforeDeployment: async (aws) =>
        refuse(aws, 'states', 'StartExecution', ({ name }) => String(name).startsWith('smoke-test-')),
    });
    expect(record).toMatchObject({ outcome: 'RolledBack', reason: 'SmokeTestFailed', shifts: [] });
    expect(record.smokeTests?.map(({ found }) => found)).toEqual(
      [1, 2].map(() => expect.stringMatching(/^expected SUCCEEDED, found not run \(.*AccessDenied.*StartExecution/)),
    );
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
    expect(executions.candidate.started).toBe(0);
  });

  test('that take too long are stopped, and have failed', async () => {
    const slow = { StartAt: 'Slow', States: { Slow: { Type: 'Wait', Seconds: 3000, End: true } } };
    const scenario = example('smoke-test-fails');
    const [{ candidate }] = scenario.machines;
    const smokeTests = [{ name: 'slow', timeoutSeconds: 20 }];
    let local!: LocalAws;
    const { record, alias } = await rehearse(
      withMachine(withRequest(scenario, { smokeTests }), { candidate: { ...candidate, text: JSON.stringify(slow) } }),
      {
        beforeDeployment: async (aws) => {
          local = aws;
        },
      },
    );
    expect(record.smokeTests).toMatchObject([
      { passed: false, found: 'expected SUCCEEDED, found TIMED_OUT (States.Timeout: no end after 20 s)' },
    ]);
    expect(alias).toEqual([{ version: 1, weight: 100 }]);
    const stateMachineArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine:2';
    const { executions } = await call(local, 'states', 'ListExecutions', { stateMachineArn });
    expect(executions).toMatchObject([{ status: 'ABORTED' }]);
  });

  test('are not run again when the alias turns out to have been moved just before it was read', async () => {
    const standard = withMachine(example('smoke-test-passes'), { type: 'STANDARD' });
    let inspected = 0;
    const { record, alias, executions } = await rehearse(standard, {
      beforeTask: async (task, aws) => {
        if (task === 'InspectTarget' && inspected++ === 0) await moveUnseen(aws);
      },
    });
    expect(record.path.filter((state) => state === 'InspectTargets')).toHaveLength(2);
    expect(record.path.filter((state) => state === 'RunSmokeTests')).toHaveLength(1);
    expect(record.outcome).toBe('Succeeded');
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(executions.candidate.started).toBeGreaterThan(2);
  });
});

/** Somebody writes the alias, and the next reading of it does not show that yet. */
async function moveUnseen(aws: LocalAws): Promise<void> {
  const stateMachineAliasArn = 'arn:aws:states:us-east-1:123456789012:stateMachine:SampleAliasMachine:main';
  const before = await call(aws, 'states', 'DescribeStateMachineAlias', { stateMachineAliasArn });
  // The same again would be no write.
  const update = { stateMachineAliasArn, description: 'ours', routingConfiguration: before.routingConfiguration };
  await call(aws, 'states', 'UpdateStateMachineAlias', update);
  let stale = 1;
  instead(aws, 'states', 'DescribeStateMachineAlias', (input, real) => (stale-- > 0 ? before : real(input)));
}
