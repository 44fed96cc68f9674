import { describe, expect, test } from '@jest/globals';
import { example } from './example.ts';
import { rehearse } from './one-machine.ts';

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
});
