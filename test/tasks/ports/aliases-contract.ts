import { beforeEach, describe, expect } from '@jest/globals';
import { split, wholly } from '../../../workflow/routes.ts';
import { contractTest, type Differences } from './contract-test.ts';
import { FIRST, LIVE, type Place, SECOND, withAlias } from './places.ts';

/** The contract of the ports to aliases, held against the ports that `open` opens anew for each test. */
export function holdsForAliases(where: string, open: () => Promise<Place>, differences: Differences = {}): void {
  const holds = contractTest(differences);
  describe(`the ports to aliases ${where}`, () => {
    let place: Place;

    beforeEach(async () => {
      place = await open();
    });

    holds('read nothing where there is no alias', async () => {
      await place.update();
      expect(await place.ports.aliases.read(LIVE)).toBeUndefined();
    });

    holds('create, and read back what was created with its time', async () => {
      await withAlias(place);
      expect(await place.ports.aliases.read(LIVE)).toEqual({
        routes: wholly(FIRST),
        updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
    });

    holds('write, answer the time of the write, and read back both', async () => {
      await withAlias(place);
      const before = (await place.ports.aliases.read(LIVE))!.updatedAt;
      const updatedAt = await place.ports.aliases.write(LIVE, split(FIRST, SECOND, 10));
      expect(updatedAt > before).toBe(true);
      expect(await place.ports.aliases.read(LIVE)).toEqual({ routes: split(FIRST, SECOND, 10), updatedAt });
    });

    holds('keep a route of weight 0', async () => {
      await withAlias(place);
      await place.ports.aliases.write(LIVE, split(FIRST, SECOND, 100));
      expect((await place.ports.aliases.read(LIVE))?.routes).toEqual(split(FIRST, SECOND, 100));
    });

    holds('remove, and remove again', async () => {
      await withAlias(place);
      await place.ports.aliases.remove(LIVE);
      await place.ports.aliases.remove(LIVE);
      expect(await place.ports.aliases.read(LIVE)).toBeUndefined();
    });

    holds('fail to write an alias that is not there', async () => {
      await place.update();
      await expect(place.ports.aliases.write(LIVE, wholly(FIRST))).rejects.toMatchObject({ name: 'ResourceNotFound' });
    });
  });
}
