import { beforeEach, describe, expect, test } from '@jest/globals';
import { PLACES, type Place } from './places.ts';

describe.each(PLACES)('the ports to alarms %s', (_, open) => {
  let place: Place;

  beforeEach(async () => {
    place = await open();
  });

  test('read nothing for no names', async () => {
    expect(await place.ports.alarms.read([])).toEqual([]);
  });

  test('read metric and composite alarms, and leave out those that are not there', async () => {
    await place.alarm('quiet', 'OK');
    await place.alarm('composite, with a space', 'ALARM');
    const readings = await place.ports.alarms.read(['quiet', 'composite, with a space', 'missing']);
    const states = readings.map(({ name, state }) => [name, state]);
    expect(states.sort()).toEqual([
      ['composite, with a space', 'ALARM'],
      ['quiet', 'OK'],
    ]);
    for (const { since, why } of readings)
      expect([since, why]).toEqual([expect.stringMatching(/Z$/), expect.stringMatching(/./)]);
  });
});
