import { beforeEach, describe, expect } from '@jest/globals';
import { ORDERS } from '../targets.ts';
import { contractTest, type Differences } from './contract-test.ts';
import { FIRST, type Place } from './places.ts';

/** The contract of the ports to state machines, of versions and publishing, held against the ports that `open` opens anew for each test. */
export function holdsForStateMachines(where: string, open: () => Promise<Place>, differences: Differences = {}): void {
  const holds = contractTest(differences);
  describe(`the ports to state machines ${where}`, () => {
    let place: Place;

    beforeEach(async () => {
      place = await open();
    });

    holds('read what is there, and nothing where there is nothing', async () => {
      expect(await place.ports.stateMachines.read(ORDERS)).toBeUndefined();
      await place.update();
      expect(await place.ports.stateMachines.read(ORDERS)).toMatchObject({
        type: 'STANDARD',
        status: 'ACTIVE',
        revisionId: 'INITIAL',
      });
      expect(await place.ports.stateMachines.read(FIRST)).toBeUndefined();
    });

    holds('publish the revision of a machine that was never updated', async () => {
      await place.update();
      const published = { kind: 'published', versionArn: FIRST };
      expect(await place.ports.stateMachines.publish(ORDERS, 'INITIAL', '')).toEqual(published);
    });

    holds('publish a revision once, and name the newest version', async () => {
      await place.update();
      await place.update();
      expect(await place.ports.stateMachines.newestVersion(ORDERS)).toBeUndefined();
      const published = { kind: 'published', versionArn: FIRST };
      const { revisionId } = (await place.ports.stateMachines.read(ORDERS))!;
      expect(await place.ports.stateMachines.publish(ORDERS, revisionId, 'one')).toEqual(published);
      expect(await place.ports.stateMachines.publish(ORDERS, revisionId, 'another description')).toEqual(published);
      expect(await place.ports.stateMachines.newestVersion(ORDERS)).toBe(FIRST);
      expect(await place.ports.stateMachines.read(FIRST)).toMatchObject({ type: 'STANDARD' });
    });

    holds('refuse to publish a revision that is not the current one any more', async () => {
      await place.update();
      const { revisionId } = (await place.ports.stateMachines.read(ORDERS))!;
      await place.update();
      expect(await place.ports.stateMachines.publish(ORDERS, revisionId, '')).toMatchObject({ kind: 'moved' });
      expect(await place.ports.stateMachines.newestVersion(ORDERS)).toBeUndefined();
    });
  });
}
