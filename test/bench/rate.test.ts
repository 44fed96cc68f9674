import { describe, expect, test } from '@jest/globals';
import { perSecond, perSecondBeside } from '../../bench/rate.ts';

describe('a rate', () => {
  test('is of so many times, with so many at work and no more', async () => {
    let [done, atWork, most] = [0, 0, 0];
    const workers = new Set<number>();
    const rate = await perSecond({ times: 40, atOnce: 4 }, async (worker) => {
      workers.add(worker);
      most = Math.max(most, ++atWork);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atWork -= 1;
      done += 1;
    });
    expect([done, most, [...workers]]).toEqual([40, 4, [0, 1, 2, 3]]);
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(4 / 0.0045);
  });

  test('beside another one is taken in turns, and keeps them apart', async () => {
    const order: string[] = [];
    const slow = async () => {
      order.push('slow');
      await new Promise((resolve) => setTimeout(resolve, 10));
    };
    const quick = async () => order.push('quick');
    const { ours, other } = await perSecondBeside({ times: 1, atOnce: 1 }, quick, slow);
    expect(order.slice(0, 4)).toEqual(['slow', 'quick', 'slow', 'quick']);
    expect(ours).toBeGreaterThan(other);
  });
});
