import { beforeEach, describe, expect, test } from '@jest/globals';
import { split, wholly } from '../../../workflow/routes.ts';
import { FIRST, LIVE, PLACES, type Place, SECOND, withAlias } from './places.ts';

describe.each(PLACES)('the ports to aliases %s', (_, open) => {
  let place: Place;

  beforeEach(async () => {
    place = await open();
  });

  test('read nothing where there is no alias', async () => {
    await place.update();
    expect(await place.ports.aliases.read(LIVE)).toBeUndefined();
  });

  test('create, and read back what was created with its time', async () => {
    await withAlias(place);
    expect(await place.ports.aliases.read(LIVE)).toEqual({
      routes: wholly(FIRST),
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  test('write, answer the time of the write, and read back both', async () => {
    await withAlias(place);
    const before = (await place.ports.aliases.read(LIVE))!.updatedAt;
    const updatedAt = await place.ports.aliases.write(LIVE, split(FIRST, SECOND, 10));
    expect(updatedAt > before).toBe(true);
    expect(await place.ports.aliases.read(LIVE)).toEqual({ routes: split(FIRST, SECOND, 10), updatedAt });
  });

  test('keep a route of weight 0', async () => {
    await withAlias(place);
    await place.ports.aliases.write(LIVE, split(FIRST, SECOND, 100));
    expect((await place.ports.aliases.read(LIVE))?.routes).toEqual(split(FIRST, SECOND, 100));
  });

  test('remove, and remove again', async () => {
    await withAlias(place);
    await place.ports.aliases.remove(LIVE);
    await place.ports.aliases.remove(LIVE);
    expect(await place.ports.aliases.read(LIVE)).toBeUndefined();
  });

  test('fail to write an alias that is not there', async () => {
    await place.update();
    await expect(place.ports.aliases.write(LIVE, wholly(FIRST))).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
