import { describe, expect, test } from '@jest/globals';
import { example, milestones } from './example.ts';
import { rehearse } from './one-machine.ts';

const SCENARIOS = ['sample-alias-machine', 'sample-alias-machine-fixed', 'strategies/first-release.json'];

describe('readings that lag behind', () => {
  test.each(SCENARIOS.flatMap((path) => [5, 30, 60].map((lagSeconds) => [path, lagSeconds] as const)))(
    '%s by up to %d seconds changes neither end nor alias',
    async (path, lagSeconds) => {
      const prompt = await rehearse(example(path));
      const { record, alias, executions } = await rehearse(example(path), { weather: { consistency: { lagSeconds } } });
      expect(record.outcome).toBe(prompt.record.outcome);
      // An alarm and the comparison see the same failures; who is first is a matter of seconds.
      if (record.outcome === 'RolledBack') expect(['FailsMore', 'AlarmFiring']).toContain(record.reason);
      else expect(record.reason).toBe(prompt.record.reason);
      expect(alias).toEqual(prompt.alias);
      expect(milestones(record.path).slice(-5)).toEqual(milestones(prompt.record.path).slice(-5));
      expect(executions.stable.failed).toBe(0);
    },
  );

  test('can be watched all the same', async () => {
    const seen: number[] = [];
    await rehearse(example('sample-alias-machine'), {
      weather: { consistency: { lagSeconds: 60 } },
      onProgress: ({ moves }) => seen.push(...moves.map(({ candidateWeight }) => candidateWeight)),
    });
    expect(seen).toEqual([50, 0]);
  });
});
