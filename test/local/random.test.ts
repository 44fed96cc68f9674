import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../local/random.ts';

describe('a seeded source of randomness', () => {
  test('gives the same to the same seed, and its streams to their names alone', () => {
    const draw = (random: ReturnType<typeof seededRandom>) => [random.next(), random.integer(100), random.uuid()];
    expect(draw(seededRandom(7))).toEqual(draw(seededRandom(7)));
    expect(draw(seededRandom(7))).not.toEqual(draw(seededRandom(8)));
    const used = seededRandom(7);
    used.next();
    expect(draw(used.stream('a'))).toEqual(draw(seededRandom(7).stream('a')));
  });

  test('makes UUIDs of version 4 by four draws, each digit as likely as the others', () => {
    const random = seededRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 4000; i++) {
      const uuid = random.uuid();
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      for (const [place, digit] of [...uuid].entries()) {
        const key = `${place}:${digit}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    const free = ([key]: [string, number]): boolean => !/-$|^14:|^19:/.test(key);
    const digits = [...counts].filter(free).map(([, count]) => count);
    expect(digits).toHaveLength(30 * 16);
    expect(Math.min(...digits)).toBeGreaterThan(180);
    expect(Math.max(...digits)).toBeLessThan(330);
    const [one, other] = [seededRandom(2), seededRandom(2)];
    one.uuid();
    for (let i = 0; i < 4; i++) other.next();
    expect(one.next()).toBe(other.next());
  });
});
