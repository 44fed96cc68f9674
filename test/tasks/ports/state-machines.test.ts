import { beforeEach, describe, expect, test } from '@jest/globals';
import { ORDERS } from '../targets.ts';
import { FIRST, PLACES, type Place } from './places.ts';

describe.each(PLACES)('the ports to state machines %s', (_, open) => {
  let place: Place;

  beforeEach(async () => {
    place = await open();
  });

  test('read what is there, and nothing where there is nothing', async () => {
    expect(await place.ports.stateMachines.read(ORDERS)).toBeUndefined();
    await place.update();
    expect(await place.ports.stateMachines.read(ORDERS)).toMatchObject({
      type: 'STANDARD',
      status: 'ACTIVE',
      revisionId: 'INITIAL',
    });
    expect(await place.ports.stateMachines.read(FIRST)).toBeUndefined();
  });

  test('publish a revision once, and name the newest version', async () => {
    await place.update();
    expect(await place.ports.stateMachines.newestVersion(ORDERS)).toBeUndefined();
    const published = { kind: 'published', versionArn: FIRST };
    expect(await place.ports.stateMachines.publish(ORDERS, 'INITIAL', 'one')).toEqual(published);
    expect(await place.ports.stateMachines.publish(ORDERS, 'INITIAL', 'another description')).toEqual(published);
    expect(await place.ports.stateMachines.newestVersion(ORDERS)).toBe(FIRST);
    expect(await place.ports.stateMachines.read(FIRST)).toMatchObject({ type: 'STANDARD' });
  });

  test('refuse to publish a revision that is not the current one any more', async () => {
    await place.update();
    await place.update();
    expect(await place.ports.stateMachines.publish(ORDERS, 'INITIAL', '')).toMatchObject({ kind: 'moved' });
    expect(await place.ports.stateMachines.newestVersion(ORDERS)).toBeUndefined();
  });
});
