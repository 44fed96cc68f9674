import { describe, expect, test } from '@jest/globals';
import { rehearse } from '../../cli/rehearsal/rehearsal.ts';
import { example, milestones } from './example.ts';

const STEP = ['BeginStep', 'ShiftTargets', 'ConfirmShift'];

async function rehearsed(path: string) {
  const { record, alias, executions } = await rehearse(example(path));
  const steps = milestones(record.path).filter((state) => state === 'BeginStep').length;
  return { outcome: record.outcome, shifts: record.shifts, alias, steps, executions, path: milestones(record.path) };
}

describe('strategies', () => {
  test('linear 30 % goes 30, 60, 90, 100', async () => {
    expect(await rehearsed('strategies/linear-30-percent.json')).toMatchObject({
      outcome: 'Succeeded',
      shifts: [
        { atSeconds: 0, candidateWeight: 30 },
        { atSeconds: 120, candidateWeight: 60 },
        { atSeconds: 240, candidateWeight: 90 },
        { atSeconds: 360, candidateWeight: 100 },
      ],
      alias: [{ version: 2, weight: 100 }],
      steps: 4,
    });
  });

  test('a canary by name gives its percentage, waits, and gives the rest', async () => {
    expect(await rehearsed('strategies/named-canary.json')).toMatchObject({
      outcome: 'Succeeded',
      shifts: [
        { atSeconds: 0, candidateWeight: 10 },
        { atSeconds: 300, candidateWeight: 100 },
      ],
      alias: [{ version: 2, weight: 100 }],
      steps: 2,
    });
  });

  test('all at once is one shift, and watched all the same', async () => {
    const { path, executions, ...rest } = await rehearsed('strategies/all-at-once.json');
    expect(rest).toEqual({
      outcome: 'Succeeded',
      shifts: [{ atSeconds: 0, candidateWeight: 100 }],
      alias: [{ version: 2, weight: 100 }],
      steps: 1,
    });
    expect(path.slice(6)).toEqual([...STEP, 'PromoteTargets', 'FinishDeployment', 'DidEveryTargetArrive', 'Succeeded']);
    expect(executions.stable.started).toBe(0);
  });

  test('an alias that is absent is created wholly on the candidate, and watched', async () => {
    expect(await rehearsed('strategies/first-release.json')).toMatchObject({
      outcome: 'Succeeded',
      shifts: [{ atSeconds: 0, candidateWeight: 100 }],
      alias: [{ version: 2, weight: 100 }],
      steps: 1,
      executions: { stable: { started: 0 }, candidate: { started: 150, failed: 0 } },
    });
  });
});

describe('a bad release through an alias that was not there before', () => {
  const { traffic, ...first } = example('strategies/first-release.json');
  const bad = { ...first, machine: { ...first.machine, candidate: example('sample-alias-machine').machine.candidate } };

  test('has no way back once executions were started through it', async () => {
    const { record, alias } = await rehearse({ ...bad, traffic });
    expect(record).toMatchObject({ outcome: 'CriticalError', reason: 'NoWayBack' });
    expect(alias).toEqual([{ version: 2, weight: 100 }]);
    expect(record.cause?.repair.length).toBeGreaterThan(0);
  });
});
