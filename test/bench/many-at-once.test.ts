import { describe, expect, test } from '@jest/globals';
import { isGrid, isKept, isSkipped, type Measurement } from '../../bench/benchmark.ts';
import { deployMany } from '../../bench/many-at-once.ts';

/** Far more than it needs, for machines that have much else to do. */
const PATIENCE = 180_000;

describe('many deployments at once', () => {
  test(
    'end as they should, and read their aliases no more often than docs/scale.md says',
    async () => {
      const findings = await deployMany(12);
      const measurements = findings.filter((one): one is Measurement => !isGrid(one) && !isSkipped(one));
      expect(measurements.filter((one) => !isKept(one))).toEqual([]);
      const numberOf = (name: string) => measurements.find((one) => one.name === name)?.value;
      expect(numberOf('ended as RolledBack')).toBe(4);
      expect(numberOf('ended as SUCCEEDED')).toBe(8);
      expect(numberOf('DescribeStateMachineAlias, granted for each deployment')).toBeLessThanOrEqual(7);
      expect(numberOf('UpdateStateMachineAlias, granted for each deployment')).toBeLessThanOrEqual(3);
    },
    PATIENCE,
  );
});
