import { describe, expect, test } from '@jest/globals';
import { machineMap, wayTaken } from '../../report/machine-map.ts';
import { rolledBack } from './records.ts';

const record = rolledBack();
const map = machineMap(record);
const road = (from: string, to: string) => map.roads.find((one) => one.from === from && one.to === to);

describe('the map of the machine', () => {
  test('counts how often each road was taken', () => {
    expect(road('Bake', 'CheckHealth')).toMatchObject({ taken: 2, isCatch: false });
    expect(road('BeginStep', 'ShiftTargets')).toMatchObject({ taken: 0, isCatch: false });
  });

  test('has a road of Catch where it was taken', () => {
    expect(road('CheckHealth', 'RollBackTargets')).toMatchObject({ taken: 1, isCatch: true });
  });

  test('says of each state whether, how often and how long it was entered', () => {
    const node = (name: string) => map.nodes.find((one) => one.name === name);
    expect(node('Bake')!.visits).toEqual({ name: 'Bake', visits: 2, seconds: 149, retries: 0 });
    expect(node('Promote')).toBeUndefined();
    expect(node('PromoteTargets')).toMatchObject({
      visits: undefined,
      inner: [{ name: 'Promote', visits: undefined }],
    });
    expect(node('ShiftTargets')!.inner).toMatchObject([{ name: 'ShiftTraffic', visits: { retries: 2 } }]);
  });

  test('leaves out what only a failure leads to, unless one did', () => {
    expect(map.leftOut).toContain('SayWhatIsKnown');
    expect(map.nodes.map(({ name }) => name)).not.toContain('SayWhatIsKnown');
    const failed = machineMap({ ...record, path: [...record.path, 'SayWhatIsKnown', 'CriticalError'] });
    expect(failed.leftOut).not.toContain('SayWhatIsKnown');
  });

  test('keeps states that this version does not know', () => {
    const later = machineMap({ ...record, path: ['ValidateRequest', 'RunSomethingNew', '__proto__'] });
    expect(later.nodes.map(({ name }) => name)).toEqual(expect.arrayContaining(['RunSomethingNew', '__proto__']));
  });

  test('is, for a phone, only the way that was taken', () => {
    const { nodes, roads } = wayTaken(map);
    expect(nodes.map(({ name }) => name).sort()).toEqual([...new Set(record.path)].sort());
    expect(roads.every(({ taken }) => taken > 0)).toBe(true);
  });
});
