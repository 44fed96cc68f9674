import { describe, expect, test } from '@jest/globals';
import { inWorkers } from '../../bench/workers/in-workers.ts';

// The workers run TypeScript as the test's own process does not: they are given what any Node can load.
const MODULE = `data:text/javascript,${encodeURIComponent(`
  export async function twice(job) { if (job < 0) throw new Error('no ' + job); return 2 * job; }
`)}`;
const twice = { twice: async (job: number): Promise<number> => job }.twice;

describe('jobs in workers', () => {
  test('are answered in their order', async () => {
    expect(await inWorkers(MODULE, twice, [1, 2, 3, 4, 5])).toEqual([2, 4, 6, 8, 10]);
  });

  test('that fail make all of it fail', async () => {
    await expect(inWorkers(MODULE, twice, [1, -2])).rejects.toThrow('no -2');
  });
});
